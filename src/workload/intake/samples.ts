/** Samples of each series: numbers at increasing times, without what is no sample. */
import { Decisions, counted, type Taken } from './steps.ts';
import { carriesUnit, numberIn, type Decimal } from './numbers.ts';
import type { CellSeries } from './cells.ts';
import type { Clock } from './times.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

export interface Samples {
  readonly label: string;
  readonly name: string;
  /** Empty where none is named. */
  readonly metric: string;
  /** s; never decreasing. */
  readonly times: Float64Array;
  /** Undefined where each time is a single request. */
  readonly values: Float64Array | undefined;
  readonly valuePlace: (i: number) => string;
  readonly timePlace: (i: number) => string;
}

export interface Read {
  readonly series: readonly Samples[];
  /** Usual distance of two samples of one series, s; 1 where there are none. */
  readonly step: number;
  /** The values carry their unit, so they are rates. */
  readonly unitSaid: boolean;
}

/** A float's rest below zero is zero. */
const ROUNDING = -1e-9;
const LOOKED_AT = 40_000;

/** Numbers in order, or the sentence that names the first that is none or negative. */
export function samplesOf(all: readonly CellSeries[], clock: Clock, decimal: Decimal): Result<Taken<Read>> {
  const log = new Decisions('times');
  const series: Samples[] = [];
  const outer = { first: Infinity, last: -Infinity };
  const inner = { first: Infinity, last: -Infinity };
  let unusable = 0;
  let unsorted = 0;
  let descending = 0;
  let unitSaid = false;
  for (const [n, one] of all.entries()) {
    const cells = one.values;
    const given = clock.times[n]!;
    const length = cells?.length ?? given.length;
    const times = new Float64Array(length);
    const values = cells && new Float64Array(length);
    const at = new Uint32Array(length);
    let kept = 0;
    let falls = 0;
    for (let i = 0; i < length; i++) {
      widen(outer, given[i]!);
      let value = 1;
      if (cells) {
        const number = numberIn(cells[i], decimal);
        if (number === undefined) return refused(one.badValue(i));
        if (Number.isNaN(number)) {
          unusable++;
          continue;
        }
        unitSaid ||= carriesUnit(cells[i]);
        if (number < ROUNDING)
          return refused(
            `${one.valuePlace(i)}: ${String(number)} is negative; requests per second cannot be.`,
          );
        value = Math.max(0, number);
      }
      if (Number.isNaN(given[i]!)) continue;
      widen(inner, given[i]!);
      times[kept] = given[i]!;
      if (values) values[kept] = value;
      at[kept] = i;
      if (kept > 0 && times[kept]! < times[kept - 1]!) falls++;
      kept++;
    }
    const whole = {
      times: times.subarray(0, kept),
      values: values?.subarray(0, kept),
      at: at.subarray(0, kept),
    };
    const reversed = falls > 0 && falls === kept - 1;
    if (reversed) descending++;
    else unsorted += falls;
    const sorted = falls > 0 ? inOrder(whole) : whole;
    if (kept > 0)
      series.push({
        label: one.label,
        name: one.name,
        metric: one.metric,
        times: sorted.times,
        values: sorted.values,
        valuePlace: (i) => one.valuePlace(sorted.at[i]!),
        timePlace: (i) => one.timePlace(sorted.at[i]!),
      });
  }
  if (descending > 0) log.changed('The newest times stand first; they were put in order.');
  if (unsorted > 0)
    log.changed(`${counted(unsorted, 'time', ['steps', 'step'])} back; the times were put in order.`);
  if (unusable > 0)
    log.leftOut(
      `${counted(unusable, 'value', ['was', 'were'])} NaN, infinite or empty and ${unusable === 1 ? 'counts' : 'count'} as no sample.`,
    );
  if (inner.first > outer.first)
    log.leftOut(`The first ${seconds(inner.first - outer.first)} hold no sample at all and are cut off.`);
  if (inner.last < outer.last)
    log.leftOut(`The last ${seconds(outer.last - inner.last)} hold no sample at all and are cut off.`);
  return accepted(log.with({ series, step: usualStep(series), unitSaid }));
}

function widen(span: { first: number; last: number }, t: number): void {
  if (t < span.first) span.first = t;
  if (t > span.last) span.last = t;
}

function seconds(s: number): string {
  return `${s.toLocaleString('en', { maximumSignificantDigits: 6 })} s`;
}

interface Ordered {
  readonly times: Float64Array;
  readonly values: Float64Array | undefined;
  readonly at: Uint32Array;
}

function inOrder({ times, values, at }: Ordered): Ordered {
  const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
  return {
    times: Float64Array.from(order, (i) => times[i]!),
    values: values && Float64Array.from(order, (i) => values[i]!),
    at: Uint32Array.from(order, (i) => at[i]!),
  };
}

/** Median distance of neighbours that differ, over all series. */
function usualStep(series: readonly Samples[]): number {
  const all = series.reduce((sum, one) => sum + one.times.length, 0);
  const stride = Math.max(1, Math.floor(all / LOOKED_AT));
  const distances: number[] = [];
  let next = 1;
  for (const { times } of series) {
    let i = next;
    for (; i < times.length; i += stride) {
      const distance = times[i]! - times[i - 1]!;
      if (distance > 0) distances.push(distance);
    }
    next = Math.max(1, i - times.length);
  }
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 1;
}
