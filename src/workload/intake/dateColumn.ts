/** Columns of dates: order of day and month, zone, midnight. */
import { askedFor, listed, type Decisions } from './steps.ts';
import { dateIn } from './dates.ts';
import { clockOf, ZONES, zonesRead } from './zones.ts';
import type { CellSeries } from './cells.ts';
import type { IntakeChoices } from './report.ts';
import type { Cell } from './source.ts';
import { quoted } from './text.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

const DAY = 86_400;
const NO_TIME = /^(|null|none|nan|nat|na|n\/a|n\.a\.?|#n\/a|-)$/i;

interface Reading {
  readonly found: Map<readonly Cell[], Float64Array>;
  readonly unzoned: number;
  readonly zoned: number;
  /** Some could be read in the other order of day and month. */
  readonly ordered: boolean;
  readonly timesOfDay: number;
  /** Abbreviations of zones: those that were read, and those that mean nothing certain. */
  readonly known: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

/** Seconds of every date, or the sentence that names the first that is none. */
export function datesIn(
  lists: ReadonlyMap<readonly Cell[], CellSeries>,
  asked: IntakeChoices,
  log: Decisions,
): Result<{ readonly found: ReadonlyMap<readonly Cell[], Float64Array>; readonly dated: boolean }> {
  const zone = askedFor(
    asked,
    'zone',
    (z) => clockOf(z) !== undefined,
    'UTC or a zone like Europe/Berlin',
    log,
  );
  const clock = clockOf(zone ?? 'UTC')!;
  const day = readAll(lists, 'day', clock);
  let reading = day.result;
  if (!reading.ok || reading.value.ordered) {
    const month = readAll(lists, 'month', clock);
    // Where neither order fits, the one that got further shows the line that is wrong.
    if (!reading.ok && !month.result.ok) reading = month.reached > day.reached ? month.result : reading;
    else reading = chooseOrder(reading, month.result, asked, log);
  }
  if (!reading.ok) return reading;
  const { found, unzoned, zoned, timesOfDay, known, unknown } = reading.value;
  if (timesOfDay > 0) {
    log.assumed('Times of day without a date are taken to follow each other, past midnight too.');
  } else if (unzoned > 0) {
    log.choices.push({
      id: 'zone',
      label: 'Zone of the times',
      options: [...new Set([...ZONES, zone ?? 'UTC'])].map((name) => ({ value: name, label: name })),
      multiple: false,
      value: [zone ?? 'UTC'],
      assumed: zone === undefined,
    });
    const which =
      unknown.size > 0
        ? `The zone ${listed([...unknown])} of ${unzoned.toLocaleString('en')} times is unknown or means several`
        : zoned > 0
          ? `${unzoned.toLocaleString('en')} of the times name no zone`
          : 'The times name no zone';
    const matters = unknown.size > 0 || zoned > 0 ? '' : ' (it matters only across a change of clocks)';
    if (zone === undefined) log.assumed(`${which}; UTC is assumed${matters}.`);
    else log.read(`${which}; they are read in ${zone}, as asked.`);
  }
  if (zoned > 0) {
    const { text, sure } = zonesRead(known);
    const sentence = `${unzoned > 0 ? 'The others' : 'The times'} name their zone${text === '' ? '' : ` (${text})`}.`;
    if (sure) log.read(sentence);
    else
      log.assumed(`${sentence.slice(0, -1)}; abbreviations are read as those of North America and Europe.`);
  }
  return accepted({ found, dated: timesOfDay === 0 });
}

function readAll(
  lists: ReadonlyMap<readonly Cell[], CellSeries>,
  order: 'day' | 'month',
  clock: (seconds: number) => number,
): { readonly result: Result<Reading>; readonly reached: number } {
  const found = new Map<readonly Cell[], Float64Array>();
  let reached = 0;
  let [unzoned, zoned, timesOfDay] = [0, 0, 0];
  let ordered = false;
  const [known, unknown] = [new Set<string>(), new Set<string>()];
  for (const [list, one] of lists) {
    const times = new Float64Array(list.length);
    let days = 0;
    let last = -Infinity;
    for (let i = 0; i < list.length; i++) {
      const cell = list[i] ?? null;
      if (cell === null || (typeof cell === 'string' && NO_TIME.test(cell.trim()))) {
        times[i] = Number.NaN;
        continue;
      }
      const date = typeof cell === 'string' ? dateIn(cell, order) : undefined;
      if (!date)
        return {
          result: refused(
            `${one.timePlace(i)}: ${quoted(cell)} is not a date like those around it; one like 2024-01-05 12:00:00 was expected.`,
          ),
          reached,
        };
      reached++;
      let { seconds } = date;
      if (date.timeOfDay) {
        timesOfDay++;
        if (seconds < last - DAY / 2) days++;
        last = seconds;
        seconds += days * DAY;
      } else if (date.zoned) zoned++;
      else {
        unzoned++;
        seconds = clock(seconds);
      }
      if (date.zone !== undefined && unknown.size < 20) (date.zoned ? known : unknown).add(date.zone);
      ordered ||= date.order !== undefined;
      times[i] = seconds;
    }
    found.set(list, times);
  }
  return { result: accepted({ found, unzoned, zoned, ordered, timesOfDay, known, unknown }), reached };
}

/** 01/02/2024: the only order that fits every line, else the one that makes the shorter trace, else as asked. */
function chooseOrder(
  day: Result<Reading>,
  month: Result<Reading>,
  asked: IntakeChoices,
  log: Decisions,
): Result<Reading> {
  if (!day.ok) return month.ok ? month : day;
  if (!month.ok) return day;
  const wish = askedFor(asked, 'dateOrder', (o) => o === 'day' || o === 'month', 'day or month', log);
  const [days, months] = [spanOf(day.value), spanOf(month.value)];
  const order = wish ?? (months < days ? 'month' : 'day');
  log.choices.push({
    id: 'dateOrder',
    label: 'Order of the dates',
    options: [
      { value: 'day', label: 'day/month/year' },
      { value: 'month', label: 'month/day/year' },
    ],
    multiple: false,
    value: [order],
    assumed: wish === undefined,
  });
  if (wish === undefined)
    log.assumed(
      `Dates are read as ${order === 'day' ? 'day/month/year' : 'month/day/year'}; the other order is possible too.`,
    );
  return order === 'day' ? day : month;
}

function spanOf({ found }: Reading): number {
  let [least, most] = [Infinity, -Infinity];
  for (const times of found.values())
    for (const t of times) {
      if (t < least) least = t;
      if (t > most) most = t;
    }
  return most - least;
}
