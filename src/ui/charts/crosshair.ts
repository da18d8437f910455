/** The crosshair: where it stands, what is drawn there, and the one set of keys that moves it. */
import { inOrder, spread } from './labels.ts';
import { textWidth } from './letters.ts';
import type { Crosshair, Mark } from './model.ts';

/** Of `count` places that ascend, the one nearest to `at`; -1 where there are none. */
function nearestOf(count: number, placeOf: (k: number) => number, at: number): number {
  let low = 0;
  let high = count - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (placeOf(middle) < at) low = middle;
    else high = middle;
  }
  return Math.abs(placeOf(low) - at) <= Math.abs(placeOf(high) - at) ? low : high;
}

/** Index of the value nearest to `at` in values that ascend; -1 where there are none. */
export function nearest(values: ArrayLike<number>, at: number): number {
  return nearestOf(values.length, (k) => values[k]!, at);
}

/**
 * Where the crosshair of curves with places of their own stops: at the places of all of them, each once, ascending; at
 * those of the one alone as they are.
 */
export function stopsOf(axes: readonly Float64Array[]): Float64Array {
  if (axes.length === 1) return axes[0]!;
  return Float64Array.from(new Set(axes.flatMap((x) => [...x]))).sort();
}

/** Index of what a curve says at a stop: of the place nearest to it; at the last stop where the curve ends. */
export function placeAt(x: ArrayLike<number>, stops: ArrayLike<number>, stop: number): number {
  return stop === stops.length - 1 ? x.length - 1 : nearest(x, stops[stop]!);
}

/** Whole numbers of an axis say where a slider stands from this span on. */
const LARGE = 10;

/** What a slider tells of the axis, in whole numbers; where those would be one for many stops, of the stops. */
export function sliderRange({
  now,
  min,
  max,
  at,
  count,
}: Readonly<Record<'now' | 'min' | 'max' | 'at' | 'count', number>>): Readonly<
  Record<'now' | 'min' | 'max', number>
> {
  if (max - min < Math.min(LARGE, count - 1)) return { now: at, min: 0, max: count - 1 };
  return { now: Math.round(now), min: Math.round(min), max: Math.round(max) };
}

/** The stop nearest to a place on screen, px. */
export function stopAt({ at, x }: Crosshair, px: number): number {
  return nearestOf(at.length, x, px);
}

/** The cell of a grid at a place in its box, px. */
export function cellAt(crosshair: Crosshair, x: number, y: number): number {
  const { box, rows = 1 } = crosshair;
  const up = Math.floor(((box.bottom - y) / Math.max(1, box.bottom - box.top)) * rows);
  const row = Math.max(0, Math.min(rows - 1, up));
  return Math.floor(stopAt(crosshair, x) / rows) * rows + row;
}

const BETWEEN = 15;
const BESIDE = 10;
/** Of a dot, to the middle of its edge. */
const RADIUS = 4.2;

interface Reading {
  /** Where it stands, px, if not at the stop. */
  readonly x?: number;
  /** The line itself. */
  readonly hair?: boolean;
  readonly values?: boolean;
  /** Values stand left of the line; where they would leave the plot, unless said. */
  readonly flip?: boolean;
  /** The two tracks' values where they would cover one another, the upper first; else as their lines stand. */
  readonly order?: readonly number[];
}

/** What stands at a stop: the line, a dot and a value for every track, the place at its foot. */
export function readingMarks(
  { box, x: placeOf, tracks, where }: Crosshair,
  stop: number,
  { x = placeOf(stop), hair = true, values = true, ...asked }: Reading = {},
): readonly Mark[] {
  if (!Number.isFinite(x)) return [];
  const told = tracks
    .map((track) => ({ ...track, at: track.y(stop) }))
    .filter(({ at }) => Number.isFinite(at));
  const bodies = told.map(({ text }) => (values ? text(stop) : ''));
  const foot = hair ? where?.(stop) : undefined;
  const heights = told.map(({ at }) => at);
  // The foot is the last of the texts: values make room for it.
  const tags = spread(
    [
      ...(told.length === tracks.length ? inOrder(heights, BETWEEN, asked.order ?? []) : heights),
      ...(foot === undefined ? [] : [box.bottom]),
    ],
    BETWEEN,
    box.top + 2,
    box.bottom - (foot === undefined ? 6 : 8),
  );
  const widest = Math.max(0, ...bodies.map((body) => textWidth(body, { bold: true })));
  const flip = asked.flip ?? x + BESIDE + widest > box.right;
  const side = { anchor: flip ? ('end' as const) : ('start' as const), bold: true, halo: true };
  const beside = x + (flip ? -BESIDE : BESIDE);
  return [
    ...(hair
      ? [{ kind: 'path', d: `M${x} ${box.top}V${box.bottom}`, stroke: 'soft', crisp: true } as const]
      : []),
    ...told.map(({ ink, at }): Mark => ({
      kind: 'circle',
      ...{ x, y: at, r: RADIUS, fill: ink, stroke: 'paper', width: 1.5 },
    })),
    ...told.flatMap(({ ink, textInk = ink }, i): readonly Mark[] =>
      values ? [{ kind: 'text', x: beside, y: tags[i]! + 4, body: bodies[i]!, fill: textInk, ...side }] : [],
    ),
    ...(foot === undefined
      ? []
      : [{ kind: 'text', x: beside, y: tags.at(-1)! + 4, body: foot, fill: 'ink', ...side } as const]),
  ];
}

/** Stops that Shift, PageUp and PageDown pass. */
export const FAR = 6;

/**
 * The stop that a key leads to from `at`, of `count`: arrows by one, with Shift and by page `far`, Home and End to the
 * ends. Undefined where the key moves nothing.
 */
export function stopAfter(
  {
    key,
    shiftKey,
    ctrlKey,
    metaKey,
    altKey,
  }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  at: number,
  count: number,
  far = FAR,
): number | undefined {
  if (ctrlKey || metaKey || altKey || count < 1) return undefined;
  const by = shiftKey ? far : 1;
  const next: Readonly<Record<string, number>> = {
    ArrowRight: at + by,
    ArrowUp: at + by,
    ArrowLeft: at - by,
    ArrowDown: at - by,
    PageUp: at + far,
    PageDown: at - far,
    Home: 0,
    End: count - 1,
  };
  const stop = next[key];
  return stop === undefined ? undefined : Math.max(0, Math.min(count - 1, stop));
}

/** The same over a grid whose columns have `rows` cells: up and down within a column, all other keys along a row. */
export function cellAfter(
  event: Parameters<typeof stopAfter>[0],
  at: number,
  count: number,
  rows: number,
  far = FAR,
): number | undefined {
  const [column, row] = [Math.floor(at / rows), at % rows];
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    const up = stopAfter(event, row, rows, far);
    return up === undefined ? undefined : column * rows + up;
  }
  const next = stopAfter(event, column, count / rows, far);
  return next === undefined ? undefined : next * rows + row;
}
