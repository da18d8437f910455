/**
 * Knative's pod autoscaler as a pure controller on two averages of one metric (knative.dev, "Additional autoscaling
 * configuration for Knative Pod Autoscaler"; `pkg/autoscaler/scaling/autoscaler.go` of knative/serving).
 */
export interface KpaSpec {
  /** Metric per replica that the autoscaler aims at. */
  readonly target: number;
  readonly stableSeconds: number;
  /** Panic begins where the panic window asks for this multiple of the ready replicas. */
  readonly panicThreshold: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  /** Orders the largest number of this window; 0 for none. */
  readonly scaleDownDelaySeconds: number;
  readonly minScale: number;
  readonly maxScale: number;
}

/** The windows and rates of `config-autoscaler`. */
export const kpaDefaults = {
  tickSeconds: 2,
  stableSeconds: 60,
  panicSeconds: 6,
  panicThreshold: 2,
  maxScaleUpRate: 1000,
  maxScaleDownRate: 2,
  scaleDownDelaySeconds: 0,
} as const;

export class KpaController {
  readonly #spec: KpaSpec;
  #panicSince: number | undefined;
  #mostInPanic = 0;
  #ordered: readonly { readonly time: number; readonly replicas: number }[] = [];

  /** Created at second `time` with `ready` replicas: with more than one it starts in panic, so as not to shrink blindly. */
  constructor(spec: KpaSpec, time: number, ready: number) {
    this.#spec = spec;
    if (ready > 1) this.#panicSince = time;
    this.#mostInPanic = ready;
  }

  get panics(): boolean {
    return this.#panicSince !== undefined;
  }

  /**
   * One tick: replicas to order for the metric's sum over all replicas, averaged over the stable and the panic window.
   * Undefined, and no change of state, without data.
   */
  tick(
    time: number,
    ready: number,
    stable: number | undefined,
    panic: number | undefined,
  ): number | undefined {
    if (stable === undefined || panic === undefined) return undefined;
    const { target, panicThreshold, maxScaleUpRate, maxScaleDownRate, minScale, maxScale } = this.#spec;
    const counted = Math.max(1, ready);
    const most = Math.ceil(maxScaleUpRate * counted);
    const least = Math.floor(counted / maxScaleDownRate);
    const bounded = (replicas: number): number => Math.min(Math.max(replicas, least), most);
    const wantedInPanic = Math.ceil(panic / target);
    this.#turn(time, wantedInPanic / counted >= panicThreshold);
    let desired = bounded(Math.ceil(stable / target));
    if (this.panics) {
      desired = Math.max(desired, bounded(wantedInPanic), this.#mostInPanic);
      this.#mostInPanic = desired;
    }
    return Math.min(Math.max(this.#delayed(time, desired), minScale), maxScale);
  }

  #turn(time: number, over: boolean): void {
    if (over) this.#panicSince = time;
    else if (this.#panicSince !== undefined && this.#panicSince + this.#spec.stableSeconds < time) {
      this.#panicSince = undefined;
      this.#mostInPanic = 0;
    }
  }

  #delayed(time: number, desired: number): number {
    const delay = this.#spec.scaleDownDelaySeconds;
    if (delay === 0) return desired;
    this.#ordered = [
      ...this.#ordered.filter((past) => past.time > time - delay),
      { time, replicas: desired },
    ];
    return Math.max(...this.#ordered.map((past) => past.replicas));
  }
}

/** `roundToNDigits` of aggregation/bucketing.go: six digits, cut off, so that 0.7000000000000004 asks for no further replica. */
function cutOff(mean: number): number {
  return Math.floor(mean * 1e6) / 1e6;
}

/** Means over windows of a metric that is recorded once a second. */
export class SecondWindow {
  readonly #keep: number;
  #samples: { readonly time: number; readonly value: number }[] = [];

  constructor(keepSeconds: number) {
    this.#keep = keepSeconds;
  }

  record(time: number, value: number): void {
    this.#samples.push({ time, value });
    const kept = this.#samples.findIndex((sample) => sample.time > time - this.#keep);
    if (kept > 0) this.#samples.splice(0, kept);
  }

  /** Mean of what was recorded in (time - seconds, time], in six digits; undefined where nothing was. */
  mean(time: number, seconds: number): number | undefined {
    const inside = this.#samples.filter((s) => s.time > time - seconds && s.time <= time);
    if (inside.length === 0) return undefined;
    return cutOff(inside.reduce((sum, { value }) => sum + value, 0) / inside.length);
  }
}
