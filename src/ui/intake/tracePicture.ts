/** A load as it came in: its mean over time, and the span between least and highest where a column covers many seconds. */
import { frame, plotBox, type Frame } from '../charts/frame.ts';
import { area, band, dot, line, text } from '../charts/marks.ts';
import type { ChartModel, Mark } from '../charts/model.ts';
import { linePath } from '../charts/paths.ts';
import { scaleOf } from '../charts/scale.ts';
import { timeTicks } from '../charts/time.ts';
import { clock, short } from '../format.ts';
import { spanWords } from '../../workload/shaping/times.ts';
import type { Sketch } from '../../workload/sketch.ts';

const HEIGHT = 190;
/** Rows of the table behind it. */
const ROWS = 60;

export const tickOf = (tick: number): string =>
  tick >= 100_000 ? tick.toExponential(0) : short(tick).replace(/\.0+$/, '');

/** Every second alike, but for what sums of floats leave. */
const isSteady = ({ low, peak }: Sketch): boolean =>
  peak - low.reduce((least, rate) => Math.min(least, rate), Infinity) <= 1e-9 * peak;

/** The mean over time and, where a column covers many seconds, the span between its least and its highest. */
export function loadMarks(
  f: Frame,
  { seconds, secondsPerSpan: span, low, mean, high }: Sketch,
): readonly Mark[] {
  const at = mean.map((_, k) => Math.min(seconds, (k + 0.5) * span));
  return [
    ...(span > 1 ? [band(f, at, low, high, { ink: 'load', opacity: 0.35 })] : []),
    area(f, at, mean, { ink: 'load' }),
    line(f, at, mean, { ink: 'load' }),
  ];
}

export function tracePicture(sketch: Sketch, width: number): ChartModel {
  const { seconds, secondsPerSpan: span, mean, high, peak, peakAt } = sketch;
  const box = plotBox(width, HEIGHT, { left: 44, right: 8, top: 20, bottom: 22 });
  const f = frame(box, {
    x: {
      domain: [0, Math.max(1, seconds)],
      ticks: timeTicks(0, seconds, box.right - box.left, 'clock', 64),
    },
    y: { domain: [0, peak > 0 ? peak : 1], ticks: 4, text: tickOf },
  });
  const steady = isSteady(sketch);
  const right = f.x(peakAt) > width - 120;
  const marks: readonly Mark[] = [
    ...f.marks,
    ...loadMarks(f, sketch),
    ...(steady
      ? []
      : [
          dot(f, peakAt + 0.5, peak, { ink: 'ink', r: 3 }),
          text(f.x(peakAt) + (right ? -7 : 8), Math.max(12, f.y(peak) - 6), `peak ${short(peak)}`, {
            ...{ ink: 'ink', anchor: right ? 'end' : 'start', bold: true, small: true },
          }),
        ]),
  ];
  const group = Math.max(1, Math.ceil(mean.length / ROWS));
  const rows = Array.from({ length: Math.ceil(mean.length / group) }, (_, i) => {
    const [a, b] = [i * group, Math.min(mean.length, (i + 1) * group)];
    const part = mean.subarray(a, b);
    return [
      clock(a * span),
      part.reduce((sum, v) => sum + v, 0) / part.length,
      high.subarray(a, b).reduce((m, v) => Math.max(m, v), 0),
    ];
  });
  return {
    title: 'The load, requests per second',
    sentence: steady
      ? 'The load is the same throughout.'
      : `The peak comes ${peakAt === 0 ? 'in the first second' : `after ${clock(peakAt)}`}.${span > 1 ? ` The line is the mean of ${spanWords(span)}, the band reaches from the least to the highest second.` : ''}`,
    width,
    height: HEIGHT,
    marks,
    head: ['From', 'Mean, per second', 'Highest, per second'],
    rows,
  };
}

/** A load in one line of text height. */
export function sparkPath(
  { seconds, secondsPerSpan, mean, peak }: Sketch,
  width: number,
  height: number,
): string {
  const x = scaleOf([0, Math.max(1, seconds)], [0, width]);
  const y = scaleOf([0, peak > 0 ? peak : 1], [height - 1, 1]);
  return linePath(
    mean.map((_, k) => (k + 0.5) * secondsPerSpan),
    mean,
    x,
    y,
  );
}
