/** Times brought to seconds: their unit, their zone. */
import { datesIn } from './dateColumn.ts';
import { Decisions, askedFor, type Taken } from './steps.ts';
import { dateInAnyOrder } from './dates.ts';
import { numberIn, type Decimal } from './numbers.ts';
import { perOf, timeUnitOf } from './columnWords.ts';
import type { Cells, CellSeries } from './cells.ts';
import type { IntakeChoices } from './report.ts';
import type { Cell, TimeUnit } from './source.ts';
import { quoted } from './text.ts';
import { inSeconds, UNIT_NAMES, UNITS } from './units.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { SHORTEST_REPLAY } from '../workload.ts';

const STEPS: readonly number[] = [1, 5, 10, 15, 30, 60, 300, 900, 3600];
const LOOKED_AT = 400;
/** s; 30,000 years. */
const LATEST = 1e12;
/** The load below which a log of single requests hardly counts its times in seconds, req/s. */
const LEAST_LOAD = 0.1;

export interface Clock {
  /** Of each series, seconds; NaN where a line has no time. Series of one table share the array. */
  readonly times: readonly Float64Array[];
  /** Whether 0 has a meaning of its own (1970), or is simply where the file begins. */
  readonly dated: boolean;
}

/** Seconds of every sample, or the sentence that names the first that is no time. */
export function readTimes(cells: Cells, decimal: Decimal, asked: IntakeChoices): Result<Taken<Clock>> {
  const log = new Decisions('times');
  const lists = new Map<readonly Cell[], CellSeries>();
  for (const one of cells.series) if (one.times && !lists.has(one.times)) lists.set(one.times, one);
  if (lists.size === 0) return accepted(log.with({ times: countedUp(cells, asked, log), dated: false }));
  const read = holdsDates(lists) ? datesIn(lists, asked, log) : numbersIn(lists, cells, decimal, asked, log);
  if (!read.ok) return read;
  const { found, dated } = read.value;
  let missing = 0;
  for (const list of found.values()) for (const t of list) if (Number.isNaN(t)) missing++;
  if (missing > 0) log.leftOut(`${missing.toLocaleString('en')} lines without a time are left out.`);
  return accepted(log.with({ times: cells.series.map((one) => found.get(one.times!)!), dated }));
}

/** Whether most of the first times are dates or times of day. */
function holdsDates(lists: ReadonlyMap<readonly Cell[], CellSeries>): boolean {
  let dates = 0;
  let looked = 0;
  for (const list of lists.keys()) {
    for (let i = 0; i < list.length && looked < LOOKED_AT; i++) {
      const cell = list[i]!;
      if (typeof cell !== 'string' || cell.trim() === '') {
        if (typeof cell === 'number') looked++;
        continue;
      }
      looked++;
      if (numberIn(cell, 'point') === undefined && dateInAnyOrder(cell) !== undefined) dates++;
    }
    if (looked >= LOOKED_AT) break;
  }
  return dates > 0.5 * looked;
}

/** Values that follow each other, `step` seconds apart. */
function countedUp(cells: Cells, asked: IntakeChoices, log: Decisions): readonly Float64Array[] {
  const wish = askedFor(
    asked,
    'step',
    (s) => Number(s) > 0 && Number(s) <= 86_400,
    'a number of seconds up to 86,400',
    log,
  );
  const per = perOf(cells.series[0]!.name) ?? 1;
  const step = wish === undefined ? (per >= 60 ? per : 1) : Number(wish);
  log.choices.push({
    id: 'step',
    label: 'Seconds between values',
    options: [...new Set([...STEPS, step])]
      .sort((a, b) => a - b)
      .map((s) => ({ value: String(s), label: s === 1 ? '1 second' : `${String(s)} seconds` })),
    multiple: false,
    value: [String(step)],
    assumed: wish === undefined,
  });
  const sentence = `The file has no times; its values follow each other by ${step === 1 ? 'a second' : `${String(step)} seconds`}`;
  if (wish === undefined) log.assumed(`${sentence} (assumed).`);
  else log.read(`${sentence}, as asked.`);
  const longest = cells.series.reduce((most, one) => Math.max(most, one.values?.length ?? 0), 0);
  const times = Float64Array.from({ length: longest }, (_, i) => i * step);
  return cells.series.map((one) => times.subarray(0, one.values?.length ?? 0));
}

interface Numbers {
  readonly found: ReadonlyMap<readonly Cell[], Float64Array>;
  readonly dated: boolean;
}

function numbersIn(
  lists: ReadonlyMap<readonly Cell[], CellSeries>,
  cells: Cells,
  decimal: Decimal,
  asked: IntakeChoices,
  log: Decisions,
): Result<Numbers> {
  const found = new Map<readonly Cell[], Float64Array>();
  for (const [list, one] of lists) {
    const times = new Float64Array(list.length);
    for (let i = 0; i < list.length; i++) {
      const t = numberIn(list[i], decimal);
      if (t === undefined)
        return refused(
          `${one.timePlace(i)}: ${quoted(list[i])} is not a time like those around it; seconds or a date like 2024-01-05 12:00:00 were expected.`,
        );
      times[i] = t;
    }
    found.set(list, times);
  }
  const all = [...found.values()];
  const { unit, dated } = unitOf(all, cells, asked, log);
  if (unit !== 's')
    for (const times of all) for (let i = 0; i < times.length; i++) times[i] = inSeconds(times[i]!, unit);
  for (const [list, one] of lists) {
    const i = found.get(list)!.findIndex((t) => Math.abs(t) > LATEST);
    if (i >= 0)
      return refused(
        `${one.timePlace(i)}: ${quoted(list[i])} is a time that no clock shows (in ${UNIT_NAMES[unit]}); mend it or check the unit of the times.`,
      );
  }
  return accepted({ found, dated });
}

function unitOf(
  all: readonly Float64Array[],
  cells: Cells,
  asked: IntakeChoices,
  log: Decisions,
): { readonly unit: TimeUnit; readonly dated: boolean } {
  const wish = askedFor(asked, 'timeUnit', (u) => UNITS.includes(u as TimeUnit), UNITS.join(', '), log);
  const size = sizeOf(all);
  const since1970 = bySize(size);
  const header = timeUnitOf(cells.timeName);
  const guess =
    since1970 === undefined && header === undefined && cells.timeUnit === undefined
      ? relativeUnit(
          all,
          cells.series.every((one) => one.values === undefined),
        )
      : undefined;
  const unit = (wish as TimeUnit | undefined) ?? cells.timeUnit ?? since1970 ?? header ?? guess!.unit;
  if (cells.timeUnit === undefined || wish !== undefined) {
    log.choices.push({
      id: 'timeUnit',
      label: 'Unit of the times',
      options: UNITS.map((u) => ({ value: u, label: UNIT_NAMES[u] })),
      multiple: false,
      value: [unit],
      assumed: wish === undefined && guess !== undefined,
    });
  }
  if (wish !== undefined) log.read(`Times are ${UNIT_NAMES[unit]}, as asked.`);
  else if (guess) log.assumed(`Times are taken as ${UNIT_NAMES[unit]}: ${guess.why}.`);
  else if (since1970 !== undefined) log.read(`Times are ${UNIT_NAMES[unit]} since 1970, by their size.`);
  else log.read(`Times are ${UNIT_NAMES[unit]}.`);
  return { unit, dated: since1970 !== undefined };
}

/** A time in the middle of the file. */
function sizeOf(all: readonly Float64Array[]): number {
  const some: number[] = [];
  for (const times of all) {
    const stride = Math.max(1, Math.floor(times.length / LOOKED_AT));
    for (let i = 0; i < times.length; i += stride)
      if (!Number.isNaN(times[i]!)) some.push(Math.abs(times[i]!));
    if (some.length > 4 * LOOKED_AT) break;
  }
  some.sort((a, b) => a - b);
  return some[Math.floor(some.length / 2)] ?? 0;
}

/** Since 1970, of the years 1973 to 5138 in each unit; undefined for times that begin anywhere. */
function bySize(size: number): TimeUnit | undefined {
  if (size < 1e8 || size > 1e20) return undefined;
  return size < 1e11 ? 's' : size < 1e14 ? 'ms' : size < 1e17 ? 'us' : 'ns';
}

/** For times that begin anywhere and whose header names no unit. */
function relativeUnit(
  all: readonly Float64Array[],
  events: boolean,
): { readonly unit: TimeUnit; readonly why: string } {
  let least = Infinity;
  let most = -Infinity;
  let count = 0;
  let thousands = true;
  for (const times of all)
    for (const t of times) {
      if (Number.isNaN(t)) continue;
      least = Math.min(least, t);
      most = Math.max(most, t);
      thousands &&= t % 1000 === 0;
      count++;
    }
  const span = most - least;
  const runs = span / 1000 >= SHORTEST_REPLAY;
  if (events && span > 0 && count / span < LEAST_LOAD && Number.isInteger(least) && Number.isInteger(most)) {
    const rare = `as seconds they would be one request in ${Math.round(span / count).toLocaleString('en')} s`;
    if (runs) return { unit: 'ms', why: `the file names no unit, and ${rare}` };
    return {
      unit: 's',
      why: `the file names no unit; ${rare}, as milliseconds the whole would last ${String(Math.round(span / 1000))} s, which is too short for a run`,
    };
  }
  if (!events && runs && thousands && count > 1 && span / (count - 1) >= 1000)
    return { unit: 'ms', why: 'the file names no unit, and all of them are whole thousands' };
  return { unit: 's', why: 'the file names no unit' };
}
