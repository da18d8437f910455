/** Equations (1)-(4) and (7) of the paper, with named weights. */
import { batchIndex, inCores, type Tables } from './tables.ts';
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
  /** Requests beyond the throughput, and all where L is above the latency objective, per cent. */
  readonly late: number;
  /** J (4) = Q - costWeight C - lateWeight late. */
  readonly objective: number;
  /** r (7) = J - batchWeight B. */
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

/**
 * Share, 0..1, of the requests that are answered within the objective where nothing queues: what finds capacity is
 * answered after the service of `latency` s alone; nobody is late where nobody comes. `throughput`, `load`: req/s.
 */
export function answeredInTime(
  latency: number,
  throughput: number,
  load: number,
  slaSeconds: number,
): number {
  if (load <= 0) return 1;
  if (latency > slaSeconds) return 0;
  return load > throughput ? throughput / load : 1;
}

/** Evaluates `configuration` under `load` (req/s), applied at once and without queues; `slaSeconds` is the latency objective. */
export function evaluate(
  tables: Tables,
  weights: Weights,
  configuration: Configuration,
  load: number,
  slaSeconds = tables.pipeline.slaSeconds,
): Evaluation {
  let accuracy = 0;
  let throughput = Infinity;
  let latency = 0;
  let units = 0;
  let batch = 0;
  configuration.forEach((s, n) => {
    const variant = tables.variantOffset[n]! + s.variant;
    const option = tables.offset[n]! + s.variant * tables.batches.length + batchIndex(s.batch);
    accuracy += tables.accuracy[variant]!;
    throughput = Math.min(throughput, s.replicas * tables.rate[option]!);
    latency += tables.seconds[option]!;
    units += s.replicas * tables.units[variant]!;
    batch = Math.max(batch, s.batch);
  });
  const cost = inCores(tables, units);
  const excess = load - throughput;
  const qos = qosOf(weights, accuracy, throughput, latency, excess);
  const late = 100 * (1 - answeredInTime(latency, throughput, load, slaSeconds));
  const objective = qos - weights.costWeight * cost - weights.lateWeight * late;
  const reward = objective - weights.batchWeight * batch;
  return { accuracy, throughput, latency, excess, cost, batch, qos, late, objective, reward };
}
