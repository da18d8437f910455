/**
 * The Kubernetes HorizontalPodAutoscaler as a pure controller on metric series (kubernetes.io, "Horizontal Pod
 * Autoscaling"; `replica_calculator.go` and `horizontal.go` of release 1.26 and later). No clock: times are arguments.
 */

/** One limit of speed: at most `value` pods, or per cent of the pods, within `periodSeconds`. */
export interface RatePolicy {
  readonly type: 'pods' | 'percent';
  readonly value: number;
  readonly periodSeconds: number;
}

/** `behavior.scaleUp` or `behavior.scaleDown` of an HPA. */
export interface ScalingRules {
  readonly stabilizationSeconds: number;
  readonly select: 'max' | 'min' | 'disabled';
  readonly policies: readonly RatePolicy[];
}

export interface HpaSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly tolerance: number;
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

/** What the API server fills in where a `behavior` leaves things out. */
export const hpaDefaults: Omit<HpaSpec, 'minReplicas' | 'maxReplicas'> = {
  tolerance: 0.1,
  scaleUp: {
    stabilizationSeconds: 0,
    select: 'max',
    policies: [
      { type: 'pods', value: 4, periodSeconds: 15 },
      { type: 'percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationSeconds: 300,
    select: 'max',
    policies: [{ type: 'percent', value: 100, periodSeconds: 15 }],
  },
};

/** Pods as the metrics pipeline reports them. */
export interface PodMetrics {
  /** Utilisation of each ready pod, 1 = its whole request; undefined where the metric is missing. */
  readonly ready: readonly (number | undefined)[];
  /** Pods that are not ready yet: their metric does not count. */
  readonly unready: number;
}

/** Mean utilisation in whole per cent, cut off as the controller's integers do; metrics count in thousandths. */
function meanPercent(metrics: readonly number[]): number {
  const sum = metrics.reduce((total, metric) => total + Math.round(1000 * metric), 0);
  return Math.floor(sum / (10 * metrics.length));
}

function within(ratio: number, tolerance: number): boolean {
  return Math.abs(1 - ratio) <= tolerance;
}

/**
 * Replicas for a utilisation target in whole per cent. Where metrics are missing or pods not ready the mean is taken
 * again conservatively: scaling down a missing pod counts as 100 % (or the target, if higher), scaling up both kinds as
 * idle; a result that turns the direction keeps `current`. Undefined where no ready pod has a metric.
 */
export function replicasForUtilisation(
  current: number,
  targetPercent: number,
  { ready, unready }: PodMetrics,
  tolerance: number,
): number | undefined {
  const known = ready.filter((metric) => metric !== undefined);
  if (known.length === 0) return undefined;
  const missing = ready.length - known.length;
  const ratio = meanPercent(known) / targetPercent;
  const countUnready = unready > 0 && ratio > 1;
  if (!countUnready && missing === 0) {
    return within(ratio, tolerance) ? current : Math.ceil(ratio * ready.length);
  }
  const counted = [...known];
  const push = (count: number, value: number): void => {
    for (let i = 0; i < count; i++) counted.push(value);
  };
  if (ratio < 1) push(missing, Math.max(100, targetPercent) / 100);
  else if (ratio > 1) push(missing, 0);
  if (countUnready) push(unready, 0);
  const again = meanPercent(counted) / targetPercent;
  if (within(again, tolerance) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return current;
  const replicas = Math.ceil(again * counted.length);
  return (again < 1 && replicas > current) || (again > 1 && replicas < current) ? current : replicas;
}

/** Replicas for an external metric with an AverageValue target: the metric's total over the target of one replica. */
export function replicasForAverageValue(
  current: number,
  total: number,
  target: number,
  tolerance: number,
): number {
  return within(total / (target * current), tolerance) ? current : Math.ceil(total / target);
}

interface Stamped {
  readonly time: number;
  /** A recommendation, or a change of replicas. */
  readonly value: number;
}

/** Stabilisation and limits of speed: what the controller keeps between syncs. */
export class HpaController {
  readonly #spec: HpaSpec;
  #recommendations: readonly Stamped[] = [];
  /** Replicas added and removed, with their times. */
  #added: readonly Stamped[] = [];
  #removed: readonly Stamped[] = [];

  constructor(spec: HpaSpec) {
    this.#spec = spec;
  }

  /**
   * One sync at second `time`: replicas to order, given the `current` number and what the metrics propose (the largest
   * counts; undefined where a metric could not be read: then nothing scales down, and without any nothing changes).
   */
  sync(time: number, current: number, proposals: readonly (number | undefined)[]): number {
    const { minReplicas, maxReplicas } = this.#spec;
    if (current === 0) return 0;
    if (this.#recommendations.length === 0) this.#recommendations = [{ time, value: current }];
    const next = this.#desired(time, current, proposals);
    const bounded = current > maxReplicas ? maxReplicas : current < minReplicas ? minReplicas : next;
    const change = { time, value: Math.abs(bounded - current) };
    if (bounded > current) this.#added = [...this.#added, change];
    if (bounded < current) this.#removed = [...this.#removed, change];
    return bounded;
  }

  #desired(time: number, current: number, proposals: readonly (number | undefined)[]): number {
    const { minReplicas, maxReplicas } = this.#spec;
    const known = proposals.filter((proposal) => proposal !== undefined);
    if (known.length === 0 || current > maxReplicas || current < minReplicas) return current;
    const wanted = Math.max(...known);
    if (known.length < proposals.length && wanted < current) return current;
    const stable = this.#stabilise(time, current, wanted);
    if (stable > current)
      return Math.min(stable, maxReplicas, Math.max(current, this.#upLimit(time, current)));
    if (stable < current) {
      return Math.max(stable, minReplicas, Math.min(current, this.#downLimit(time, current)));
    }
    return current;
  }

  /** Up no further than the least, down no further than the greatest recommendation of the window. */
  #stabilise(time: number, current: number, wanted: number): number {
    const { scaleUp, scaleDown } = this.#spec;
    const longest = Math.max(scaleUp.stabilizationSeconds, scaleDown.stabilizationSeconds);
    let up = wanted;
    let down = wanted;
    for (const past of this.#recommendations) {
      if (past.time > time - scaleUp.stabilizationSeconds) up = Math.min(up, past.value);
      if (past.time > time - scaleDown.stabilizationSeconds) down = Math.max(down, past.value);
    }
    this.#recommendations = [
      ...this.#recommendations.filter((past) => past.time >= time - longest),
      { time, value: wanted },
    ];
    return Math.min(Math.max(current, up), down);
  }

  #upLimit(time: number, current: number): number {
    const { select, policies } = this.#spec.scaleUp;
    if (select === 'disabled') return current;
    const limits = policies.map(({ type, value, periodSeconds }) => {
      const start = this.#atStart(time, current, periodSeconds);
      return type === 'pods' ? start + value : ceilPercent(start * (100 + value));
    });
    return select === 'min' ? Math.min(...limits) : Math.max(...limits);
  }

  #downLimit(time: number, current: number): number {
    const { select, policies } = this.#spec.scaleDown;
    if (select === 'disabled') return current;
    const limits = policies.map(({ type, value, periodSeconds }) => {
      const start = this.#atStart(time, current, periodSeconds);
      return type === 'pods' ? start - value : Math.trunc((start * (100 - value)) / 100);
    });
    return select === 'min' ? Math.max(...limits) : Math.min(...limits);
  }

  /** Replicas at the start of a policy's period. */
  #atStart(time: number, current: number, periodSeconds: number): number {
    const within = (events: readonly Stamped[]): number =>
      events.reduce((sum, event) => sum + (event.time > time - periodSeconds ? event.value : 0), 0);
    return current - within(this.#added) + within(this.#removed);
  }
}

/** Integers in, so that 10 pods and 10 % give 11 and not the 12 of a rounding error. */
function ceilPercent(hundredths: number): number {
  return Math.ceil(hundredths / 100);
}
