/** Names of lines: where they end, or in a row above where there is no room beside. */
import { fitted, textWidth } from './letters.ts';
import type { Box, Ink, Mark, PathMark, TextMark } from './model.ts';

export interface Label {
  readonly name: string;
  readonly ink: Ink;
  /** Where its line ends, px. */
  readonly y: number;
  /** Stands behind the name. */
  readonly value?: string | undefined;
  /** Set off from the others; so unless it says no. */
  readonly bold?: boolean | undefined;
  /** The line's, in a legend. */
  readonly dash?: string | undefined;
}

/** Between the ends of lines and their names. */
const BESIDE = 8;
const BETWEEN = 14;
const BEFORE_VALUE = 5;
/** From a text's middle down to its base line. */
const BASE = 4;
const GAP = 12;
const SAMPLE = 14;

/** Moves labels apart that would touch: each at least `gap` below the one before, all inside [top, bottom]. */
export function spread(
  positions: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = positions
    .map((y, i) => ({ y: Number.isFinite(y) ? y : bottom, i }))
    .sort((p, q) => p.y - q.y);
  let before = top - gap;
  for (const item of order) {
    item.y = Math.max(item.y, before + gap);
    before = item.y;
  }
  let after = bottom + gap;
  for (const item of [...order].reverse()) {
    item.y = Math.min(item.y, after - gap);
    after = item.y;
  }
  const placed = [...positions];
  for (const { y, i } of order) placed[i] = y;
  return placed;
}

/**
 * Two places nearer than `gap` could stand in either order: they take the one given, whichever is above by a jitter, so
 * that names and values of the same lines never stand in opposite orders. `order` holds both indices, the upper first.
 */
export function inOrder(
  positions: readonly number[],
  gap: number,
  order: readonly number[],
): readonly number[] {
  const [upper, lower] = order;
  if (positions.length !== 2 || upper === undefined || lower === undefined) return positions;
  const [p, q] = [positions[upper]!, positions[lower]!];
  if (!(Math.abs(p - q) < gap) || p < q) return positions;
  const middle = (p + q) / 2;
  return positions.map((_, i) => (i === upper ? middle - 0.5 : middle + 0.5));
}

/** Where a line's label stands: at the level where it ends, not at its last jitter. NaN where it has no value. */
export function tailOf(values: ArrayLike<number>, count = 5): number {
  let sum = 0;
  let found = 0;
  for (let i = values.length - 1; i >= 0 && found < count; i--) {
    if (!Number.isFinite(values[i])) continue;
    sum += values[i]!;
    found++;
  }
  return found === 0 ? NaN : sum / found;
}

/** Pixels right of a plot in which the longest of `names` stands whole, as `endLabels` writes it. */
export const besideOf = (names: readonly string[], look: { readonly small?: boolean } = {}): number =>
  BESIDE + Math.ceil(Math.max(...names.map((name) => textWidth(name, { ...look, bold: true }))));

/** Names right of the plot, from its edge to `right`, apart from one another; one that is too long is cut. */
export function endLabels(
  labels: readonly Label[],
  { right: left, top, bottom }: Box,
  right: number,
  { gap = BETWEEN, small = false }: { readonly gap?: number; readonly small?: boolean } = {},
): readonly Mark[] {
  const places = spread(
    labels.map(({ y }) => y),
    gap,
    top,
    bottom,
  );
  return labels.flatMap(({ name, ink, value, bold = true }, i): readonly TextMark[] => {
    const look = { y: places[i]! + BASE, fill: ink, bold, small };
    const room = right - left - BESIDE - (value === undefined ? 0 : textWidth(value, look) + BEFORE_VALUE);
    const body = fitted(name, room, look);
    return [
      { kind: 'text', x: left + BESIDE, body, ...look, ...(body === name ? {} : { hint: name }) },
      ...(value === undefined
        ? []
        : [{ kind: 'text', x: right, body: value, anchor: 'end', ...look } as const]),
    ];
  });
}

/** Names in a row that ends at `right`, on the base line `y`, not further left than `left`: long ones share what there is. */
export function legend(
  labels: readonly Label[],
  { left, right, y }: { readonly left: number; readonly right: number; readonly y: number },
  { small = false, samples = false }: { readonly small?: boolean; readonly samples?: boolean } = {},
): readonly Mark[] {
  const marks: (TextMark | PathMark)[] = [];
  const sample = samples ? SAMPLE + 4 : 0;
  let free = right - left;
  let x = right;
  [...labels].reverse().forEach(({ name, ink, value, bold = true, dash }, i) => {
    const look = { y, fill: ink, bold, small, anchor: 'end', halo: true } as const;
    const own = (free - GAP * (labels.length - 1 - i)) / (labels.length - i);
    const valueRoom = value === undefined ? 0 : textWidth(value, look) + BESIDE;
    const body = fitted(name, own - sample - valueRoom, look);
    if (value !== undefined) marks.push({ kind: 'text', x, body: value, ...look });
    marks.push({ kind: 'text', x: x - valueRoom, body, ...look, ...(body === name ? {} : { hint: name }) });
    const taken = textWidth(body, look) + valueRoom + sample;
    if (samples)
      marks.push({
        kind: 'path',
        d: `M${(x - taken).toFixed(1)} ${y - BASE}h${SAMPLE}`,
        ...{ stroke: ink, width: 2, dash },
      });
    x -= taken + GAP;
    free -= taken + GAP;
  });
  return marks;
}
