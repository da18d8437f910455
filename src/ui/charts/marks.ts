/** What charts are drawn with: each turns data into marks, by the scales of a frame. */
import { lineAcross, type Frame } from './frame.ts';
import { fitted } from './letters.ts';
import { px, type Box, type Ink, type Mark, type PathMark, type TextMark } from './model.ts';
import { areaPath, bandPath, boxPath, linePath, pointPath, type Course } from './paths.ts';
import type { Shape } from '../theme/look.ts';

type Values = ArrayLike<number>;
type Plot = Pick<Frame, 'x' | 'y' | 'box'>;

interface Look {
  readonly ink: Ink;
  readonly opacity?: number | undefined;
  readonly hint?: string | undefined;
}

interface Stroke extends Look {
  readonly width?: number | undefined;
  readonly dash?: string | undefined;
}

/** A line through `(x, y)`, in the units of the axes. */
export function line(
  f: Plot,
  x: Values,
  y: Values,
  { ink, width = 1.5, ...look }: Stroke & Course,
): PathMark {
  const { over, held, ...rest } = look;
  return {
    kind: 'path',
    d: linePath(x, y, f.x, f.y, { over, held }),
    stroke: ink,
    width,
    round: rest.dash === undefined && !held,
    ...rest,
  };
}

/** What lies under a line. */
export function area(
  f: Plot,
  x: Values,
  y: Values,
  { ink, opacity = 0.16, over, hint }: Look & Course,
): PathMark {
  return { kind: 'path', d: areaPath(x, y, f.x, f.y, px(f.box.bottom), { over }), fill: ink, opacity, hint };
}

/** What lies between two lines. */
export function band(
  f: Plot,
  x: Values,
  low: Values,
  high: Values,
  { ink, opacity = 0.15, hint }: Look,
): PathMark {
  return { kind: 'path', d: bandPath(x, low, high, f.x, f.y), fill: ink, opacity, hint };
}

/** A level through the plot, with its name above its end; below it, where it is at the top of the drawing. */
export function rule(
  f: Plot,
  value: number,
  {
    ink = 'soft',
    dash = '1 3',
    name,
  }: { readonly ink?: 'soft' | 'ink'; readonly dash?: string; readonly name?: string } = {},
): readonly Mark[] {
  if (!Number.isFinite(value)) return [];
  const { box } = f;
  const y = f.y(value);
  return [
    lineAcross(box, y, ink, { dash }),
    ...(name === undefined
      ? []
      : [text(box.right - 2, y < 13 ? y + 11 : y - 4, name, { ink, anchor: 'end', small: true })]),
  ];
}

/** A stretch of one axis over the whole of the other: evidence, what is healthy. At least `least` px. */
export function stretch(
  { box, x, y }: Plot,
  axis: 'x' | 'y',
  [from, to]: readonly [number, number],
  { ink, opacity, hint }: Look,
  least = 0,
): PathMark {
  const scale = axis === 'x' ? x : y;
  const [start, end] = axis === 'x' ? [box.left, box.right] : [box.top, box.bottom];
  const inside = (value: number): number => Math.min(end, Math.max(start, scale(value)));
  const [a, b] = [inside(from), inside(to)].sort((p, q) => p - q) as [number, number];
  const more = Math.max(0, least - (b - a)) / 2;
  const d =
    axis === 'x'
      ? boxPath(a - more, box.top, b + more, box.bottom)
      : boxPath(box.left, a - more, box.right, b + more);
  return { kind: 'path', d, fill: ink, opacity, hint };
}

/** Points alike, as one mark: hundreds by themselves would be a long task. Those that would cover one another are one. */
export function dots(
  f: Plot,
  x: Values,
  y: Values,
  { ink, r, opacity, hint, shape = 'circle' }: Look & { readonly r: number; readonly shape?: Shape },
): PathMark {
  const seen = new Set<string>();
  for (let i = 0; i < x.length; i++) {
    const d = pointPath(shape, f.x(x[i]!), f.y(y[i]!), r);
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) seen.add(d);
  }
  return { kind: 'path', d: [...seen].join(''), fill: ink, opacity, hint };
}

/** One point, a circle unless it has the shape of a policy; a ring where it is hollow. */
export function dot(
  f: Plot,
  x: number,
  y: number,
  { shape = 'circle', ...look }: DotLook & { readonly shape?: Shape },
): Mark {
  return pointAt(f.x(x), f.y(y), shape, look);
}

interface DotLook extends Look {
  readonly r?: number;
  readonly ring?: boolean;
  /** Drawn around it. */
  readonly edge?: Ink;
}

/** The same at a place in pixels. */
export function pointAt(
  x: number,
  y: number,
  shape: Shape,
  { ink, r = 4, opacity, hint, ring = false, edge }: DotLook,
): Mark {
  const look = {
    ...(ring ? { fill: 'paper' as const, stroke: ink, width: 2.2 } : { fill: ink }),
    ...(edge === undefined ? {} : { stroke: edge, width: 1.2 }),
    ...{ opacity, hint },
  };
  return shape === 'circle'
    ? { kind: 'circle', x, y, r, ...look }
    : { kind: 'path', d: pointPath(shape, x, y, r), ...look };
}

/** What a value may be: a broad, pale line from `from` to `to` on the level `at`, all px. */
export function interval(
  from: number,
  to: number,
  at: number,
  { ink, width = 5, opacity = 0.35, hint, upright = false }: Stroke & { readonly upright?: boolean },
): PathMark {
  const d = upright ? `M${px(at)} ${px(from)}V${px(to)}` : `M${px(from)} ${px(at)}H${px(to)}`;
  return { kind: 'path', d, stroke: ink, width, opacity, hint };
}

/** A bar over a box, px. */
export function bar({ left, right, top, bottom }: Box, { ink, opacity, hint }: Look): PathMark {
  return { kind: 'path', d: boxPath(left, top, right, bottom), fill: ink, opacity, hint };
}

type TextLook = Omit<TextMark, 'kind' | 'x' | 'y' | 'body' | 'fill'>;

/** A line of text; one that is longer than `room` px is cut, and whole in its hint. */
export function text(
  x: number,
  y: number,
  body: string,
  { ink, room, ...look }: { readonly ink: Ink; readonly room?: number } & Partial<TextLook>,
): TextMark {
  const shown = room === undefined ? body : fitted(body, room, look);
  return { kind: 'text', x, y, body: shown, fill: ink, ...(shown === body ? {} : { hint: body }), ...look };
}

/** What stands in a plot without data. */
export function empty({ box }: Plot, body: string): TextMark {
  return text((box.left + box.right) / 2, (box.top + box.bottom) / 2 + 4, body, {
    ...{ ink: 'soft', anchor: 'middle', halo: true },
  });
}
