/**
 * Seeded workloads, shaped on the facts of the real trace (model.md, Workloads): flat stretches near Poisson,
 * bursts that begin 1-3 min after a half hour, ramp in 20-40 s to 3-5 x the base, hold about 5 min and decay
 * over about 10 min.
 */
import { Random } from '../model/random.ts';
import type { Workload } from './workload.ts';

/**
 * How a rate becomes requests per second: `poisson` draws whole arrivals; `damped` adds noise of the real trace as
 * it is used (a rate eight times higher, divided by eight), whose variance is about 0.16 of its mean; `none` is the rate.
 */
export type Noise = 'poisson' | 'damped' | 'none';

interface Shape {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly seconds: number;
  /** Mean rate of each second, req/s. */
  readonly rate: (seconds: number, random: Random) => Float64Array;
}

const fill = (seconds: number, rate: (t: number) => number): Float64Array =>
  Float64Array.from({ length: seconds }, (_, t) => rate(t));

/** A slow wander of relative size `size` with the given memory in seconds. */
function wander(seconds: number, random: Random, size: number, memory: number): Float64Array {
  const keep = Math.exp(-1 / memory);
  let level = 0;
  return fill(seconds, () => {
    level = keep * level + Math.sqrt(1 - keep * keep) * size * random.normal();
    return 1 + level;
  });
}

/** Relative height over time of one burst that begins at second 0. */
export function burst(t: number, ramp: number, hold: number, decay: number): number {
  if (t < 0) return 0;
  if (t < ramp) return t / ramp;
  if (t < ramp + hold) return 1;
  return Math.exp(-(t - ramp - hold) / decay);
}

/** Bursts at the given starts over a wandering base. */
function bursts(
  seconds: number,
  random: Random,
  base: number,
  starts: readonly number[],
  peak: () => number,
): Float64Array {
  const shape = wander(seconds, random, 0.08, 90).map((w) => base * w);
  for (const start of starts) {
    const height = peak() - base;
    const ramp = 20 + 20 * random.uniform();
    const hold = 240 + 120 * random.uniform();
    const decay = 150 + 100 * random.uniform();
    for (let t = Math.max(0, Math.floor(start)); t < seconds; t++) {
      shape[t] = Math.max(shape[t]!, base + height * burst(t - start, ramp, hold, decay));
    }
  }
  return shape;
}

/** A day: base by the hour; 17 % of full hours and 31 % of half hours bring a burst. */
function day(seconds: number, random: Random): Float64Array {
  const rate = wander(seconds, random, 0.1, 600);
  const phase = random.uniform() * 2 * Math.PI;
  for (let t = 0; t < seconds; t++)
    rate[t] = rate[t]! * (6.6 + 1.8 * Math.sin((2 * Math.PI * t) / 86_400 + phase));
  for (let half = 0; half * 1800 < seconds; half++) {
    if (random.uniform() >= (half % 2 === 0 ? 0.17 : 0.31)) continue;
    const start = half * 1800 + 60 + 120 * random.uniform();
    const factor = 2 + 3 * random.uniform();
    const ramp = 20 + 20 * random.uniform();
    const hold = 200 + 200 * random.uniform();
    const decay = 150 + 150 * random.uniform();
    for (let t = Math.floor(start); t < Math.min(seconds, start + 2400); t++) {
      rate[t] = rate[t]! * (1 + (factor - 1) * burst(t - start, ramp, hold, decay));
    }
  }
  return rate.map((r) => Math.min(40, r));
}

const shapes: readonly Shape[] = [
  {
    id: 'fluctuating',
    name: 'Fluctuating',
    summary: 'Two bursts from 5 to 30 req/s and back, within twenty minutes.',
    seconds: 1200,
    rate: (seconds, random) =>
      bursts(
        seconds,
        random,
        5.5,
        [140 + 40 * random.uniform(), 0.6 * seconds + 60 * random.uniform()],
        () => 26.5 + 3 * random.uniform(),
      ),
  },
  {
    id: 'steady-low',
    name: 'Steady low',
    summary: 'About 5 req/s.',
    seconds: 1200,
    rate: (seconds, random) => wander(seconds, random, 0.06, 120).map((w) => 5 * w),
  },
  {
    id: 'steady-high',
    name: 'Steady high',
    summary: 'About 29 req/s.',
    seconds: 1200,
    rate: (seconds, random) => wander(seconds, random, 0.03, 120).map((w) => 29 * w),
  },
  {
    id: 'bursty',
    name: 'Bursty',
    summary: 'Short bursts of 3-5 times the base at random moments.',
    seconds: 1200,
    rate: (seconds, random) => {
      const base = wander(seconds, random, 0.08, 90).map((w) => 6 * w);
      for (let start = 60; start < seconds; start += 120 + 180 * random.uniform()) {
        const height = 6 * (2 + 2 * random.uniform());
        const [ramp, hold, decay] = [
          8 + 8 * random.uniform(),
          20 + 40 * random.uniform(),
          20 + 20 * random.uniform(),
        ];
        for (let t = Math.floor(start); t < seconds; t++)
          base[t] = Math.max(base[t]!, 6 + height * burst(t - start, ramp, hold, decay));
      }
      return base;
    },
  },
  {
    id: 'diurnal',
    name: 'Diurnal',
    summary: 'A day of slow rise and fall, squeezed into the episode.',
    seconds: 1200,
    rate: (seconds, random) => {
      const noise = wander(seconds, random, 0.05, 60);
      return noise.map((w, t) => w * (16 - 12 * Math.cos((2 * Math.PI * t) / seconds)));
    },
  },
  {
    id: 'step',
    name: 'Step',
    summary: 'From 6 to 26 req/s at once, half way.',
    seconds: 1200,
    rate: (seconds) => fill(seconds, (t) => (t < seconds / 2 ? 6 : 26)),
  },
  {
    id: 'ramp',
    name: 'Ramp',
    summary: 'From 4 to 34 req/s in a straight line.',
    seconds: 1200,
    rate: (seconds) => fill(seconds, (t) => 4 + (30 * t) / seconds),
  },
  {
    id: 'spike',
    name: 'Spike',
    summary: 'One minute of 34 req/s in a quiet load of 6.',
    seconds: 1200,
    rate: (seconds) => fill(seconds, (t) => (Math.abs(t - seconds / 2) <= 30 ? 34 : 6)),
  },
  {
    id: 'day',
    name: 'A day',
    summary: 'A whole day of flat stretches and half-hourly bursts; the lab trains on such days.',
    seconds: 86_400,
    rate: day,
  },
];

/** Every generator, the default first. */
export const generators: readonly Pick<Shape, 'id' | 'name' | 'summary' | 'seconds'>[] = shapes;

/** The workload `id` drawn with `seed`; equal arguments give equal rates. Throws for unknown ids. */
export function generateWorkload(
  id: string,
  seed: number,
  seconds?: number,
  noise: Noise = 'damped',
): Workload {
  const shape = shapes.find((s) => s.id === id);
  if (!shape) throw new Error(`there is no workload "${id}"`);
  const rates = shape.rate(seconds ?? shape.seconds, Random.stream(seed, 'workload', id));
  const random = Random.stream(seed, 'noise', id);
  const draw: Record<Noise, (rate: number) => number> = {
    none: (rate) => rate,
    poisson: (rate) => random.poisson(rate),
    // Eight times the rate in Poisson arrivals, divided by eight: dispersion 1/8, plus the truncation the trace has.
    damped: (rate) => Math.floor(random.poisson(8 * rate + 3.5) / 8),
  };
  return {
    id,
    name: shape.name,
    rates: rates.map((rate) => draw[noise](Math.max(0, rate))),
    source: `Generated by this lab with seed ${String(seed)}.`,
  };
}
