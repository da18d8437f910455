/** Series as SVG paths. What is not finite breaks a line; long series are thinned to what the eye can tell apart, extremes kept. */
import { px } from './model.ts';
import type { Shape } from '../theme/look.ts';

export type Scale = (value: number) => number;
type Values = ArrayLike<number>;

export interface Course {
  /** Each value holds for that long from its place on the axis: its point stands in the middle. */
  readonly over?: number | undefined;
  /** It is drawn as a level over that length instead of a point. */
  readonly held?: boolean | undefined;
}

/** At most this many points a path, and a pixel of its length. */
const MOST = 2400;
const MOST_A_PIXEL = 4;

function mostOf(x: Values, sx: Scale): number {
  const long = x.length < 2 ? 0 : Math.abs(sx(x[x.length - 1]!) - sx(x[0]!));
  return Number.isFinite(long) ? Math.min(MOST, Math.max(200, MOST_A_PIXEL * long)) : MOST;
}

/**
 * Indices of `values` to draw, in order; -1 where the line breaks. Of a stretch that is too short to be seen, its least
 * and greatest value.
 */
export function thinned(values: Values, most: number): readonly number[] {
  const kept: number[] = [];
  const stride = values.length <= most ? 1 : Math.ceil((2 * values.length) / most);
  for (let k = 0; k < values.length; k += stride) {
    if (stride === 1) {
      if (Number.isFinite(values[k])) kept.push(k);
      else if (kept.at(-1) !== -1) kept.push(-1);
      continue;
    }
    let low = -1;
    let high = -1;
    let broken = false;
    for (let i = k; i < Math.min(values.length, k + stride); i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) broken = true;
      else {
        if (low < 0 || value < values[low]!) low = i;
        if (high < 0 || value > values[high]!) high = i;
      }
    }
    if (low >= 0) {
      kept.push(Math.min(low, high));
      if (low !== high) kept.push(Math.max(low, high));
    }
    if (broken && kept.at(-1) !== -1) kept.push(-1);
  }
  return kept;
}

/** As `px` would write it; by whole numbers, whose texts are quick to make: a frame of five timelines writes thousands. */
function placeText(value: number): string {
  const tenths = Math.round(10 * value);
  const rest = Math.abs(tenths % 10);
  const whole = Math.trunc(tenths / 10);
  return rest === 0 ? `${whole}` : `${tenths < 0 && whole === 0 ? '-0' : whole}.${rest}`;
}

/** The path of a line through `(x, y)`; a value without neighbours is a short dash. */
export function linePath(
  x: Values,
  y: Values,
  sx: Scale,
  sy: Scale,
  { over = 0, held = false }: Course = {},
): string {
  const shift = held ? 0 : over / 2;
  let d = '';
  /** The last index drawn; -1 after a break. */
  let last = -1;
  let alone = false;
  const lift = (): void => {
    if (last < 0) return;
    if (held) d += `H${placeText(sx(x[last]! + over))}`;
    else if (alone) d += 'm-1 0h2';
    last = -1;
  };
  for (const k of thinned(y, mostOf(x, sx))) {
    if (k < 0 || !Number.isFinite(x[k])) {
      lift();
      continue;
    }
    const left = placeText(sx(x[k]! + shift));
    const top = placeText(sy(y[k]!));
    alone = last < 0;
    d += alone ? `M${left} ${top}` : held ? `H${left}V${top}` : `L${left} ${top}`;
    last = k;
  }
  lift();
  return d;
}

/** The path of what lies under a line, down to `floor`, px. */
export function areaPath(
  x: Values,
  y: Values,
  sx: Scale,
  sy: Scale,
  floor: number,
  { over = 0 }: Course = {},
): string {
  let d = '';
  /** Where the part begins and where it has come to; nowhere after a break. */
  let first: number | undefined;
  let last = 0;
  const close = (): void => {
    if (first !== undefined && last > first) d += `V${floor}H${first}z`;
    first = undefined;
  };
  for (const k of thinned(y, mostOf(x, sx))) {
    const left = k < 0 ? NaN : px(sx(x[k]! + over / 2));
    if (!Number.isFinite(left)) {
      close();
      continue;
    }
    d += `${first === undefined ? 'M' : 'L'}${left} ${placeText(sy(y[k]!))}`;
    first ??= left;
    last = left;
  }
  close();
  return d;
}

/** The path of what lies between two lines, which have their values at the same places. */
export function bandPath(x: Values, low: Values, high: Values, sx: Scale, sy: Scale): string {
  const stride = Math.max(1, Math.ceil((2 * high.length) / mostOf(x, sx)));
  let d = '';
  let there: string[] = [];
  let back: string[] = [];
  const close = (): void => {
    if (there.length > 1) d += `M${there.join('L')}L${back.reverse().join('L')}z`;
    there = [];
    back = [];
  };
  for (let k = 0; k < high.length; k += stride) {
    const end = Math.min(high.length, k + stride);
    let [least, most] = [Infinity, -Infinity];
    // One value that is missing is NaN, and leaves a gap.
    for (let i = k; i < end; i++) [least, most] = [Math.min(least, low[i]!), Math.max(most, high[i]!)];
    if (!Number.isFinite(least) || !Number.isFinite(most)) {
      close();
      continue;
    }
    const left = px(sx((x[k]! + x[end - 1]!) / 2));
    there.push(`${left} ${px(sy(most))}`);
    back.push(`${left} ${px(sy(least))}`);
  }
  close();
  return d;
}

/** A rectangle. */
export function boxPath(x0: number, y0: number, x1: number, y1: number): string {
  return `M${px(x0)} ${px(y0)}H${px(x1)}V${px(y1)}H${px(x0)}z`;
}

/** A circle as a part of a path: many dots are one mark. */
export function dotPath(x: number, y: number, r: number): string {
  return `M${px(x - r)} ${px(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/** Shapes of points about (0, 0) with a half width of 1, all of about the same area. */
const SHAPES: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  square: corners(1.25, 45, 4),
  triangle: corners(1.3, -90, 3),
  diamond: corners(1.25, 0, 4),
  plus: cross(0),
  cross: cross(45),
};

/** The corners of a figure of `count` sides, the first at `from` degrees clockwise from the right. */
function corners(radius: number, from: number, count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, k) => turned(radius, 0, from + (360 * k) / count));
}

/** Two bars that cross, turned by so many degrees. */
function cross(by: number): readonly (readonly [number, number])[] {
  const [long, short] = [1.2, 0.45];
  return [0, 90, 180, 270].flatMap((quarter) => [
    turned(long, -short, quarter + by),
    turned(long, short, quarter + by),
    turned(short, short, quarter + by),
  ]);
}

function turned(x: number, y: number, degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

/** A point of that shape as a part of a path, as large as a circle of radius `r`. */
export function pointPath(shape: Shape, x: number, y: number, r: number): string {
  if (shape === 'circle') return dotPath(x, y, r);
  return `M${SHAPES[shape].map(([dx, dy]) => `${px(x + r * dx)} ${px(y + r * dy)}`).join('L')}z`;
}
