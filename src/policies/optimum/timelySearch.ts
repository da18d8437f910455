import { rewardOf, type PlainFrontier } from './frontier.ts';
import { stageOptions, type StageOption } from './options.ts';
import { suffixSums } from './staircase.ts';
import { NOTHING_PASSED, pass, type LongRun, type Passed } from '../../environment/longRun.ts';
import { evaluate } from '../../model/objective.ts';
import { latency, type Configuration, type Weights } from '../../model/pipeline.ts';

export interface Option extends StageOption {
  /** Its part of the reward; what the throughput, the largest batch and late requests change is left out. */
  readonly score: number;
  /** No request takes less, s. */
  readonly least: number;
}

/** A configuration, and its reward under the load that was asked for. */
export interface Found {
  readonly configuration: Configuration;
  readonly reward: number;
}

/** Configurations of throughputs from one on; of those in question none earns more than `most`. */
interface Shortfall {
  readonly allowed: (throughput: number) => boolean;
  readonly most: number;
}

/** What the stages from the `n`-th on can still be, by `n`. */
export interface Rest {
  /** The best score within so many units of cores. */
  readonly score: (n: number, units: number) => number;
  readonly least: Float64Array;
  /** Fewest units of cores. */
  readonly units: Float64Array;
}

/** The options chosen so far, together. */
interface Chosen {
  readonly score: number;
  readonly units: number;
  readonly throughput: number;
  readonly batch: number;
  readonly passed: Passed;
}

const START: Chosen = { score: 0, units: 0, throughput: Infinity, batch: 1, passed: NOTHING_PASSED };
/** Sums of a few seconds in another order differ by less. */
const ALIKE = 1e-9;

/**
 * The optimum at a load, late requests counted, by branch and bound. Stage by stage, best first; left out is what could not
 * beat the best so far even if the stages to come had all that the cores left allow and made nobody late (`pass` only lowers
 * the share). Exact, whatever the moments of the stays are.
 */
export class TimelySearch {
  readonly #plain: PlainFrontier;
  readonly #longRun: LongRun;
  /** Per stage, best score first. */
  readonly #options: readonly (readonly Option[])[];
  readonly #capacity: number;
  /** The weights without one on late requests. */
  readonly #paper: Weights;
  /** Points for all of the requests. */
  readonly #late: number;
  /** The last answer: it is tried first at the next load. */
  #last: Configuration | undefined;
  /** Options looked at since the beginning, for the bench. */
  looked = 0;

  constructor(plain: PlainFrontier, longRun: LongRun) {
    this.#plain = plain;
    this.#longRun = longRun;
    this.#capacity = plain.tables.capacity;
    this.#paper = { ...plain.weights, lateWeight: 0 };
    this.#late = 100 * plain.weights.lateWeight;
    this.#options = optionsOf(plain);
  }

  /** Reward (7) of `configuration` under `load` req/s. */
  rewardOf(configuration: Configuration, load: number): number {
    const { tables } = this.#plain;
    const late = this.#late * (1 - this.#longRun.share(configuration, load));
    return evaluate(tables, this.#paper, configuration, load).reward - late;
  }

  /** The optimum under `load` req/s. */
  best(load: number): Found {
    // Nobody is late where nobody comes.
    if (load <= 0) return { configuration: this.#plain.best(load), reward: this.#plain.rewardAt(load) };
    let best: Found = { configuration: [], reward: -Infinity };
    const short = this.#plain.short(load);
    for (const known of [
      this.#last,
      short < 0 ? undefined : this.#plain.configuration(short),
      this.#plain.best(load),
    ])
      if (known) best = better(best, { configuration: known, reward: this.rewardOf(known, load) });
    best = this.#from(load, (throughput) => throughput >= load, best);
    for (const { allowed, most } of this.#shortfalls(load)) {
      if (most <= best.reward) break;
      best = this.#from(load, allowed, best);
    }
    this.#last = best.configuration;
    return best;
  }

  /** What has too little throughput for `load`, in parts: the most promising first. */
  #shortfalls(load: number): readonly Shortfall[] {
    const { throughput, size, complete } = this.#plain;
    const reward = (i: number): number => (i < 0 ? -Infinity : this.#plain.rewardOf(i, load));
    const found: Shortfall[] = [];
    const add = (most: number, rate: number, allowed: Shortfall['allowed']): void => {
      const passes = this.#longRun.pass(rate, load);
      if (passes > 0) found.push({ allowed, most: most - this.#late * (1 - passes) });
    };
    if (complete) {
      for (let i = 0; i < size && throughput[i]! < load; i++)
        add(reward(i), throughput[i]!, (rate) => rate >= throughput[i]!);
    } else {
      // What lies between two points is beaten by one of those, or by one beyond: it earns no more than the better of the two.
      const fastest = this.#fastestBelow(load);
      for (let i = 0; i < size && (throughput[i - 1] ?? 0) < load; i++) {
        const before = throughput[i - 1] ?? 0;
        add(Math.max(reward(i - 1), reward(i)), Math.min(throughput[i]!, fastest), (rate) => rate > before);
      }
    }
    return found.sort((a, b) => b.most - a.most);
  }

  /** The greatest throughput of an option below `load`, req/s; 0 where there is none. */
  #fastestBelow(load: number): number {
    let fastest = 0;
    for (const options of this.#options)
      for (const { throughput } of options) if (throughput < load) fastest = Math.max(fastest, throughput);
    return fastest;
  }

  /** The best of `best` and of what has throughputs that are allowed, under `load` req/s. */
  #from(load: number, allowed: Shortfall['allowed'], best: Found): Found {
    const stages = this.#options.map((options) => options.filter(({ throughput }) => allowed(throughput)));
    if (stages.some((options) => options.length === 0)) return best;
    const rest = restOf(stages, this.#capacity);
    const { weights } = this.#plain;
    const { slaSeconds } = this.#longRun;
    const stays = this.#longRun.at(load);
    const rising = weights.throughputWeight > weights.spareWeight;
    /** What a throughput of `rate` or less is worth at the most. */
    const worth = (rate: number): number =>
      rewardOf(weights, 0, rising || rate < load ? Math.min(rate, 1e12) : load, load);
    const chosen: Option[] = [];
    let found = best;
    const visit = (n: number, before: Chosen): void => {
      if (n === stages.length) {
        const configuration = chosen.map(({ variant, replicas, batch }) => ({ variant, replicas, batch }));
        found = better(found, { configuration, reward: this.rewardOf(configuration, load) });
        return;
      }
      const room = this.#capacity - before.units;
      const top =
        before.score +
        worth(before.throughput) -
        weights.batchWeight * before.batch -
        this.#late * (1 - before.passed.share);
      const most = rest.score(n + 1, Math.max(0, room - 1));
      for (const option of stages[n]!) {
        if (top + option.score + most <= found.reward) break;
        this.looked++;
        const left = room - option.units;
        if (left < rest.units[n + 1]!) continue;
        const score = before.score + option.score;
        const throughput = Math.min(before.throughput, option.throughput);
        const batch = Math.max(before.batch, option.batch);
        const bound = score + rest.score(n + 1, left) + worth(throughput) - weights.batchWeight * batch;
        if (bound - this.#late * (1 - before.passed.share) <= found.reward) continue;
        const stay = stays(n, option.option, option.replicas, before.passed.flow);
        const passed = pass(before.passed, stay, rest.least[n + 1]! - ALIKE, slaSeconds);
        const share = this.#longRun.pass(throughput, load) * passed.share;
        if (bound - this.#late * (1 - share) <= found.reward) continue;
        chosen[n] = option;
        visit(n + 1, { score, throughput, batch, units: before.units + option.units, passed });
      }
    };
    visit(0, START);
    return found;
  }
}

const better = (one: Found, other: Found): Found => (other.reward > one.reward ? other : one);

/** Of every stage, those of the best score first. */
export function optionsOf({
  tables,
  weights,
}: Pick<PlainFrontier, 'tables' | 'weights'>): readonly (readonly Option[])[] {
  return tables.pipeline.stages.map(({ variants }, n) =>
    stageOptions(tables, n)
      .map((one) => ({
        ...one,
        score:
          weights.accuracyWeight * tables.accuracy[tables.variantOffset[n]! + one.variant]! -
          tables.seconds[one.option]! -
          weights.costWeight * one.cores,
        least: latency(variants[one.variant]!.latency, 1),
      }))
      .sort((a, b) => b.score - a.score),
  );
}

export function restOf(stages: readonly (readonly Option[])[], capacity: number): Rest {
  const scores = suffixSums(stages, ({ score }) => score, capacity);
  const least = new Float64Array(stages.length + 1);
  const units = new Float64Array(stages.length + 1);
  for (let n = stages.length - 1; n >= 0; n--) {
    least[n] = least[n + 1]! + Math.min(...stages[n]!.map((option) => option.least));
    units[n] = units[n + 1]! + Math.min(...stages[n]!.map((option) => option.units));
  }
  return { score: (n, within) => scores[n]!.at(within), least, units };
}
