/** Loads as the Loads view draws them: what is chosen of the whole, and what comes of it. */
import { dayTicks, whenWords } from './dates.ts';
import { frame, plotBox, type Frame } from '../../charts/frame.ts';
import { stretch } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';
import { boxPath } from '../../charts/paths.ts';
import { plural, short } from '../../format.ts';
import { loadMarks, tickOf } from '../../intake/tracePicture.ts';
import { spanWords } from '../../../workload/shaping/times.ts';
import type { Sketch } from '../../../workload/sketch.ts';
import type { Break } from '../../../workload/workload.ts';

const OVERVIEW = 130;
const RESULT = 260;
/** A gap is seen however short, px. */
const LEAST_MARK = 2;
/** Room above a load that is drawn on. */
const ABOVE = 1.4;

/** Where the plot of these charts begins and ends beside its numbers. */
const MARGIN = { left: 44, right: 10 };

export interface Overview {
  readonly sketch: Sketch;
  /** Seconds of it that are chosen; all where none are. */
  readonly windows: readonly (readonly [number, number])[];
  /** The one that the brush moves. */
  readonly active: number;
  readonly begins: number | undefined;
  readonly breaks: readonly Break[];
}

function plotOf(
  sketch: Sketch,
  width: number,
  height: number,
  begins: number | undefined,
  top: number,
): Frame {
  const box = plotBox(width, height, { ...MARGIN, top: 10, bottom: 22 });
  const { seconds } = sketch;
  return frame(box, {
    x: { domain: [0, Math.max(1, seconds)], ticks: dayTicks(seconds, box.right - box.left, begins) },
    y: { domain: [0, top > 0 ? top : 1], ticks: height > 200 ? 5 : 3, text: tickOf },
  });
}

/** The scale of the overview's time, px. */
export function overviewPlot({ sketch, begins }: Pick<Overview, 'sketch' | 'begins'>, width: number): Frame {
  return plotOf(sketch, width, OVERVIEW, begins, sketch.peak);
}

/** All of what a load begins with: what is not chosen is veiled, gaps and resets are marked. */
export function overviewChart(overview: Overview, width: number): ChartModel {
  const { sketch, windows, active, begins, breaks } = overview;
  const f = overviewPlot(overview, width);
  const when = (second: number): string => whenWords(second, begins);
  const gaps = breaks.filter(({ kind }) => kind === 'gap').length;
  const said = [
    ...(gaps > 0 ? [plural(gaps, 'gap')] : []),
    ...(breaks.length > gaps ? [plural(breaks.length - gaps, 'reset')] : []),
  ];
  return {
    title: 'The whole load, requests per second',
    sentence: [
      `${spanWords(sketch.seconds)}, with a peak of ${short(sketch.peak)}.`,
      windows.length === 0
        ? 'All of it is chosen.'
        : `Chosen: ${windows.map(([from, to]) => `${when(from)} to ${when(to)}`).join('; ')}.`,
      ...(said.length > 0 ? [`Marked: ${said.join(' and ')} of the import.`] : []),
    ].join(' '),
    width,
    height: OVERVIEW,
    marks: [
      ...f.marks,
      ...breaks.map((one) => breakMark(f, one, when)),
      ...loadMarks(f, sketch),
      ...veils(f, sketch.seconds, windows),
      ...windows.map(([from, to], i) => edges(f, from, to, i === active)),
    ],
    ...numbersOf(sketch, begins),
  };
}

function breakMark(f: Frame, { at, seconds, kind }: Break, when: (second: number) => string): Mark {
  const hint =
    kind === 'gap'
      ? `${when(at)}: no samples for ${spanWords(seconds)}`
      : `${when(at)}: the counter began anew`;
  return stretch(
    f,
    'x',
    [at, at + seconds],
    { ink: 'warn', opacity: kind === 'gap' ? 0.22 : 0.6, hint },
    LEAST_MARK,
  );
}

/** What lies between the windows. */
function veils(f: Frame, seconds: number, windows: Overview['windows']): readonly Mark[] {
  if (windows.length === 0) return [];
  const marks: Mark[] = [];
  let at = 0;
  for (const [from, to] of [...windows].sort(([a], [b]) => a - b)) {
    if (from > at) marks.push(stretch(f, 'x', [at, from], { ink: 'paper', opacity: 0.72 }));
    at = Math.max(at, to);
  }
  if (at < seconds) marks.push(stretch(f, 'x', [at, seconds], { ink: 'paper', opacity: 0.72 }));
  return marks;
}

function edges(f: Frame, from: number, to: number, active: boolean): Mark {
  const { top, bottom } = f.box;
  return {
    kind: 'path',
    d: boxPath(f.x(from), top, f.x(to), bottom),
    stroke: active ? 'ink' : 'strong',
    width: active ? 1.5 : 1,
    crisp: true,
  };
}

/** The highest of the picture, req/s; with room above where it is drawn on. */
export function topOf({ peak }: Sketch, drawing: boolean): number {
  return drawing ? ABOVE * Math.max(10, peak) : peak;
}

/** The scale of what it comes to, px; with room above where it is drawn on. */
export function resultPlot(
  sketch: Sketch,
  begins: number | undefined,
  width: number,
  drawing: boolean,
): Frame {
  return plotOf(sketch, width, RESULT, begins, topOf(sketch, drawing));
}

/** What the load comes to after all steps. */
export function resultChart(
  sketch: Sketch,
  begins: number | undefined,
  width: number,
  drawing = false,
): ChartModel {
  const f = resultPlot(sketch, begins, width, drawing);
  const { seconds, secondsPerSpan: span, mean, high, peak } = sketch;
  const at = Float64Array.from(mean, (_, k) => k * span);
  const middle = (k: number): number => f.x(Math.min(seconds, (k + 0.5) * span));
  return {
    title: 'What it comes to, requests per second',
    sentence: `${spanWords(seconds)}, with a peak of ${short(peak)}.${span > 1 ? ` The line is the mean of ${spanWords(span)}, the band reaches from the least to the highest second.` : ''}`,
    width,
    height: RESULT,
    marks: [...f.marks, ...loadMarks(f, sketch)],
    crosshair: {
      label: 'Crosshair of the load',
      ...{ box: f.box, at, x: middle },
      tracks: [{ ink: 'load', textInk: 'soft', y: (k) => f.y(mean[k]!), text: (k) => short(mean[k]!) }],
      say: (k) =>
        span > 1
          ? `${whenWords(at[k]!, begins)}: on average ${short(mean[k]!)} requests per second within ${spanWords(span)}, at most ${short(high[k]!)}`
          : `${whenWords(at[k]!, begins)}: ${short(mean[k]!)} requests per second`,
      where: (k) => whenWords(at[k]!, begins),
    },
    ...numbersOf(sketch, begins),
  };
}

/** A row for each column of the picture. */
function numbersOf(
  { secondsPerSpan: span, low, mean, high }: Sketch,
  begins: number | undefined,
): Pick<ChartModel, 'head' | 'rows'> {
  return {
    head: ['From', 'Least, per second', 'Mean, per second', 'Highest, per second'],
    get rows() {
      return Array.from(mean, (value, k) => [whenWords(k * span, begins), low[k]!, value, high[k]!]);
    },
  };
}
