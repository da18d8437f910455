/**
 * Replicas that a metric of a HorizontalPodAutoscaler proposes: `replica_calculator.go` and `metrics/utilization.go` of
 * kubernetes/kubernetes, release 1.33 and later (tolerances by direction). Metrics are whole thousandths there, and so here.
 */

/** Pods as the metrics pipeline reports them. */
export interface PodMetrics {
  /** Of each ready pod: utilisation, 1 = its whole request, or a metric; undefined where it is missing. */
  readonly ready: readonly (number | undefined)[];
  /** Pods that are not ready yet: their metric does not count. */
  readonly unready: number;
}

/** How far a metric may be above (`up`) or below its target, as shares, before replicas change. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

/** `isWithin` of release 1.33: both bounds included. Releases before compared |1 - ratio|, which is above 0.1 for 1.1. */
function within(ratio: number, { up, down }: Tolerances): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

const milli = (value: number): number => Math.round(1000 * value);

/** Mean utilisation in whole per cent, cut off as the controller's integers do, over the target. */
function utilisationRatio(metrics: readonly number[], targetPercent: number): number {
  const sum = metrics.reduce((total, metric) => total + milli(metric), 0);
  return Math.floor(sum / (10 * metrics.length)) / targetPercent;
}

/** Mean metric in whole thousandths, cut off, over the target. */
function metricRatio(metrics: readonly number[], target: number): number {
  const sum = metrics.reduce((total, metric) => total + milli(metric), 0);
  return Math.floor(sum / metrics.length) / milli(target);
}

/**
 * Replicas for a utilisation target in whole per cent. Where metrics are missing or pods not ready the mean is taken
 * again conservatively: scaling down a missing pod counts as 100 % (or the target, if higher), scaling up both kinds as
 * idle; a result that turns the direction keeps `current`. Undefined where no ready pod has a metric.
 */
export function replicasForUtilisation(
  current: number,
  targetPercent: number,
  pods: PodMetrics,
  tolerances: Tolerances,
): number | undefined {
  const ratio = (metrics: readonly number[]): number => utilisationRatio(metrics, targetPercent);
  return replicasForPods(current, ratio, Math.max(100, targetPercent) / 100, pods, tolerances);
}

/** The same for a metric of type Pods with an AverageValue target; a missing pod counts as on target scaling down. */
export function replicasForPodMetric(
  current: number,
  target: number,
  pods: PodMetrics,
  tolerances: Tolerances,
): number | undefined {
  return replicasForPods(current, (metrics) => metricRatio(metrics, target), target, pods, tolerances);
}

function replicasForPods(
  current: number,
  ratioOf: (metrics: readonly number[]) => number,
  missingDown: number,
  { ready, unready }: PodMetrics,
  tolerances: Tolerances,
): number | undefined {
  const known = ready.filter((metric) => metric !== undefined);
  if (known.length === 0) return undefined;
  const missing = ready.length - known.length;
  const ratio = ratioOf(known);
  const countUnready = unready > 0 && ratio > 1;
  if (!countUnready && missing === 0) {
    return within(ratio, tolerances) ? current : Math.ceil(ratio * ready.length);
  }
  const counted = [...known];
  const push = (count: number, value: number): void => {
    for (let i = 0; i < count; i++) counted.push(value);
  };
  if (ratio < 1) push(missing, missingDown);
  else if (ratio > 1) push(missing, 0);
  if (countUnready) push(unready, 0);
  const again = ratioOf(counted);
  if (within(again, tolerances) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return current;
  const replicas = Math.ceil(again * counted.length);
  return (again < 1 && replicas > current) || (again > 1 && replicas < current) ? current : replicas;
}

/** Replicas for an external metric with an AverageValue target: the metric's total over the target of one replica. */
export function replicasForAverageValue(
  current: number,
  total: number,
  target: number,
  tolerances: Tolerances,
): number {
  const [usage, each] = [milli(total), milli(target)];
  return within(usage / (each * current), tolerances) ? current : Math.ceil(usage / each);
}
