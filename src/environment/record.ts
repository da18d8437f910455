import type { TickRecord } from './environment.ts';

/** What one stage did within one second. */
export interface StageTick {
  readonly backlog: number;
  readonly served: number;
  readonly dropped: number;
  readonly ready: number;
  readonly old: number;
  readonly oldVariant: number;
  readonly starting: number;
  readonly latency: number;
  readonly capacity: number;
}

/** Fills a `TickRecord` second by second; seconds beyond the capacity asked for are left out. */
export class RollingRecord {
  readonly lane: number;
  readonly #capacity: number;
  readonly #stages: number;
  readonly #data: TickRecord;
  #at = 0;

  constructor(lane: number, seconds: number, stages: number) {
    this.lane = lane;
    this.#capacity = seconds;
    this.#stages = stages;
    const perStage = (): Float32Array => new Float32Array(seconds * stages);
    this.#data = {
      seconds,
      stages,
      arrivals: new Float32Array(seconds),
      cores: new Float32Array(seconds),
      backlog: perStage(),
      served: perStage(),
      dropped: perStage(),
      ready: perStage(),
      old: perStage(),
      oldVariant: perStage(),
      starting: perStage(),
      latency: perStage(),
      capacity: perStage(),
    };
  }

  tick(arrivals: number, cores: number): void {
    if (this.#at >= this.#capacity) return;
    this.#data.arrivals[this.#at] = arrivals;
    this.#data.cores[this.#at] = cores;
  }

  stage(n: number, tick: StageTick): void {
    if (this.#at >= this.#capacity) return;
    const i = this.#at * this.#stages + n;
    this.#data.backlog[i] = tick.backlog;
    this.#data.served[i] = tick.served;
    this.#data.dropped[i] = tick.dropped;
    this.#data.ready[i] = tick.ready;
    this.#data.old[i] = tick.old;
    this.#data.oldVariant[i] = tick.oldVariant;
    this.#data.starting[i] = tick.starting;
    this.#data.latency[i] = tick.latency;
    this.#data.capacity[i] = tick.capacity;
  }

  next(): void {
    this.#at++;
  }

  /** The record so far; `seconds` is how many were written. */
  done(): TickRecord {
    return { ...this.#data, seconds: Math.min(this.#at, this.#capacity) };
  }
}
