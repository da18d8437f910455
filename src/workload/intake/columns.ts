/** Which column holds times, which hold values, which only tell series apart. */
import { withoutBuckets } from './buckets.ts';
import { profileOf, type Profile } from './profile.ts';
import { Decisions, askedAmong, listed, type Taken } from './steps.ts';
import { numericLabel, epochSeconds } from './labels.ts';
import {
  isCountName,
  isCounterName,
  isForeign,
  isHistogramCount,
  isMachine,
  isOfEither,
  isSampled,
  isTimeName,
  perOf,
} from './columnWords.ts';
import type { IntakeChoices } from './report.ts';
import type { Table } from './source.ts';
import { quoted } from './text.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** The option of having no such column. */
const NONE = 'none';

export interface Roles {
  readonly time: number | undefined;
  /** Where a column of its own holds the time of day of each date. */
  readonly timeOfDay: number | undefined;
  /** Empty for a log of single events. */
  readonly values: readonly number[];
  /** Columns of text that tell series apart. */
  readonly labels: readonly number[];
}

/** A name for every column, each different. */
export function columnNames(table: Table): readonly string[] {
  const columns = table.names?.length ?? table.rows[0]!.length;
  const seen = new Map<string, number>();
  return Array.from({ length: columns }, (_, c) => {
    const own = table.names?.[c] ?? '';
    const name = own === '' ? `column ${String(c + 1)}` : own;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before > 0 ? `${name} (${String(before + 1)})` : name;
  });
}

/** The roles of a table's columns, by their names first, then by what they hold; or as asked. */
export function rolesOf(table: Table, fileName: string, asked: IntakeChoices): Result<Taken<Roles>> {
  const log = new Decisions('times');
  const names = columnNames(table);
  const profiles = names.map((_, c) => profileOf(table, c));
  const time = timeColumn(table, names, profiles, asked, log);
  if (time === undefined && asked.timeColumn === undefined) {
    const unread = names.findIndex(
      (_, c) => profiles[c]!.kind === 'text' && isTimeName(table.names?.[c] ?? ''),
    );
    if (unread >= 0) return refused(noTimes(table, unread));
  }
  const timeOfDay =
    time !== undefined && profiles[time]!.part === 'day'
      ? profiles.findIndex(({ part }) => part === 'time of day')
      : -1;
  if (timeOfDay >= 0) log.read(`The times of day are read from "${names[timeOfDay]!}".`);
  const others = names.map((_, c) => c).filter((c) => c !== time && c !== timeOfDay);
  const dates = others.filter((c) => profiles[c]!.kind === 'date');
  if (dates.length > 0) log.leftOut(`Other times, in ${listed(dates.map((c) => names[c]!))}, are left out.`);
  // Bounds of buckets tell series apart, though they are numbers.
  const bound = (c: number): boolean => table.names?.[c]?.toLowerCase() === 'le';
  const numbers = others.filter((c) => profiles[c]!.kind === 'number' && !bound(c));
  const own = (c: number): string => table.names?.[c] ?? '';
  const wished = [...(asked.valueColumn ?? []), ...(asked.series ?? [])];
  const mayLabel = (c: number): boolean =>
    own(c) !== '' && perOf(own(c)) === undefined && !isCountName(own(c)) && !wished.includes(names[c]!);
  const loads = numbers.filter((c) => !isForeign(own(c)));
  const label =
    time === undefined || asked.kind?.[0] === 'requests' || wished.includes(NONE)
      ? undefined
      : numericLabel(
          table,
          timeOfDay < 0 ? [time] : [time, timeOfDay],
          others.filter((c) => profiles[c]!.kind === 'text' || bound(c)),
          // Another column must be left for the load.
          numbers.filter((c) => mayLabel(c) && loads.some((other) => other !== c)),
        );
  if (label !== undefined)
    log.assumed(
      `Times repeat, and each stands once with each number in "${names[label]!}", so that column is taken to tell series apart.`,
    );
  const numeric = numbers.filter((c) => c !== label);
  // A first column without a name counts the lines.
  const index = table.names?.[0] === '' && profiles[0]!.rising && time !== 0 ? 0 : undefined;
  const values = valueColumns(table, names, numeric, index, time, asked, log);
  if (values.length === 0 && time === undefined) return refused(noNumbers(table, fileName, others[0] ?? 0));
  if (asked.kind === undefined && asked.valueColumn === undefined && asked.series === undefined) {
    const none = holdsNoLoad(
      table,
      fileName,
      names,
      numeric.filter((c) => c !== index),
      time,
    );
    if (none !== undefined) return refused(none);
  }
  const labels =
    values.length === 0 ? [] : others.filter((c) => profiles[c]!.kind === 'text' || bound(c) || c === label);
  return accepted(log.with({ time, timeOfDay: timeOfDay < 0 ? undefined : timeOfDay, values, labels }));
}

/** Seconds between measurements; closer, they may be requests of a generator. */
const EVEN = { fewest: 5, lookedAt: 400, within: 0.01, least: 1 };

/** Times of equal distances: samples of a measurement, and hardly requests. */
function evenTimes(table: Table, time: number): boolean {
  const seconds = table.rows.slice(0, EVEN.lookedAt).map((row) => epochSeconds(row[time]));
  const steps = seconds.slice(1).map((t, i) => t - seconds[i]!);
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  return seconds.length >= EVEN.fewest && least >= EVEN.least && most - least <= EVEN.within * most;
}

/**
 * Why a table is no load, by the names of its columns; undefined where it may be one. Latencies or bytes at uneven times
 * are a log of requests, at even times they are measurements like the use of cores.
 */
function holdsNoLoad(
  table: Table,
  fileName: string,
  names: readonly string[],
  numeric: readonly number[],
  time: number | undefined,
): string | undefined {
  const own = numeric.map((c) => table.names?.[c] ?? '');
  const machine = own.every(isMachine);
  const measured =
    machine ||
    own.every(isSampled) ||
    (own.every((name) => isSampled(name) || isOfEither(name)) &&
      time !== undefined &&
      evenTimes(table, time));
  if (own.length === 0 || !measured) return undefined;
  return `${fileName}: ${own.length === 1 ? 'the column' : 'the columns'} ${listed(numeric.map((c) => names[c]!))} ${own.length === 1 ? 'holds' : 'hold'} no load, by ${own.length === 1 ? 'its name' : 'their names'}; requests per second, requests of each step or a counter of requests were expected${time === undefined ? '' : ' beside the times'}, so export those, or name the column of the load so${time === undefined ? '' : '; where each line is one request, leave the times alone in the file'}.`;
}

function noNumbers(table: Table, fileName: string, column: number): string {
  const row = table.rows.findIndex((cells) => cells[column] !== null && cells[column] !== '');
  if (row < 0) return `${fileName}: every cell is empty; requests per second were expected.`;
  return `${table.place(row, column)}: ${quoted(table.rows[row]![column])} is not a number; requests per second were expected, or a column of times.`;
}

function noTimes(table: Table, column: number): string {
  const row = table.rows.findIndex((cells) => {
    const cell = cells[column];
    return typeof cell === 'string' && cell.trim() !== '' && Number.isNaN(epochSeconds(cell));
  });
  return `${table.place(Math.max(0, row), column)}: ${quoted(table.rows[Math.max(0, row)]![column])} is not a time, as the header has it; seconds or a date like 2024-01-05 12:00:00 were expected, or a column without such a name.`;
}

function timeColumn(
  table: Table,
  names: readonly string[],
  profiles: readonly Profile[],
  asked: IntakeChoices,
  log: Decisions,
): number | undefined {
  const possible = names.map((_, c) => c).filter((c) => ['number', 'date'].includes(profiles[c]!.kind));
  const wish = askedAmong(asked, ['timeColumn'], [NONE, ...names], log)?.[0];
  const found = wish === undefined ? likeliest(table, names, profiles, possible) : undefined;
  const time = wish === undefined ? found?.column : wish === 0 ? undefined : wish - 1;
  const options = possible.filter((c) => profiles[c]!.kind === 'date' || profiles[c]!.rising);
  if (names.length > 1 && (options.length > 1 || found?.sure === false)) {
    log.choices.push({
      id: 'timeColumn',
      label: 'Column of times',
      options: [
        { value: NONE, label: 'none: the lines follow each other' },
        ...possible.map((c) => ({ value: names[c]!, label: names[c]! })),
      ],
      multiple: false,
      value: [time === undefined ? NONE : names[time]!],
      assumed: wish === undefined && found?.sure !== true,
    });
  }
  if (time !== undefined && names.length > 1) {
    const sentence = `Times are read from "${names[time]!}"`;
    if (found?.sure === false) log.assumed(`${sentence}, ${found.why}.`);
    else log.read(`${sentence}.`);
  }
  return time;
}

interface Found {
  readonly column: number;
  readonly sure: boolean;
  readonly why: string;
}

function likeliest(
  table: Table,
  names: readonly string[],
  profiles: readonly Profile[],
  possible: readonly number[],
): Found | undefined {
  const own = (c: number): string => table.names?.[c] ?? '';
  const first = (holds: (c: number) => boolean): number | undefined => possible.find(holds);
  const sure =
    first((c) => profiles[c]!.kind === 'date' && isTimeName(own(c))) ??
    first((c) => profiles[c]!.kind === 'date') ??
    first((c) => profiles[c]!.kind === 'number' && isTimeName(own(c))) ??
    first((c) => profiles[c]!.epoch && perOf(own(c)) === undefined && !isCounterName(own(c)));
  if (sure !== undefined) return { column: sure, sure: true, why: '' };
  // Without a word for it: a first column that rises beside another one of numbers.
  const others = possible.filter((c) => c !== 0);
  if (!possible.includes(0) || others.length === 0) return undefined;
  if (table.names === undefined) return { column: 0, sure: names.length === 2, why: 'the first of them' };
  const nameless = perOf(own(0)) === undefined && !isCountName(own(0)) && !isForeign(own(0));
  if (profiles[0]!.rising && nameless)
    return { column: 0, sure: own(0) === '', why: 'which rises from line to line' };
  return undefined;
}

function valueColumns(
  table: Table,
  names: readonly string[],
  numeric: readonly number[],
  index: number | undefined,
  time: number | undefined,
  asked: IntakeChoices,
  log: Decisions,
): readonly number[] {
  const own = (c: number): string => table.names?.[c] ?? '';
  const rated = numeric.filter((c) => perOf(own(c)) !== undefined);
  const counting = numeric.filter(
    (c) => isHistogramCount(own(c)) || (!isForeign(own(c)) && (isCountName(own(c)) || isCounterName(own(c)))),
  );
  const neutral = numeric.filter((c) => !isForeign(own(c)) && c !== index);
  const first = [rated, counting, neutral].find((columns) => columns.length > 0) ?? [];
  const sifted = withoutBuckets(first.map((c) => ({ label: names[c]!, name: own(c) })));
  const likely = sifted.kept.map((i) => first[i]!);
  // A lone column of numbers can only be the load, whatever it is called; beside times it may describe single requests.
  const found = likely.length === 0 && time === undefined ? numeric.slice(0, 1) : likely;
  const wish = askedAmong(
    asked,
    ['valueColumn', 'series'],
    numeric.map((c) => names[c]!),
    new Decisions('kind'),
  );
  const events = time !== undefined && (asked.kind?.[0] === 'requests' || asked.valueColumn?.[0] === NONE);
  const values = events ? [] : (wish?.map((i) => numeric[i]!) ?? found);
  if (!events && wish === undefined && sifted.leftOut !== undefined) log.leftOut(sifted.leftOut);
  if (!events && wish === undefined && sifted.assumed !== undefined) log.assumed(sifted.assumed);
  if (numeric.length > 1 || (numeric.length === 1 && values.length === 0)) {
    const many = found.length > 1;
    log.choices.push({
      id: many ? 'series' : 'valueColumn',
      label: many ? 'Series (those picked are added up)' : 'Column of the load',
      options: [
        ...numeric.map((c) => ({ value: names[c]!, label: names[c]! })),
        ...(time === undefined ? [] : [{ value: NONE, label: 'none: each line is one request' }]),
      ],
      multiple: true,
      value: values.length === 0 ? [NONE] : values.map((c) => names[c]!),
      assumed: wish === undefined && !events && rated.length !== 1,
    });
    const out = numeric.filter((c) => !values.includes(c));
    if (out.length > 0)
      log.leftOut(
        `${out.length === 1 ? 'The column' : 'The columns'} ${listed(out.map((c) => names[c]!))} ${out.length === 1 ? 'is' : 'are'} left out.`,
      );
  }
  return values;
}
