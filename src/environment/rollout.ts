/** How orders become serving replicas: start-up, surge and recreate rollouts, draining (model.md, environment 2). */
import {
  ACCURACY,
  BATCH,
  CAPACITY,
  FIELDS,
  FILL,
  HELD,
  LATENCY,
  OLD_READY,
  OLD_BATCH,
  OLD_VARIANT,
  READY,
  RESTART,
  SERVICE,
  STARTING,
  VARIANT,
  type FluidLayout,
} from './fluidState.ts';
import type { EnvironmentOptions } from './environment.ts';

/**
 * Carries out orders on one lane's block of numbers. Every function that removes serving replicas returns the
 * core-seconds for which they drain: each holds its cores for one more batch.
 */
export class Rollouts {
  readonly #options: EnvironmentOptions;
  readonly #layout: FluidLayout;
  readonly #K: number;

  constructor(options: EnvironmentOptions, layout: FluidLayout) {
    this.#options = options;
    this.#layout = layout;
    this.#K = options.tables.batches.length;
  }

  /** Makes stage n serve (variant, replicas, batch) at once, with an empty queue. */
  settle(s: Float64Array, at: number, n: number, variant: number, replicas: number, batch: number): void {
    s.fill(0, at, at + this.#layout.stageStride);
    s[at + VARIANT] = variant;
    s[at + BATCH] = batch;
    s[at + READY] = replicas;
    s[at + OLD_VARIANT] = -1;
    this.refresh(s, at, n);
    s[at + LATENCY] = s[at + SERVICE]!;
  }

  /** Orders (variant, replicas, batch index) for stage n at second `t`; does nothing where nothing changes. */
  order(
    s: Float64Array,
    at: number,
    n: number,
    t: number,
    variant: number,
    replicas: number,
    batch: number,
  ): number {
    const sameVariant = variant === s[at + VARIANT]!;
    if (sameVariant && batch === s[at + BATCH]! && replicas === s[at + READY]! + s[at + STARTING]!) return 0;
    let drained = 0;
    if (!sameVariant) drained += this.#replaceVariant(s, at, n, variant, batch);
    if (batch !== s[at + BATCH]!) {
      s[at + BATCH] = batch;
      if (this.#options.batchRestartSeconds > 0) s[at + RESTART] = t + this.#options.batchRestartSeconds;
    }
    drained += this.#resize(s, at, n, t, replicas);
    if (s[at + STARTING] === 0) drained += this.#retireOld(s, at, n, s[at + OLD_READY]!);
    this.refresh(s, at, n);
    return drained;
  }

  /** Ready times that have come: starting replicas serve; when none is left to start, replaced ones leave. */
  advance(s: Float64Array, at: number, n: number, t: number): number {
    let starting = s[at + STARTING]!;
    let came = 0;
    const first = at + FIELDS;
    while (came < starting && s[first + came]! <= t) came++;
    if (came === 0) return 0;
    s.copyWithin(first, first + came, first + starting);
    starting -= came;
    s[at + STARTING] = starting;
    s[at + READY] = s[at + READY]! + came;
    const drained = starting === 0 ? this.#retireOld(s, at, n, s[at + OLD_READY]!) : 0;
    this.refresh(s, at, n);
    return drained;
  }

  /** Replaced replicas give way, one at a time from the stage that has most of them, until W_max holds. */
  makeRoom(s: Float64Array, base: number): number {
    const { stages, stageStride } = this.#layout;
    const { capacity } = this.#options.tables;
    let drained = 0;
    for (;;) {
      let held = 0;
      let most = -1;
      for (let n = 0; n < stages; n++) {
        const at = base + n * stageStride;
        held += s[at + HELD]!;
        if (
          s[at + OLD_READY]! > 0 &&
          (most < 0 || s[at + OLD_READY]! >= s[base + most * stageStride + OLD_READY]!)
        )
          most = n;
      }
      if (held <= capacity || most < 0) return drained;
      const at = base + most * stageStride;
      drained += this.#retireOld(s, at, most, 1);
      this.refresh(s, at, most);
    }
  }

  /** Recomputes what follows from the replica groups: capacity, its weighted means and the cores held. */
  refresh(s: Float64Array, at: number, n: number): void {
    const { tables } = this.#options;
    const variant = s[at + VARIANT]!;
    const option = tables.offset[n]! + variant * this.#K + s[at + BATCH]!;
    const ready = s[at + READY]!;
    const old = s[at + OLD_READY]!;
    let capacity = ready * tables.rate[option]!;
    let accuracy = tables.accuracy[tables.variantOffset[n]! + variant]!;
    let service = tables.seconds[option]!;
    let fill = ((1 << s[at + BATCH]!) - 1) / 2;
    let held = (ready + s[at + STARTING]!) * tables.units[tables.variantOffset[n]! + variant]!;
    if (old > 0) {
      const oldVariant = s[at + OLD_VARIANT]!;
      const oldOption = tables.offset[n]! + oldVariant * this.#K + s[at + OLD_BATCH]!;
      const oldCapacity = old * tables.rate[oldOption]!;
      const share = oldCapacity / (capacity + oldCapacity);
      capacity += oldCapacity;
      accuracy += share * (tables.accuracy[tables.variantOffset[n]! + oldVariant]! - accuracy);
      service += share * (tables.seconds[oldOption]! - service);
      fill += share * (((1 << s[at + OLD_BATCH]!) - 1) / 2 - fill);
      held += old * tables.units[tables.variantOffset[n]! + oldVariant]!;
    }
    s[at + CAPACITY] = capacity;
    s[at + ACCURACY] = capacity > 0 ? accuracy : 0;
    s[at + SERVICE] = capacity > 0 ? service : 0;
    s[at + FILL] = fill;
    s[at + HELD] = held;
  }

  /** The ordered variant changes: what serves now becomes the replaced group, what was starting is cancelled. */
  #replaceVariant(s: Float64Array, at: number, n: number, variant: number, batch: number): number {
    let drained = 0;
    const ready = s[at + READY]!;
    const old = s[at + OLD_READY]!;
    const back = old > 0 && variant === s[at + OLD_VARIANT]!;
    if (back) {
      // Turned back before the rollout ended: the replaced replicas are the ordered ones again.
      const [newVariant, newBatch] = [s[at + VARIANT]!, s[at + BATCH]!];
      s[at + READY] = old;
      s[at + BATCH] = s[at + OLD_BATCH]!;
      s[at + OLD_READY] = ready;
      s[at + OLD_VARIANT] = ready > 0 ? newVariant : -1;
      s[at + OLD_BATCH] = newBatch;
    } else {
      const { tables } = this.#options;
      const first = tables.offset[n]!;
      const rate = (z: number, k: number): number => tables.rate[first + z * this.#K + k]!;
      const newCapacity = ready * rate(s[at + VARIANT]!, s[at + BATCH]!);
      const oldCapacity = old > 0 ? old * rate(s[at + OLD_VARIANT]!, s[at + OLD_BATCH]!) : 0;
      if (newCapacity > oldCapacity) {
        // Only one replaced group is kept while the next variant starts: the one that serves more.
        drained += this.#retireOld(s, at, n, old);
        s[at + OLD_READY] = ready;
        s[at + OLD_VARIANT] = s[at + VARIANT]!;
        s[at + OLD_BATCH] = s[at + BATCH]!;
      } else {
        drained += this.#drain(n, s[at + VARIANT]!, s[at + BATCH]!, ready);
      }
      s[at + READY] = 0;
      s[at + BATCH] = batch;
    }
    s[at + VARIANT] = variant;
    s[at + STARTING] = 0;
    if (this.#options.rollout === 'recreate') drained += this.#retireOld(s, at, n, s[at + OLD_READY]!);
    return drained;
  }

  /** Starts or removes replicas of the ordered variant; the latest started go first. */
  #resize(s: Float64Array, at: number, n: number, t: number, replicas: number): number {
    const { tables, startupScale } = this.#options;
    const first = at + FIELDS;
    const variant = s[at + VARIANT]!;
    let ready = s[at + READY]!;
    let starting = s[at + STARTING]!;
    const readyAt = t + startupScale * tables.startup[tables.variantOffset[n]! + variant]!;
    if (readyAt <= t && ready + starting < replicas) ready = replicas - starting;
    while (ready + starting < replicas) s[first + starting++] = readyAt;
    starting = Math.max(0, Math.min(starting, replicas - ready));
    const leaving = Math.max(0, ready - replicas);
    s[at + READY] = ready - leaving;
    s[at + STARTING] = starting;
    return this.#drain(n, variant, s[at + BATCH]!, leaving);
  }

  #retireOld(s: Float64Array, at: number, n: number, count: number): number {
    if (count === 0) return 0;
    const drained = this.#drain(n, s[at + OLD_VARIANT]!, s[at + OLD_BATCH]!, count);
    s[at + OLD_READY] = s[at + OLD_READY]! - count;
    if (s[at + OLD_READY] === 0) s[at + OLD_VARIANT] = -1;
    return drained;
  }

  #drain(n: number, variant: number, batch: number, count: number): number {
    const { tables } = this.#options;
    return (
      count *
      tables.cores[tables.variantOffset[n]! + variant]! *
      tables.seconds[tables.offset[n]! + variant * this.#K + batch]!
    );
  }
}
