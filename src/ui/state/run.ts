import { Flow } from '../pipeline/flow.ts';
import { Singles } from '../pipeline/singles.ts';
import type { Episode, Scenario } from '../../scenario/scenario.ts';

/** One lane's result, with what is drawn from it. */
export interface RunSide {
  readonly id: string;
  /** As a sentence says it. */
  readonly name: string;
  readonly episode: Episode;
  /** Requests as a fluid; or one by one, where the environment followed them so. */
  readonly flow: Flow | undefined;
  readonly singles: Singles | undefined;
}

/** What a policy loses to the optimum on a scenario. */
export interface Level {
  readonly id: string;
  readonly name: string;
  readonly regret: number;
}

/** Two policies on the same scenario. */
export interface Run {
  readonly scenario: Scenario;
  /** Of every policy that has run on this scenario, the latest last. */
  readonly levels: readonly Level[];
  readonly a: RunSide;
  readonly b: RunSide;
}

export function runSide(
  id: string,
  name: string,
  episode: Episode,
  scenario: Scenario,
  old: RunSide | undefined,
): RunSide {
  if (old?.episode === episode && old.id === id && old.name === name) return old;
  const { ticks, series, journal } = episode;
  const { slaSeconds } = scenario;
  const shown = ticks && ticks.seconds > 0 ? ticks : undefined;
  // Only the Lab draws them, and a day's take their time: they are made when they are first asked for.
  let singles: Singles | undefined;
  let flow: Flow | undefined;
  return {
    id,
    name,
    episode,
    get singles() {
      if (shown && journal) singles ??= new Singles(journal, shown, series, slaSeconds);
      return singles;
    },
    get flow() {
      if (shown && !journal) flow ??= new Flow(shown, series, slaSeconds);
      return flow;
    },
  };
}

/** The run of two sides; what other policies reached on the very same scenario stays known. */
export function runOf(scenario: Scenario, a: RunSide, b: RunSide, old: Run | undefined): Run {
  const known = old?.scenario === scenario ? old.levels : [];
  const now = (a.id === b.id ? [a] : [b, a]).map(({ id, name, episode }) => ({
    id,
    name,
    regret: episode.summary.regret,
  }));
  return {
    scenario,
    a,
    b,
    levels: [...known.filter((level) => level.id !== a.id && level.id !== b.id), ...now],
  };
}
