import { Random } from '../../model/random.ts';
import { TooMuch } from '../../model/watch.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Requests of one decision interval that can be followed one by one: 160 MB of times. */
const MOST_ARRIVALS = 20_000_000;

/** `poisson`: a Poisson process at the trace's rate of each second; `exact`: the same rate, evenly spread. */
export type ArrivalPattern = 'poisson' | 'exact';

const cumulative = new WeakMap<Float64Array, Float64Array>();

/** Requests that have arrived before each decision second of a trace: integral of the rate from its first second. */
function integralOf(rates: Float64Array): Float64Array {
  const known = cumulative.get(rates);
  if (known) return known;
  const integral = new Float64Array(Math.ceil(rates.length / DECISION_SECONDS) + 1);
  let sum = 0;
  for (let i = 0; i < rates.length; i++) {
    sum += rates[i]!;
    if ((i + 1) % DECISION_SECONDS === 0) integral[(i + 1) / DECISION_SECONDS] = sum;
  }
  if (rates.length % DECISION_SECONDS !== 0) integral[integral.length - 1] = sum;
  cumulative.set(rates, integral);
  return integral;
}

/**
 * Arrival times, one decision interval at a time. Each interval has a stream of its own, drawn from the seed and the
 * interval's index alone: what a policy did, when an episode began and how often it was forked change nothing, so all
 * policies meet the same requests. (A Poisson process has independent increments: restarting it each interval is exact.)
 * Times are found by inverting the integral of the rate: at unit-exponential steps of it, or at i + 1/2.
 */
export class Arrivals {
  readonly #seed: number;
  readonly #pattern: ArrivalPattern;
  /** Seconds, ascending, in (t, t + 10]; the first `count` hold. */
  times = new Float64Array(512);
  count = 0;

  constructor(seed: number, pattern: ArrivalPattern) {
    this.#seed = seed;
    this.#pattern = pattern;
  }

  /** Fills `times` with the arrivals of `rates` within the ten seconds from `t`, a multiple of ten. Throws `TooMuch` where they are too many. */
  draw(rates: Float64Array, t: number): void {
    let expected = 0;
    for (let second = t; second < Math.min(t + DECISION_SECONDS, rates.length); second++)
      expected += rates[second]!;
    if (!(expected <= MOST_ARRIVALS))
      throw new TooMuch(
        `The load has ${Math.round(expected).toLocaleString('en')} requests within ten seconds of second ${String(t)}, and at most ${MOST_ARRIVALS.toLocaleString('en')} can be followed one by one; use a lower load or the fluid environment.`,
      );
    const k = t / DECISION_SECONDS;
    const poisson = this.#pattern === 'poisson';
    const random = poisson ? Random.stream(this.#seed, 'arrivals', k) : undefined;
    const before = poisson ? 0 : (integralOf(rates)[k] ?? 0);
    let passed = before;
    let target = random ? -Math.log(1 - random.uniform()) : Math.floor(before + 0.5) + 0.5;
    this.count = 0;
    const end = Math.min(t + DECISION_SECONDS, rates.length);
    for (let second = t; second < end; second++) {
      const rate = rates[second]!;
      while (target <= passed + rate) {
        this.#push(second + (target - passed) / rate);
        target += random ? -Math.log(1 - random.uniform()) : 1;
      }
      passed += rate;
    }
  }

  #push(time: number): void {
    if (this.count === this.times.length) {
      const grown = new Float64Array(2 * this.count);
      grown.set(this.times);
      this.times = grown;
    }
    this.times[this.count++] = time;
  }
}
