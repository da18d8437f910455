import type { Weights } from '../../model/pipeline.ts';
import { inCores, type Tables } from '../../model/tables.ts';

/** Every (variant, replicas, batch) of every stage that fits W_max by itself, as parallel arrays. */
export interface Options {
  readonly count: number;
  readonly stage: Int32Array;
  readonly variant: Int32Array;
  readonly replicas: Int32Array;
  readonly batchIndex: Int32Array;
  /** Units of cores. */
  readonly units: Int32Array;
  /** Its part of the reward; what the throughput and the largest batch change is left out. */
  readonly score: Float64Array;
  /** Index of its throughput among the distinct ones. */
  readonly point: Int32Array;
  /** Distinct throughputs of an option, req/s, ascending. */
  readonly throughputs: Float64Array;
  /** Options by throughput, descending; of equal ones the first listed first. */
  readonly order: Int32Array;
}

export function listOptions(tables: Tables, weights: Weights): Options {
  const { maxReplicas } = tables.limits;
  const { capacity, units: unitsOf } = tables;
  const K = tables.batches.length;
  const size = tables.seconds.length * maxReplicas;
  const stage = new Int32Array(size);
  const variant = new Int32Array(size);
  const replicas = new Int32Array(size);
  const batchIndex = new Int32Array(size);
  const units = new Int32Array(size);
  const throughput = new Float64Array(size);
  const score = new Float64Array(size);
  let count = 0;
  for (let n = 0; n < tables.stages; n++) {
    for (let z = 0; z < tables.variants[n]!; z++) {
      const v = tables.variantOffset[n]! + z;
      for (let k = 0; k < K; k++) {
        const option = tables.offset[n]! + z * K + k;
        for (let f = 1; f <= maxReplicas && f * unitsOf[v]! <= capacity; f++) {
          stage[count] = n;
          variant[count] = z;
          replicas[count] = f;
          batchIndex[count] = k;
          units[count] = f * unitsOf[v]!;
          throughput[count] = f * tables.rate[option]!;
          score[count] =
            weights.accuracyWeight * tables.accuracy[v]! -
            tables.seconds[option]! -
            weights.costWeight * inCores(tables, units[count]!);
          count++;
        }
      }
    }
  }
  const throughputs = distinct(throughput.slice(0, count).sort());
  const point = Int32Array.from({ length: count }, (_, a) => indexOf(throughputs, throughput[a]!));
  const order = descending(point, throughputs.length);
  return { count, stage, variant, replicas, batchIndex, units, score, point, throughputs, order };
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((one, i) => i === 0 || one !== sorted[i - 1]);
}

/** Of a value that is in the ascending list. */
function indexOf(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indices of `keys`, whole numbers below `count`, by key, descending; of equal ones in their order. */
function descending(keys: Int32Array, count: number): Int32Array {
  const next = new Int32Array(count + 1);
  for (const key of keys) next[count - key]!++;
  for (let i = 1; i <= count; i++) next[i]! += next[i - 1]!;
  const order = new Int32Array(keys.length);
  keys.forEach((key, i) => (order[next[count - key - 1]!++] = i));
  return order;
}
