/**
 * Horizontal scaling of Google's Autopilot as a pure controller on CPU usage (Rzadca et al., EuroSys 2020, section 3.3):
 * replicas that bring a statistic of recent usage to the target utilisation, smoothed by four rules of thumb.
 */
export interface AutopilotSpec {
  /** Share of its cores that a replica should use. */
  readonly target: number;
  /** Usage of this window counts. */
  readonly windowSeconds: number;
  /** Statistic of the window: this quantile by nearest rank. */
  readonly quantile: number;
  /** Orders the largest recommendation of this window. */
  readonly holdSeconds: number;
  /** At most this share of the replicas leaves at once, at least one. */
  readonly decayShare: number;
  /** Smaller changes, as a share of the replicas, are ignored. */
  readonly ignoreShare: number;
}

interface Stamped {
  readonly time: number;
  readonly value: number;
}

export class AutopilotController {
  readonly #spec: AutopilotSpec;
  #usage: readonly Stamped[] = [];
  #advice: readonly Stamped[] = [];

  constructor(spec: AutopilotSpec) {
    this.#spec = spec;
  }

  /**
   * Replicas to order at second `time`: `usage` is the sum over replicas, in replicas fully used; `replicas` are
   * ordered now and `ready` of them serve.
   */
  recommend(time: number, usage: number, replicas: number, ready: number): number {
    const { target, windowSeconds, quantile, holdSeconds, decayShare, ignoreShare } = this.#spec;
    this.#usage = keep(this.#usage, time, windowSeconds, usage);
    const sorted = this.#usage.map((sample) => sample.value).sort((a, b) => a - b);
    const raw = sorted[Math.ceil(quantile * sorted.length) - 1]! / target;
    this.#advice = keep(this.#advice, time, holdSeconds, raw);
    const held = this.#advice.reduce((most, { value }) => Math.max(most, value), 0);
    if (Math.abs(held - replicas) < ignoreShare * replicas) return replicas;
    const wanted = Math.max(1, Math.ceil(held));
    // Replicas that start have shown nothing yet: never more of them than serve.
    if (wanted > replicas) return Math.max(replicas, Math.min(wanted, 2 * ready));
    return Math.max(wanted, replicas - Math.max(1, Math.floor(decayShare * replicas)));
  }
}

function keep(samples: readonly Stamped[], time: number, seconds: number, value: number): readonly Stamped[] {
  return [...samples.filter((sample) => sample.time > time - seconds), { time, value }];
}
