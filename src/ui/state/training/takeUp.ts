import type { Runs } from './runs.svelte.ts';
import type { Training } from './training.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { RunRecord } from '../../../storage/records.ts';

/** What takes up a kept run. */
export interface RunTaker {
  readonly training: Pick<Training, 'active' | 'plan' | 'origin' | 'use' | 'restore'>;
  readonly runs: Pick<Runs, 'find' | 'refresh' | 'standing' | 'series' | 'judged'>;
}

/** A tab that was opened anew still holds the run for a moment: so often and so long it is asked again, ms. */
const TRIES = 4;
const AGAIN_MS = 400;

/**
 * A kept run's agent for the lanes at once, and then all that its training told, for card and view; what cannot be read is
 * said there. Where something else was begun or taken up meanwhile, that stands.
 */
export async function takeUp({ training, runs }: RunTaker, kept: RunRecord): Promise<void> {
  const { id, agent, elapsedSeconds } = kept;
  if (agent) training.use(agent, elapsedSeconds, id);
  if (training.active) return;
  const { plan, origin } = training;
  let run = kept;
  for (let tries = 0; runs.standing(run) === 'elsewhere' && tries < TRIES; tries++) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    await runs.refresh();
    run = runs.find(id) ?? run;
  }
  const series = await runs.series(id).catch((error: unknown) => ({
    ...{ points: [], evaluations: [] },
    damaged: [`The curves of ${run.name} could not be read: ${sentenceOf(error)}`],
  }));
  const judged = await runs.judged(id);
  if (training.plan !== plan || training.origin !== origin) return;
  training.restore(run, { standing: runs.standing(run), series, judged });
}
