/** One quantity of both futures of a fork, on one clock: as it was, and with another order. */
import { clock, fixed } from '../format.ts';
import { domainOf, frame, plotBox } from '../charts/frame.ts';
import { besideOf, endLabels } from '../charts/labels.ts';
import { line, rule } from '../charts/marks.ts';
import type { ChartModel, Tone } from '../charts/model.ts';
import type { Fork } from '../../experiments/fork.ts';
import { measureById, type Measure } from '../../scenario/measures.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export interface Quantity {
  readonly measure: Measure;
  /** Its axis begins at 0. */
  readonly zero: boolean;
}

export const quantities: readonly Quantity[] = [
  { measure: measureById('reward'), zero: false },
  { measure: measureById('cost'), zero: true },
  { measure: measureById('latency'), zero: true },
  { measure: measureById('inTime'), zero: true },
];

/** By decision: seconds of the trace, and the quantity as it was and in the fork, in its unit; and over all of them. */
export interface Futures {
  readonly t: Float64Array;
  readonly own: Float64Array;
  readonly other: Float64Array;
  readonly whole: { readonly own: number; readonly other: number };
}

/** A measure of both futures. */
export function futuresOf({ own, other }: Pick<Fork, 'own' | 'other'>, { over }: Measure): Futures {
  const each = (series: EpisodeSeries): Float64Array =>
    series.t.map((_, k) => over?.(series, k, k + 1) ?? NaN);
  const all = (series: EpisodeSeries): number => over?.(series, 0, series.t.length) ?? NaN;
  return { t: own.t, own: each(own), other: each(other), whole: { own: all(own), other: all(other) } };
}

const HEIGHT = 118;
const LINES = ['as it was', 'fork'] as const;
/** Right of the plot: the longer name whole. */
const NAMES = besideOf(LINES, { small: true });

/** `name` decided on as it was, in the colour `ink`; `objective` in the quantity's unit is drawn where it is in sight. */
export function futureChart(
  { measure: { title, axis: unit, digits }, zero }: Quantity,
  { t, own, other, whole }: Futures,
  {
    name,
    ink,
    objective,
  }: { readonly name: string; readonly ink: Tone; readonly objective?: number | undefined },
  width: number,
): ChartModel {
  const [from, to] = [t[0] ?? 0, (t.at(-1) ?? 0) + DECISION_SECONDS];
  const box = plotBox(width, HEIGHT, { left: 30, right: NAMES, top: 9, bottom: 16 });
  const f = frame(box, {
    x: {
      domain: [from, to],
      ticks: t.length === 0 ? [] : [from, to].map((at) => ({ at, text: clock(at) })),
    },
    y: { domain: domainOf([own, other], { zero, below: 0.06, above: 0.06 }), ticks: 3 },
  });
  const course = { over: DECISION_SECONDS, held: true };
  const say = (value: number): string => (Number.isFinite(value) ? fixed(value, digits) : 'nothing');
  const lines = [
    { name: LINES[0], ink, values: own, width: 3.2 },
    { name: LINES[1], ink: 'ink', values: other, width: 1.5 },
  ] as const;
  return {
    title,
    unit,
    sentence: `${title} in ${unit} over the fork: ${name} averages ${say(whole.own)}, the fork ${say(whole.other)}.`,
    ...{ width, height: HEIGHT },
    marks: [
      ...f.marks,
      ...(objective !== undefined && objective <= f.y.domain()[1] ? rule(f, objective) : []),
      ...lines.map((one) => line(f, t, one.values, { ink: one.ink, width: one.width, ...course })),
      ...endLabels(
        lines.map((one) => ({ name: one.name, ink: one.ink, y: f.y(one.values.at(-1) ?? NaN) })),
        ...([box, width, { gap: 13, small: true }] as const),
      ),
    ],
    crosshair: {
      label: `Crosshair of ${title.toLowerCase()} in both futures`,
      ...{ box, at: t, x: (k) => f.x(t[k]! + DECISION_SECONDS / 2) },
      tracks: lines.map((one) => ({
        ink: one.ink,
        y: (k) => f.y(one.values[k]!),
        text: (k) => fixed(one.values[k]!, digits),
      })),
      say: (k) =>
        `${clock(t[k]!)}: ${title.toLowerCase()} ${say(own[k]!)} as it was, ${say(other[k]!)} in the fork`,
      where: (k) => clock(t[k]!),
    },
    head: ['Second', `${title}, ${unit}, ${name}`, 'fork'],
    get rows() {
      return Array.from(t, (second, k) => [second, own[k]!, other[k]!]);
    },
  };
}
