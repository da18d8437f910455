/** The place of a plot: its scales, grid and axes. */
import { px, type Box, type Mark, type TextMark } from './model.ts';
import { textWidth } from './letters.ts';
import { scaleOf, type Scale, type ScaleKind } from './scale.ts';
import { fixed } from '../format.ts';

export type { Scale } from './scale.ts';

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface Axis {
  readonly domain: readonly [number, number];
  /** `root` opens up what is near to zero; linear unless said otherwise. */
  readonly scale?: ScaleKind;
  /** About how many, of which no more than MOST are heeded, or which; none unless said. A log axis takes decades. */
  readonly ticks?: number | readonly Tick[];
  /** `digits`: the decimals that say every value of the axis in full. */
  readonly text?: (value: number, digits: number) => string;
  /** Values beyond the domain stand at its edge. */
  readonly clamp?: boolean;
  /** Of the upright one: the best at the top, where that is the least. */
  readonly down?: boolean;
  /** Lines across the plot: the upright axis has them unless it says no, the other only where it says so. */
  readonly grid?: boolean;
  /** The horizontal axis' texts stand above the plot. */
  readonly above?: boolean;
  /** How far they may reach out of it at the sides, px; 20 unless said otherwise. */
  readonly overhang?: number;
}

export interface Frame {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
  /** Grid and texts: they go behind everything else. */
  readonly marks: readonly Mark[];
}

/** Between a text of an axis and the plot. */
const BESIDE = 7;
const BELOW = 15;
const ABOVE = 5;
const OVERHANG = 20;
/** Between two texts of it. */
const APART = 6;
/** More numbers than about so many say no more. */
const MOST = 6;

export function plotBox(
  width: number,
  height: number,
  margin: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): Box {
  return {
    left: margin.left,
    right: Math.max(margin.left + 10, width - margin.right),
    top: margin.top,
    bottom: height - margin.bottom,
  };
}

export function frame(box: Box, axes: { readonly x: Axis; readonly y: Axis }): Frame {
  const x = axisScale(axes.x, box.left, box.right);
  const y = axes.y.down ? axisScale(axes.y, box.top, box.bottom) : axisScale(axes.y, box.bottom, box.top);
  const upright = ticksOf(axes.y, y);
  const across = ticksOf(axes.x, x);
  const level = axes.x.above ? box.top - ABOVE : box.bottom + BELOW;
  return {
    box,
    x,
    y,
    marks: [
      ...upright.flatMap((tick): readonly Mark[] => [
        ...(axes.y.grid === false ? [] : [lineAcross(box, y(tick.at), 'line')]),
        {
          kind: 'text',
          ...{ x: box.left - BESIDE, y: y(tick.at) + 3.6, body: tick.text },
          ...{ fill: 'soft', anchor: 'end', small: true },
        },
      ]),
      ...(axes.x.grid
        ? across.map(({ at }) => lineUp(box, x(at), at === 0 && axes.x.domain[0] < 0 ? 'soft' : 'line'))
        : []),
      ...tickTexts(across, x, box, level, axes.x.overhang),
    ],
  };
}

/** At an edge a text turns inwards rather than leave the picture; one that would touch the last before it is left out. */
function tickTexts(
  ticks: readonly Tick[],
  x: Scale,
  { left, right }: Box,
  y: number,
  overhang = OVERHANG,
): readonly TextMark[] {
  const marks: TextMark[] = [];
  let end = -Infinity;
  for (const { at, text: body } of ticks) {
    const wide = textWidth(body, { small: true });
    const middle = x(at);
    const anchor =
      middle - wide / 2 < left - overhang ? 'start' : middle + wide / 2 > right + overhang ? 'end' : 'middle';
    const start = middle - { start: 0, middle: wide / 2, end: wide }[anchor];
    if (start < end + APART) continue;
    end = start + wide;
    marks.push({ kind: 'text', x: middle, y, body, fill: 'soft', anchor, small: true });
  }
  return marks;
}

/** A horizontal line through the plot; `y` in px. */
export function lineAcross(
  { left, right }: Box,
  y: number,
  stroke: 'line' | 'soft' | 'ink' | 'strong',
  look: { readonly dash?: string; readonly width?: number; readonly opacity?: number } = {},
): Mark {
  return { kind: 'path', d: `M${px(left)} ${px(y)}H${px(right)}`, stroke, crisp: true, ...look };
}

function lineUp({ top, bottom }: Box, x: number, stroke: 'line' | 'soft'): Mark {
  return { kind: 'path', d: `M${px(x)} ${px(top)}V${px(bottom)}`, stroke, crisp: true };
}

function axisScale({ domain, scale, clamp }: Axis, from: number, to: number): Scale {
  return scaleOf(domain, [from, to], scale, clamp);
}

function ticksOf({ ticks = 0, scale, domain, text = fixed }: Axis, made: Scale): readonly Tick[] {
  if (typeof ticks !== 'number') return ticks;
  if (ticks === 0) return [];
  const values = scale === 'log' ? decades(domain, ticks) : made.ticks(Math.min(ticks, MOST));
  const digits = digitsOf(values);
  return values.map((at) => ({ at, text: text(at, digits) }));
}

/** Decimals that say every one of the values in full, and so no two of them alike. */
function digitsOf([first = 0, second = 2 * first, ...others]: readonly number[]): number {
  const slack = 1e-6 * Math.abs(second - first);
  const all = [first, second, ...others];
  let digits = 0;
  while (digits < 15 && all.some((v) => Math.abs(v - Number(v.toFixed(digits))) > slack)) digits++;
  return digits;
}

/** Powers of ten in the domain, at most `most` and evenly. */
function decades([low, high]: readonly [number, number], most: number): readonly number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const all = Array.from(
    { length: Math.max(0, Math.floor(Math.log10(high) + 1e-9) - first + 1) },
    (_, i) => 10 ** (first + i),
  );
  const skip = Math.ceil(all.length / most);
  return all.filter((_, i) => (all.length - 1 - i) % skip === 0);
}

/** From 0, or a little under the least value, to a little over the greatest; never empty. */
export function domainOf(
  columns: readonly ArrayLike<number>[],
  {
    zero = false,
    below = 0.04,
    above = zero ? 0.04 : 0.06,
  }: { zero?: boolean; below?: number; above?: number } = {},
): readonly [number, number] {
  let low = zero ? 0 : Infinity;
  let high = zero ? 0 : -Infinity;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [0, 1];
  if (high - low < 1e-9) return zero ? [0, Math.max(1, high)] : [low - 1, high + 1];
  return zero ? [low, high + above * high] : [low - below * (high - low), high + above * (high - low)];
}
