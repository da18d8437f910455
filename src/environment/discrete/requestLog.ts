import type { Tape } from './tape.ts';
import type { RequestResults } from '../environment.ts';
import { damaged, isIndex } from '../damaged.ts';

/** End-to-end latencies of the requests served, each kept, so that percentiles are those of the sample itself. */
export class RequestLog {
  #latencies = new Float64Array(0);
  #count = 0;
  #sum = 0;
  #late = 0;
  /** Second since which it is kept, or -1: it is not. */
  #since = -1;
  readonly #slaSeconds: number;

  constructor(slaSeconds: number) {
    this.#slaSeconds = slaSeconds;
  }

  clear(): void {
    this.#count = this.#sum = this.#late = 0;
    this.#since = -1;
  }

  start(now: number): void {
    this.clear();
    this.#since = now;
    if (this.#latencies.length === 0) this.#latencies = new Float64Array(4096);
  }

  get started(): boolean {
    return this.#since >= 0;
  }

  /** A request was served after `latency` seconds in the pipeline. */
  add(latency: number): void {
    if (this.#since < 0) return;
    if (this.#count === this.#latencies.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#latencies);
      this.#latencies = grown;
    }
    this.#latencies[this.#count++] = latency;
    this.#sum += latency;
    if (latency > this.#slaSeconds) this.#late++;
  }

  /** `arrived` and `dropped` since `start`, at second `now`. */
  results(arrived: number, dropped: number, now: number): RequestResults {
    const sorted = this.#latencies.slice(0, this.#count).sort();
    /** Nearest rank: the smallest latency that at least the share `q` of the requests do not exceed. */
    const quantile = (q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
    const served = this.#count;
    const inTime = served - this.#late;
    const finished = served + dropped;
    return {
      arrived,
      served,
      dropped,
      slaViolations: this.#late,
      goodput: now > this.#since ? inTime / (now - this.#since) : 0,
      goodputShare: finished > 0 ? inTime / finished : 1,
      mean: served > 0 ? this.#sum / served : 0,
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
    };
  }

  save(tape: Tape): void {
    tape.put(Float64Array.of(this.#since, this.#count, this.#sum, this.#late));
    tape.put(this.#latencies.subarray(0, this.#count));
  }

  load(tape: Tape): void {
    this.#since = tape.takeNumber();
    this.#count = tape.takeNumber();
    if (!isIndex(this.#count, 0, tape.left)) throw damaged('have a log that is cut off');
    this.#sum = tape.takeNumber();
    this.#late = tape.takeNumber();
    if (this.started && this.#latencies.length < Math.max(4096, this.#count))
      this.#latencies = new Float64Array(Math.max(4096, 2 * this.#count));
    tape.take(this.#latencies.subarray(0, this.#count));
  }
}
