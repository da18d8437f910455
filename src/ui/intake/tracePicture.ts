/** A load as it came in: its mean over time, and the span between least and highest where a column covers many seconds. */
import { area, line, scaleLinear } from 'd3';
import { INK, LINE, LOAD, px, SOFT, type Mark, type Picture } from '../charts/picture.ts';
import { clock, short } from '../format.ts';
import type { Sketch } from '../../workload/sketch.ts';

const HEIGHT = 190;
const LEFT = 44;
const RIGHT = 8;
const TOP = 20;
const FOOT = 22;
const STEPS = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800];
/** Rows of the table behind it. */
const ROWS = 60;

/** A span of time in the largest unit that keeps it short: 90 s, 30 min, 8 h, 3.5 days. */
export function spanOf(seconds: number): string {
  const digits = (value: number): string => String(Math.round(10 * value) / 10);
  if (seconds < 120) return `${digits(seconds)} s`;
  if (seconds < 7200) return `${digits(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${digits(seconds / 3600)} h`;
  return `${digits(seconds / 86_400)} days`;
}

const timeLabel = (t: number, seconds: number): string =>
  seconds > 2 * 86_400 ? `day ${String(Math.floor(t / 86_400) + 1)}` : clock(t);

/** Every second alike, but for what sums of floats leave. */
const isSteady = ({ low, peak }: Sketch): boolean =>
  peak - low.reduce((least, rate) => Math.min(least, rate), Infinity) <= 1e-9 * peak;

export function tracePicture(sketch: Sketch, width: number): Picture {
  const { seconds, secondsPerSpan: span, low, mean, high, peak, peakAt } = sketch;
  const floor = HEIGHT - FOOT;
  const x = scaleLinear([0, Math.max(1, seconds)], [LEFT, width - RIGHT]);
  const y = scaleLinear([0, peak > 0 ? peak : 1], [floor, TOP]);
  const at = (k: number): number => px(x(Math.min(seconds, (k + 0.5) * span)));
  const marks: Mark[] = [];
  for (const tick of y.ticks(4)) {
    marks.push({
      kind: 'path',
      d: `M${String(LEFT)} ${String(px(y(tick)))}H${String(width - RIGHT)}`,
      stroke: LINE,
    });
    marks.push({
      kind: 'text',
      x: LEFT - 7,
      y: y(tick) + 4,
      body: tick >= 100_000 ? tick.toExponential(0) : short(tick).replace(/\.0+$/, ''),
      fill: SOFT,
      anchor: 'end',
      small: true,
    });
  }
  const step = STEPS.find((s) => x(s) - x(0) >= 64) ?? 604_800;
  for (let t = 0; t <= seconds; t += step)
    marks.push({
      kind: 'text',
      x: x(t),
      y: HEIGHT - 6,
      body: timeLabel(t, seconds),
      fill: SOFT,
      anchor: t === 0 ? 'start' : x(t) > width - 30 ? 'end' : 'middle',
      small: true,
    });
  if (span > 1)
    marks.push({
      kind: 'path',
      d:
        area<number>(
          (_, k) => at(k),
          (_, k) => px(y(low[k]!)),
          (_, k) => px(y(high[k]!)),
        )(Array.from(mean)) ?? '',
      fill: LOAD,
      opacity: 0.35,
    });
  marks.push({
    kind: 'path',
    d:
      area<number>(
        (_, k) => at(k),
        floor,
        (v) => px(y(v)),
      )(Array.from(mean)) ?? '',
    fill: LOAD,
    opacity: 0.16,
  });
  marks.push({
    kind: 'path',
    d:
      line<number>(
        (_, k) => at(k),
        (v) => px(y(v)),
      )(Array.from(mean)) ?? '',
    stroke: LOAD,
    width: 1.5,
  });
  const steady = isSteady(sketch);
  const right = x(peakAt) > width - 120;
  if (!steady)
    marks.push(
      { kind: 'circle', x: x(peakAt + 0.5), y: y(peak), r: 3, fill: INK },
      {
        kind: 'text',
        x: x(peakAt) + (right ? -7 : 8),
        y: Math.max(12, y(peak) - 6),
        body: `peak ${short(peak)}`,
        fill: INK,
        anchor: right ? 'end' : 'start',
        bold: true,
        small: true,
      },
    );
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
      : `The peak comes ${peakAt === 0 ? 'in the first second' : `after ${clock(peakAt)}`}.${span > 1 ? ` The line is the mean of ${spanOf(span)}, the band reaches from the least to the highest second.` : ''}`,
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
  const x = scaleLinear([0, Math.max(1, seconds)], [0, width]);
  const y = scaleLinear([0, peak > 0 ? peak : 1], [height - 1, 1]);
  return (
    line<number>(
      (_, k) => px(x((k + 0.5) * secondsPerSpan)),
      (v) => px(y(v)),
    )(Array.from(mean)) ?? ''
  );
}
