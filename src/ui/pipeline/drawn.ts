import { Flow } from './flow.ts';
import { Singles } from './singles.ts';
import type { Episode } from '../../scenario/scenario.ts';

/** What moves in a lane: requests as a fluid; or one by one, where the environment followed them so. */
export interface Moving {
  readonly flow: Flow | undefined;
  readonly singles: Singles | undefined;
}

const known = new WeakMap<Episode, Moving>();

/** Made once for each episode, when it is first drawn: a day's takes its time. */
export function movingOf(episode: Episode, slaSeconds: number): Moving {
  const moving = known.get(episode) ?? made(episode, slaSeconds);
  known.set(episode, moving);
  return moving;
}

function made({ ticks, series, journal }: Episode, slaSeconds: number): Moving {
  if (!ticks || ticks.seconds === 0) return { flow: undefined, singles: undefined };
  return journal
    ? { flow: undefined, singles: new Singles(journal, ticks, series, slaSeconds) }
    : { flow: new Flow(ticks, series, slaSeconds), singles: undefined };
}
