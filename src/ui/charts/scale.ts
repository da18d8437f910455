/** From values to pixels. Small and whole: d3's scales bring colours and interpolation of anything into the first load. */
import { ticks } from 'd3';

export interface Scale {
  /** Where `value` stands; NaN for what is no number. */
  (value: number): number;
  /** The value that stands at `at`. */
  readonly invert: (at: number) => number;
  readonly domain: () => readonly [number, number];
  /** About `count` round values within the domain. */
  readonly ticks: (count: number) => readonly number[];
}

type Span = readonly [number, number];
type Bend = (value: number) => number;

const root: Bend = (value) => Math.sign(value) * Math.sqrt(Math.abs(value));
const square: Bend = (value) => Math.sign(value) * value * value;
const straight: Bend = (value) => value;

/** How evenly spaced pixels are spread over values, and back. */
const bends = {
  linear: [straight, straight],
  log: [Math.log, Math.exp],
  root: [root, square],
} as const satisfies Readonly<Record<string, readonly [Bend, Bend]>>;

export type ScaleKind = keyof typeof bends;

/** Where `value` lies between both ends, 0..1; the middle where they are one. */
const shareOf = ([from, to]: Span, value: number): number =>
  to === from ? 0.5 : (value - from) / (to - from);
const between = ([from, to]: Span, share: number): number => from * (1 - share) + to * share;

/** From `domain` to `range`, px; with `clamp`, values beyond the domain stand at its ends. */
export function scaleOf(domain: Span, range: Span, kind: ScaleKind = 'linear', clamp = false): Scale {
  const [bend, back] = bends[kind];
  const bent: Span = [bend(domain[0]), bend(domain[1])];
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  const at = (value: number): number =>
    between(range, shareOf(bent, bend(clamp ? Math.min(high, Math.max(low, value)) : value)));
  return Object.assign(at, {
    invert: (pixel: number) => back(between(bent, shareOf(range, pixel))),
    domain: () => domain,
    ticks: (count: number) => ticks(domain[0], domain[1], count),
  });
}
