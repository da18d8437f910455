/** Equations (1)-(4) and (7) of the paper, with named weights. */
import { batchIndex, type Tables } from './tables.ts';
import type { Configuration, Weights } from './pipeline.ts';

/** Everything the equations say about one configuration under one load. */
export interface Evaluation {
  /** V (1): sum of accuracies. */
  readonly accuracy: number;
  /** T: min over stages of f b / latency, req/s. */
  readonly throughput: number;
  /** L: sum of service latencies, s. */
  readonly latency: number;
  /** E = load - T, req/s. */
  readonly excess: number;
  /** C (2), cores. */
  readonly cost: number;
  /** B: largest batch. */
  readonly batch: number;
  /** Q (3). */
  readonly qos: number;
  /** J (4) = Q - costWeight C. */
  readonly objective: number;
  /** r (7) = Q - costWeight C - batchWeight B. */
  readonly reward: number;
}

/** Q (3) from its terms: accuracy (-), throughput and excess (req/s), latency (s). */
export function qosOf(
  w: Weights,
  accuracy: number,
  throughput: number,
  latency: number,
  excess: number,
): number {
  const gap = excess >= 0 ? w.unmetWeight * excess : -w.spareWeight * excess;
  return w.accuracyWeight * accuracy + w.throughputWeight * throughput - latency - gap;
}

/** Evaluates `configuration` under `load` (req/s), applied at once and without queues. */
export function evaluate(
  tables: Tables,
  weights: Weights,
  configuration: Configuration,
  load: number,
): Evaluation {
  let accuracy = 0;
  let throughput = Infinity;
  let latency = 0;
  let cost = 0;
  let batch = 0;
  configuration.forEach((s, n) => {
    const variant = tables.variantOffset[n]! + s.variant;
    const option = tables.offset[n]! + s.variant * tables.batches.length + batchIndex(s.batch);
    accuracy += tables.accuracy[variant]!;
    throughput = Math.min(throughput, s.replicas * tables.rate[option]!);
    latency += tables.seconds[option]!;
    cost += s.replicas * tables.cores[variant]!;
    batch = Math.max(batch, s.batch);
  });
  const excess = load - throughput;
  const qos = qosOf(weights, accuracy, throughput, latency, excess);
  const objective = qos - weights.costWeight * cost;
  const reward = objective - weights.batchWeight * batch;
  return { accuracy, throughput, latency, excess, cost, batch, qos, objective, reward };
}
