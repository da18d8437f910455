/** Series as SVG paths. Long series are thinned to what a column of pixels can show, extremes kept. */
import { area, curveLinear, curveStepAfter, line } from 'd3';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export type Scale = (value: number) => number;

interface Mark {
  readonly x: number;
  readonly y: number;
}

/** At most this many points a path. */
const MOST = 2400;

/** `t` in seconds at the start of each step; points sit in the middle of it, steps span it. */
function marksOf(
  t: Float64Array,
  values: Float64Array,
  x: Scale,
  y: Scale,
  steps: boolean,
  step: number,
): Mark[] {
  const marks: Mark[] = [];
  const shift = steps ? 0 : step / 2;
  const put = (k: number): void => {
    marks.push({ x: x(t[k]! + shift), y: y(values[k]!) });
  };
  const stride = Math.ceil((2 * t.length) / MOST);
  if (stride <= 1) {
    for (let k = 0; k < t.length; k++) put(k);
  } else {
    for (let k = 0; k < t.length; k += stride) {
      const end = Math.min(t.length, k + stride);
      let low = k;
      let high = k;
      for (let i = k + 1; i < end; i++) {
        if (values[i]! < values[low]!) low = i;
        if (values[i]! > values[high]!) high = i;
      }
      put(Math.min(low, high));
      if (low !== high) put(Math.max(low, high));
    }
  }
  const last = marks.at(-1);
  if (last && steps) marks.push({ x: x(t[t.length - 1]! + step), y: last.y });
  return marks;
}

const round = (value: number): number => Math.round(value * 10) / 10;

export function linePath(
  t: Float64Array,
  values: Float64Array,
  x: Scale,
  y: Scale,
  steps: boolean,
  step = DECISION_SECONDS,
): string {
  const draw = line<Mark>(
    (m) => round(m.x),
    (m) => round(m.y),
  ).curve(steps ? curveStepAfter : curveLinear);
  return draw(marksOf(t, values, x, y, steps, step)) ?? '';
}

export function areaPath(
  t: Float64Array,
  values: Float64Array,
  x: Scale,
  y: Scale,
  floor: number,
  step = DECISION_SECONDS,
): string {
  const marks = marksOf(t, values, x, y, false, step);
  const draw = area<Mark>(
    (m) => round(m.x),
    floor,
    (m) => round(m.y),
  );
  return draw(marks) ?? '';
}

/** Moves labels apart that would touch: each at least `gap` below the one before, all inside [top, bottom]. */
export function spread(
  positions: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = positions.map((y, i) => ({ y, i })).sort((p, q) => p.y - q.y);
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
