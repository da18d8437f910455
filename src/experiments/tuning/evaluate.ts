/** A setting judged: episodes of single requests, on the same arrivals for all settings. */
import { deployedBy, judgingScenario } from './deployed.ts';
import type { Fidelity } from './halving.ts';
import { idOf } from './names.ts';
import { pinned } from './pinned.ts';
import { stretchOf } from './stretch.ts';
import { mean } from '../statistics.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { patient, type Patience } from '../../model/patience.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { isTooMuch } from '../../model/watch.ts';
import { policyById } from '../../policies/registry.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

/** One episode that is to be run. */
export interface TuneTask {
  readonly key: string;
  readonly load: Fidelity['load'];
  readonly seed: number;
}

/** What one episode showed. */
export interface TuneRun {
  /** Mean cores held. */
  readonly cost: number;
  /** Requests answered within the latency objective, a second. */
  readonly goodput: number;
  /** Their share of those answered or dropped, 0..1. */
  readonly goodputShare: number;
  /** Seconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Share of the requests that were dropped, 0..1. */
  readonly dropped: number;
  /** J of (4). */
  readonly objective: number;
}

/** Means over seeds. */
export interface Score extends TuneRun {
  readonly seeds: number;
}

/** How much of the load is judged, seconds of decisions: in the first rung, and then. */
export interface Lengths {
  readonly short: number;
  readonly whole: number;
}

interface Judged {
  readonly prepared: Prepared;
  /** Begins elsewhere than the whole load: what is deployed must be said. */
  readonly elsewhere: boolean;
}

/** Runs episodes of one scenario's load; what they share is prepared once. */
export class Bench {
  readonly #scenario: Scenario;
  readonly #loads: Readonly<Record<Fidelity['load'], Judged>>;
  #deployed: Promise<Configuration> | undefined;

  /** `patience` is each episode's. */
  constructor(scenario: Scenario, lengths: Lengths, patience: Patience = patient) {
    this.#scenario = scenario;
    const judging = judgingScenario(scenario);
    const on = (seconds: number): Judged => {
      const { workload, from } = stretchOf(scenario.workload, seconds);
      const prepared = prepare({ ...judging, workload }, undefined, undefined, patience);
      return { prepared, elsewhere: from !== HISTORY_SECONDS };
    };
    this.#loads = { short: on(lengths.short), whole: on(lengths.whole) };
  }

  /** Throws for a key that does not parse: keys are checked where they come in. */
  async run({ key, load, seed }: TuneTask): Promise<TuneRun> {
    const { prepared, elsewhere } = this.#loads[load];
    const { pipeline } = this.#scenario;
    const factory = policyById(elsewhere ? pinned(key, await this.#deploys(key), pipeline) : key);
    if (!factory) throw new Error(`there is no policy "${key}"`);
    const seeded = { ...prepared, scenario: { ...prepared.scenario, seed } };
    const { summary } = await runEpisode(seeded, factory, { clock: () => 0, record: false });
    const { goodput, goodputShare, p50, p95, p99 } = summary.requests!;
    return {
      cost: summary.cost,
      goodput,
      goodputShare,
      p50,
      p95,
      p99,
      dropped: summary.arrived > 0 ? summary.dropped / summary.arrived : 0,
      objective: summary.objective,
    };
  }

  /** What any autoscaler deploys first on this load where its settings leave it to the lab. */
  #deploys(key: string): Promise<Configuration> {
    return (this.#deployed ??= deployedBy(idOf(key), this.#scenario));
  }
}

/** Scores from runs, each run once: a higher rung adds seeds to those that are there. */
export class Ledger {
  readonly #seeds: readonly number[];
  readonly #run: (task: TuneTask) => Promise<TuneRun>;
  readonly #known = new Map<string, Promise<TuneRun>>();

  constructor(seeds: readonly number[], run: (task: TuneTask) => Promise<TuneRun>) {
    this.#seeds = seeds;
    this.#run = run;
  }

  /** The error, returned, where one of its runs takes too long. */
  readonly score = async (key: string, { load, seeds }: Fidelity): Promise<Score | Error> => {
    let runs: readonly TuneRun[];
    try {
      runs = await this.runs(key, load, seeds);
    } catch (error) {
      if (isTooMuch(error)) return error;
      throw error;
    }
    const over = (field: keyof TuneRun): number => mean(runs.map((run) => run[field]));
    return {
      seeds,
      cost: over('cost'),
      goodput: over('goodput'),
      goodputShare: over('goodputShare'),
      p50: over('p50'),
      p95: over('p95'),
      p99: over('p99'),
      dropped: over('dropped'),
      objective: over('objective'),
    };
  };

  /** The runs of the first `count` seeds, in their order. */
  runs(key: string, load: Fidelity['load'], count: number): Promise<readonly TuneRun[]> {
    return Promise.all(
      this.#seeds.slice(0, count).map((seed) => {
        const name = JSON.stringify([key, load, seed]);
        let found = this.#known.get(name);
        if (!found) {
          found = this.#run({ key, load, seed });
          this.#known.set(name, found);
        }
        return found;
      }),
    );
  }
}
