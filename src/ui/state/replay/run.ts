import type { Episode, Scenario } from '../../../scenario/scenario.ts';

/** One lane's result. */
export interface RunSide {
  readonly id: string;
  /** As a sentence says it. */
  readonly name: string;
  readonly episode: Episode;
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

/** `old` where it is the same: what is drawn from it need not be drawn again. */
export function runSide(id: string, name: string, episode: Episode, old: RunSide | undefined): RunSide {
  return old?.episode === episode && old.id === id && old.name === name ? old : { id, name, episode };
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
