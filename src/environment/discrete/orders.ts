/** How orders become replicas, one by one: the rollouts of the fluid environment on single replicas. */
import { OLD, ORDERED, type Replicas } from './replicas.ts';
import type { EnvironmentOptions } from '../environment.ts';

export class Orders {
  readonly #options: EnvironmentOptions;
  readonly #replicas: Replicas;
  readonly #startup: (n: number) => number;

  constructor(options: EnvironmentOptions, replicas: Replicas) {
    const { tables, startupScale } = options;
    this.#options = options;
    this.#replicas = replicas;
    this.#startup = (n) => startupScale * tables.startup[tables.variantOffset[n]! + replicas.variant[n]!]!;
  }

  /** The ordered configuration serves at once; a replica that fits on no node is pending. */
  settle(actions: Int32Array, at: number, now: number): void {
    const r = this.#replicas;
    for (let n = 0, a = at; n < this.#options.tables.stages; n++, a += 3) {
      r.variant[n] = actions[a]!;
      r.pending[n] = actions[a + 1]! + 1;
      r.batch[2 * n] = actions[a + 2]!;
    }
    r.admit(now, () => 0);
  }

  /**
   * Orders the configuration at `actions[at..]`. `restart[n]` is set to the second from which stage `n` serves
   * again where its batch size changes.
   */
  order(actions: Int32Array, at: number, now: number, restart: Float64Array): void {
    const r = this.#replicas;
    const { stages } = this.#options.tables;
    for (let n = 0, a = at; n < stages; n++, a += 3) {
      const batch = actions[a + 2]!;
      if (actions[a] !== r.variant[n]) this.#replaceVariant(n, actions[a]!, batch, now);
      if (batch !== r.batch[2 * n]) {
        r.batch[2 * n] = batch;
        restart[n] = now + this.#options.batchRestartSeconds;
      }
      this.#resize(n, actions[a + 1]! + 1, now);
      this.finishRollout(n, now);
    }
    this.#makeRoom(now);
    this.admit(now);
  }

  /** When none of the ordered replicas is awaited any more, the replaced ones leave. */
  finishRollout(n: number, now: number): void {
    const old = this.#replicas.serving[2 * n + OLD]!;
    if (old > 0 && this.#replicas.awaited(n) === 0) this.#replicas.retire(n, OLD, old, now);
  }

  /** Whether a replica waits for cores. */
  anyPending(): boolean {
    return this.#replicas.pending.some((count) => count > 0);
  }

  /**
   * Starts what fits. On several nodes a replica may find room on none though the cores are there in sum; then
   * replaced replicas of its own stage give way one at a time, as on a cluster that rolls out in place.
   */
  admit(now: number): void {
    const r = this.#replicas;
    const { stages } = this.#options.tables;
    for (;;) {
      r.admit(now, this.#startup);
      let gaveWay = false;
      for (let n = 0; n < stages; n++) {
        const draining = r.held - this.#claimed(false);
        if (r.pending[n]! > 0 && r.serving[2 * n + OLD]! > 0 && draining === 0) {
          r.retire(n, OLD, 1, now);
          gaveWay = true;
        }
        this.finishRollout(n, now);
      }
      if (!gaveWay) return;
    }
  }

  #replaceVariant(n: number, variant: number, batch: number, now: number): void {
    const r = this.#replicas;
    const { tables } = this.#options;
    const old = r.serving[2 * n + OLD]!;
    r.cancel(n, r.awaited(n), now);
    if (old > 0 && variant === r.oldVariant[n]) {
      // Turned back before the rollout ended: the replaced replicas are the ordered ones again.
      r.swapRoles(n, now);
    } else {
      const K = tables.batches.length;
      const rate = (role: number, z: number): number =>
        r.serving[2 * n + role]! * tables.rate[tables.offset[n]! + z * K + r.batch[2 * n + role]!]!;
      const oldRate = old > 0 ? rate(OLD, r.oldVariant[n]!) : 0;
      // Only one replaced group is kept while the next variant starts: the one that serves more.
      if (rate(ORDERED, r.variant[n]!) > oldRate) {
        r.retire(n, OLD, old, now);
        r.swapRoles(n, now);
      } else {
        r.retire(n, ORDERED, r.serving[2 * n + ORDERED]!, now);
      }
      r.variant[n] = variant;
      r.batch[2 * n] = batch;
    }
    if (this.#options.rollout === 'recreate') r.retire(n, OLD, r.serving[2 * n + OLD]!, now);
  }

  #resize(n: number, replicas: number, now: number): void {
    const r = this.#replicas;
    const excess = r.serving[2 * n]! + r.awaited(n) - replicas;
    if (excess < 0) r.pending[n] = r.pending[n]! - excess;
    const cancelled = Math.min(Math.max(0, excess), r.awaited(n));
    r.cancel(n, cancelled, now);
    if (excess > cancelled) r.retire(n, ORDERED, excess - cancelled, now);
  }

  /** Replaced replicas give way, one at a time from the stage that has most of them, until all ordered ones fit. */
  #makeRoom(now: number): void {
    const r = this.#replicas;
    const { stages, capacity } = this.#options.tables;
    while (this.#claimed(true) > capacity) {
      let most = 0;
      for (let n = 1; n < stages; n++) if (r.serving[2 * n + OLD]! >= r.serving[2 * most + OLD]!) most = n;
      if (r.serving[2 * most + OLD] === 0) throw new Error('the order exceeds W_max');
      r.retire(most, OLD, 1, now);
    }
  }

  /** Units of cores of all replicas but draining ones; with or without those that are pending. */
  #claimed(pending: boolean): number {
    const r = this.#replicas;
    let units = 0;
    for (let n = 0; n < this.#options.tables.stages; n++) {
      const ordered = r.serving[2 * n]! + r.starting[n]! + (pending ? r.pending[n]! : 0);
      units += ordered * r.units(n, r.variant[n]!);
      if (r.serving[2 * n + OLD]! > 0) units += r.serving[2 * n + OLD]! * r.units(n, r.oldVariant[n]!);
    }
    return units;
  }
}
