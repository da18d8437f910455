/** What the whole load costs under the answer, which stands still, and under policies that change with it. */
import { countedOf, type Counted } from './counted.ts';
import { deployedBy, type Deployed } from './deployed.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { toConfiguration } from '../../model/tables.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { runEpisode } from '../../scenario/episode.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import type { EpisodeSummary } from '../../scenario/scenario.ts';

export interface OnTrace {
  /** The key of the policy; `still` for the answer itself. */
  readonly policy: string;
  readonly name: string;
  readonly counted: Counted;
  /** Cores times hours of one play. */
  readonly coreHours: number;
  /** How it is set, in the first play; undefined of one that turns other knobs than replicas. */
  readonly deployed: Deployed | undefined;
}

/** Stands for the configuration that is the answer. */
export const STILL = 'still';

/** Orders the same at every decision. */
export const still = (configuration: Configuration): PolicyFactory => {
  const info = {
    ...{ id: STILL, name: 'The answer, standing still' },
    summary: 'It keeps one configuration.',
    knobs: { variant: false, replicas: false, batch: false },
    ...{ memory: 'none', simplifications: '', source: '', about: [] },
  };
  return { info, create: () => Promise.resolve({ info, decide: () => configuration }) };
};

/** At most so many requests are followed for one policy, as many plays as they allow and one at least. */
const MOST_REQUESTS = 400_000;

/** How often a load is played for one policy. */
export function playsOf(rates: Float64Array, seeds: number): number {
  const requests = rates.reduce((sum, rate) => sum + rate, 0);
  return Math.max(1, Math.min(seeds, Math.floor(MOST_REQUESTS / Math.max(1, requests))));
}

/**
 * `prepared` with single requests. Every policy begins with `start`, its replicas up, and meets the same arrivals, seed by seed
 * from the scenario's own on. Yields after each play. Throws `TooMuch`, a sentence.
 */
export async function* playedOnTrace(
  prepared: Prepared,
  factory: PolicyFactory,
  start: Configuration,
  plays: number,
  clock: () => number,
): AsyncGenerator<OnTrace> {
  const summaries: EpisodeSummary[] = [];
  const { scenario, tables } = prepared;
  let deployed: Deployed | undefined;
  for (let i = 0; i < plays; i++) {
    const own = { ...prepared, scenario: { ...scenario, seed: (scenario.seed + i) >>> 0 } };
    const { summary, series } = await runEpisode(own, factory, { clock, record: false, start });
    summaries.push(summary);
    if (i === 0) deployed = deployedBy(factory.info, scenario, toConfiguration(tables, series.actions));
    const coreSeconds = summaries.reduce((sum, one) => sum + one.coreSeconds, 0);
    yield {
      ...{ policy: factory.info.id, name: factory.info.name, counted: countedOf(summaries) },
      coreHours: coreSeconds / 3600 / summaries.length,
      deployed,
    };
  }
}
