/**
 * The exact optimum of reward (7). Load enters only through a piecewise-linear function of the bottleneck's
 * throughput, so one frontier per pipeline answers every load by binary search (peers.md, section 6).
 */
import type { Configuration, Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** Optima by load, req/s, and the configurations that a plan chooses among. */
export interface Frontier {
  readonly tables: Tables;
  readonly weights: Weights;
  /** Configurations that a plan chooses among. */
  readonly size: number;
  /** The `i`-th of them. */
  configuration(i: number): Configuration;
  /** Its reward under `load`. */
  rewardOf(i: number, load: number): number;
  /** Reward of the optimum under `load`. */
  rewardAt(load: number): number;
  /** The optimum under `load`. */
  best(load: number): Configuration;
}

/** The frontier without a weight on late requests: no configuration beside its points is ever needed. */
export interface PlainFrontier extends Frontier {
  /** Distinct achievable pipeline throughputs, req/s, ascending. */
  readonly throughput: Float64Array;
  /** Best accuracy - latency - cost - batch part of the reward at exactly that throughput. */
  readonly score: Float64Array;
  /** Index of the point that is best under `load`. */
  query(load: number): number;
  /** The best of those with less throughput than `load`; -1 where there is none. */
  short(load: number): number;
}

/** Reward (7) from the part that is the configuration's own, `score`, and what its throughput is worth under `load`; req/s. */
export function rewardOf(w: Weights, score: number, throughput: number, load: number): number {
  return load >= throughput
    ? score + (w.throughputWeight + w.unmetWeight) * throughput - w.unmetWeight * load
    : score + (w.throughputWeight - w.spareWeight) * throughput + w.spareWeight * load;
}

/** Every (variant, replicas, batch) of every stage, as parallel arrays. */
interface Options {
  readonly count: number;
  readonly stage: Int32Array;
  readonly variant: Int32Array;
  readonly replicas: Int32Array;
  readonly batchIndex: Int32Array;
  readonly cores: Int32Array;
  readonly throughput: Float64Array;
  readonly score: Float64Array;
  /** Option indices by throughput, descending. */
  readonly order: Int32Array;
}

function listOptions(tables: Tables, weights: Weights): Options {
  const { maxReplicas, maxCores } = tables.limits;
  const K = tables.batches.length;
  const size = tables.seconds.length * maxReplicas;
  const stage = new Int32Array(size);
  const variant = new Int32Array(size);
  const replicas = new Int32Array(size);
  const batchIndex = new Int32Array(size);
  const cores = new Int32Array(size);
  const throughput = new Float64Array(size);
  const score = new Float64Array(size);
  let count = 0;
  for (let n = 0; n < tables.stages; n++) {
    for (let z = 0; z < tables.variants[n]!; z++) {
      const v = tables.variantOffset[n]! + z;
      for (let k = 0; k < K; k++) {
        const option = tables.offset[n]! + z * K + k;
        for (let f = 1; f <= maxReplicas && f * tables.cores[v]! <= maxCores; f++) {
          stage[count] = n;
          variant[count] = z;
          replicas[count] = f;
          batchIndex[count] = k;
          cores[count] = f * tables.cores[v]!;
          throughput[count] = f * tables.rate[option]!;
          score[count] =
            weights.accuracyWeight * tables.accuracy[v]! -
            tables.seconds[option]! -
            weights.costWeight * cores[count]!;
          count++;
        }
      }
    }
  }
  const order = Int32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => throughput[b]! - throughput[a]!,
  );
  return { count, stage, variant, replicas, batchIndex, cores, throughput, score, order };
}

/**
 * Best score of a set of stages by cores, kept as prefix and suffix products over the stages:
 * `prefix[n][w]` is the best of stages 0..n-1 within w cores, `suffix[n][w]` of stages n..N-1.
 */
class Knapsack {
  readonly #stages: number;
  readonly #size: number;
  /** Per stage: best score and its option within w cores. */
  readonly #best: readonly Float64Array[];
  readonly #option: readonly Int32Array[];
  readonly #prefix: readonly Float64Array[];
  readonly #suffix: readonly Float64Array[];
  /** prefix[0..fresh] and suffix[stages-fresh..stages] hold. */
  #prefixFresh = 0;
  #suffixFresh: number;

  constructor(stages: number, maxCores: number) {
    this.#stages = stages;
    this.#size = maxCores + 1;
    const empty = (): Float64Array => new Float64Array(this.#size).fill(-Infinity);
    this.#best = Array.from({ length: stages }, empty);
    this.#option = Array.from({ length: stages }, () => new Int32Array(this.#size).fill(-1));
    this.#prefix = Array.from({ length: stages + 1 }, (_, n) =>
      n === 0 ? new Float64Array(this.#size) : empty(),
    );
    this.#suffix = Array.from({ length: stages + 1 }, (_, n) =>
      n === stages ? new Float64Array(this.#size) : empty(),
    );
    this.#suffixFresh = stages;
  }

  /** Allows an option at stage n. */
  insert(n: number, cores: number, score: number, option: number): void {
    const best = this.#best[n]!;
    if (!(score > best[cores]!)) return;
    const options = this.#option[n]!;
    for (let w = cores; w < this.#size && score > best[w]!; w++) {
      best[w] = score;
      options[w] = option;
    }
    this.#prefixFresh = Math.min(this.#prefixFresh, n);
    this.#suffixFresh = Math.max(this.#suffixFresh, n + 1);
  }

  /** Best score of all stages but n within `budget` cores. */
  others(n: number, budget: number): number {
    this.#refresh(n);
    const left = this.#prefix[n]!;
    const right = this.#suffix[n + 1]!;
    let best = -Infinity;
    for (let w = 0; w <= budget; w++) {
      const score = left[w]! + right[budget - w]!;
      if (score > best) best = score;
    }
    return best;
  }

  /** Writes the options of all stages but n that reach `others(n, budget)`. */
  trace(n: number, budget: number, out: Int32Array): void {
    const left = this.#prefix[n]!;
    const right = this.#suffix[n + 1]!;
    let split = 0;
    for (let w = 1; w <= budget; w++)
      if (left[w]! + right[budget - w]! > left[split]! + right[budget - split]!) split = w;
    for (let m = n - 1, w = split; m >= 0; m--) w = this.#pick(this.#prefix[m]!, m, w, out);
    for (let m = n + 1, w = budget - split; m < this.#stages; m++)
      w = this.#pick(this.#suffix[m + 1]!, m, w, out);
  }

  #pick(rest: Float64Array, m: number, budget: number, out: Int32Array): number {
    const best = this.#best[m]!;
    let own = 0;
    for (let w = 1; w <= budget; w++)
      if (best[w]! + rest[budget - w]! > best[own]! + rest[budget - own]!) own = w;
    out[m] = this.#option[m]![own]!;
    return budget - own;
  }

  #refresh(n: number): void {
    for (; this.#prefixFresh < n; this.#prefixFresh++) {
      const m = this.#prefixFresh;
      if (m === 0) this.#prefix[1]!.set(this.#best[0]!);
      else convolve(this.#prefix[m]!, this.#best[m]!, this.#prefix[m + 1]!);
    }
    for (; this.#suffixFresh > n + 1; this.#suffixFresh--) {
      const m = this.#suffixFresh - 1;
      if (m === this.#stages - 1) this.#suffix[m]!.set(this.#best[m]!);
      else convolve(this.#suffix[m + 1]!, this.#best[m]!, this.#suffix[m]!);
    }
  }
}

/** out[w] = max over u of a[u] + b[w - u]; a and b never fall. */
function convolve(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let w = 0; w < out.length; w++) {
    let best = -Infinity;
    for (let u = 0; u <= w; u++) {
      const score = a[u]! + b[w - u]!;
      if (score > best) best = score;
    }
    out[w] = best;
  }
}

/**
 * Builds the frontier, `lateWeight` left out. Cores are integers; W_max bounds the knapsack. Throws `OutOfTime` where the
 * watch's time is up.
 */
export function buildFrontier(tables: Tables, weights: Weights, watch: Watch = unwatched): PlainFrontier {
  const { stages } = tables;
  const maxCores = Math.floor(tables.limits.maxCores);
  const options = listOptions(tables, weights);
  const points = distinctThroughputs(options);
  const score = new Float64Array(points.values.length).fill(-Infinity);
  const chosen = new Int32Array(points.values.length * stages).fill(-1);
  const trace = new Int32Array(stages);
  // The penalty grows with the largest batch alone, so "at most the cap" is exact once every cap was tried.
  for (let cap = 0; cap < tables.batches.length; cap++) {
    const penalty = weights.batchWeight * tables.batches[cap]!;
    const knapsack = new Knapsack(stages, maxCores);
    for (let from = 0; from < options.count;) {
      watch.look();
      const theta = options.throughput[options.order[from]!]!;
      let to = from;
      while (to < options.count && options.throughput[options.order[to]!]! === theta) to++;
      for (let i = from; i < to; i++) {
        const a = options.order[i]!;
        if (options.batchIndex[a]! <= cap)
          knapsack.insert(options.stage[a]!, options.cores[a]!, options.score[a]!, a);
      }
      const point = points.indexOfRank[from]!;
      // The bottleneck is one exact option; every other stage is at least as fast.
      for (let i = from; i < to; i++) {
        const a = options.order[i]!;
        if (options.batchIndex[a]! > cap) continue;
        const n = options.stage[a]!;
        const budget = maxCores - options.cores[a]!;
        const total = options.score[a]! + knapsack.others(n, budget) - penalty;
        if (total > score[point]!) {
          score[point] = total;
          knapsack.trace(n, budget, trace);
          trace[n] = a;
          chosen.set(trace, point * stages);
        }
      }
      from = to;
    }
  }
  return indexFrontier(tables, weights, options, points.values, score, chosen);
}

/** Distinct throughputs ascending, and for each rank in descending order the index of its value. */
function distinctThroughputs(options: Options): { values: Float64Array; indexOfRank: Int32Array } {
  const descending: number[] = [];
  const rank = new Int32Array(options.count);
  for (let i = 0; i < options.count; i++) {
    const t = options.throughput[options.order[i]!]!;
    if (descending.at(-1) !== t) descending.push(t);
    rank[i] = descending.length - 1;
  }
  const last = descending.length - 1;
  return { values: Float64Array.from(descending).reverse(), indexOfRank: rank.map((r) => last - r) };
}

function indexFrontier(
  tables: Tables,
  weights: Weights,
  options: Options,
  allThroughputs: Float64Array,
  allScores: Float64Array,
  allChosen: Int32Array,
): PlainFrontier {
  const { stages } = tables;
  const kept = Array.from(allScores.keys()).filter((i) => allScores[i]! > -Infinity);
  if (kept.length === 0) throw new Error('no configuration fits the limits');
  const count = kept.length;
  const throughput = Float64Array.from(kept, (i) => allThroughputs[i]!);
  const score = Float64Array.from(kept, (i) => allScores[i]!);
  const below = weights.throughputWeight + weights.unmetWeight;
  const above = weights.throughputWeight - weights.spareWeight;
  // bestBelow[i]: point of 0..i that is best while throughput is short; bestAbove[i]: of i.. while it is spare.
  const bestBelow = new Int32Array(count);
  const bestAbove = new Int32Array(count);
  for (let i = 1; i < count; i++) {
    const j = bestBelow[i - 1]!;
    bestBelow[i] = score[i]! + below * throughput[i]! > score[j]! + below * throughput[j]! ? i : j;
  }
  bestAbove[count - 1] = count - 1;
  for (let i = count - 2; i >= 0; i--) {
    const j = bestAbove[i + 1]!;
    bestAbove[i] = score[i]! + above * throughput[i]! >= score[j]! + above * throughput[j]! ? i : j;
  }
  const rewardAt = (i: number, load: number): number => rewardOf(weights, score[i]!, throughput[i]!, load);
  /** First point with throughput >= load, or count. */
  const firstAtLeast = (load: number): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (throughput[middle]! >= load) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const query = (load: number): number => {
    const at = firstAtLeast(load);
    if (at === 0) return bestAbove[0]!;
    const short = bestBelow[at - 1]!;
    if (at === count) return short;
    const spare = bestAbove[at]!;
    return rewardAt(spare, load) >= rewardAt(short, load) ? spare : short;
  };
  const configurations = kept.map((point) =>
    Array.from({ length: stages }, (_, n) => {
      const a = allChosen[point * stages + n]!;
      return {
        variant: options.variant[a]!,
        replicas: options.replicas[a]!,
        batch: tables.batches[options.batchIndex[a]!]!,
      };
    }),
  );
  return {
    tables,
    weights,
    size: count,
    throughput,
    score,
    configuration: (i) => configurations[i]!,
    query,
    short: (load) => {
      const at = firstAtLeast(load);
      return at === 0 ? -1 : bestBelow[at - 1]!;
    },
    rewardOf: rewardAt,
    rewardAt: (load) => rewardAt(query(load), load),
    best: (load) => configurations[query(load)]!,
  };
}
