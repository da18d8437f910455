/**
 * The one source of randomness: seeded, splittable streams.
 *
 * A stream is derived from `(seed, ...purpose)`, so drawing from one never disturbs another
 * and every policy meets the same arrivals. Generator: xoroshiro128+ (pure-rand).
 */
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export type Purpose = string | number;

/** A resumable stream of random numbers. */
export class Random {
  readonly #generator;

  private constructor(generator: ReturnType<typeof xoroshiro128plus>) {
    this.#generator = generator;
  }

  /** The stream for `(seed, ...purpose)`; equal arguments give equal streams. */
  static stream(seed: number, ...purpose: readonly Purpose[]): Random {
    const generator = xoroshiro128plus(hash(seed, purpose));
    for (let i = 0; i < 4; i++) generator.next();
    return new Random(generator);
  }

  static fromState(state: readonly number[]): Random {
    return new Random(xoroshiro128plusFromState(state));
  }

  /** The full state, to store in a checkpoint. */
  state(): readonly number[] {
    return this.#generator.getState();
  }

  clone(): Random {
    return Random.fromState(this.state());
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    return (this.#generator.next() >>> 0) * 2 ** -32;
  }

  /** Uniform integer in 0..n-1. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Standard normal (Box-Muller; one value per two draws, so that the state stays four words). */
  normal(): number {
    const u = 1 - this.uniform();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Poisson with the given mean: Knuth's product below 30, else the normal approximation rounded at 0. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let k = 0;
    for (let p = this.uniform(); p > limit; p *= this.uniform()) k++;
    return k;
  }

  /** Fisher-Yates, in place. */
  shuffle(values: Int32Array | Uint32Array): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const t = values[i]!;
      values[i] = values[j]!;
      values[j] = t;
    }
  }
}

/** FNV-1a over the seed and the purpose, finished by a 32-bit avalanche (murmur3). */
function hash(seed: number, purpose: readonly Purpose[]): number {
  let h = 0x811c9dc5;
  for (const char of [seed, ...purpose].join('\u0000')) {
    h = Math.imul(h ^ char.codePointAt(0)!, 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
