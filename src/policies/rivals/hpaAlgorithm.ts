/**
 * The Kubernetes HorizontalPodAutoscaler as a pure controller on what its metrics propose (`hpaReplicas.ts`): `horizontal.go`
 * of release 1.33. No clock: times are arguments.
 */
import type { Tolerances } from './hpaReplicas.ts';

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
  readonly tolerances: Tolerances;
  /**
   * The object has no `behavior`: the API server then leaves it empty, and the limits from before there was one hold, at most
   * max(2n, 4) of n replicas at a sync up, and only the stabilisation down. The rules below count for nothing else then.
   */
  readonly withoutBehavior: boolean;
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

/** `scaleUpLimitFactor` and `scaleUpLimitMinimum`. */
const OLDER_FACTOR = 2;
const OLDER_MINIMUM = 4;

/** What the API server fills in where a `behavior` leaves things out. */
export const hpaDefaults: Omit<HpaSpec, 'minReplicas' | 'maxReplicas'> = {
  tolerances: { up: 0.1, down: 0.1 },
  withoutBehavior: false,
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
    if (this.#spec.withoutBehavior) return this.#stabiliseDown(time, wanted);
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

  /** Without a `behavior`: the greatest recommendation that is not older than the window, its first moment included. */
  #stabiliseDown(time: number, wanted: number): number {
    const start = time - this.#spec.scaleDown.stabilizationSeconds;
    const recent = this.#recommendations.filter((past) => past.time >= start);
    this.#recommendations = [...recent, { time, value: wanted }];
    return recent.reduce((most, { value }) => Math.max(most, value), wanted);
  }

  #upLimit(time: number, current: number): number {
    if (this.#spec.withoutBehavior) return Math.max(OLDER_FACTOR * current, OLDER_MINIMUM);
    const { select, policies } = this.#spec.scaleUp;
    if (select === 'disabled') return current;
    const limits = policies.map(({ type, value, periodSeconds }) => {
      const start = this.#atStart(time, current, periodSeconds);
      return type === 'pods' ? start + value : ceilPercent(start * (100 + value));
    });
    return select === 'min' ? Math.min(...limits) : Math.max(...limits);
  }

  #downLimit(time: number, current: number): number {
    if (this.#spec.withoutBehavior) return 0;
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
