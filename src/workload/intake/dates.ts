/** Dates and times of day as text, brought to seconds. */
import { offsetOf } from './zones.ts';

const LONGEST = 48;
const CLOCK =
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,12}))?)?(?: ?(?<half>[AP]\\.?M\\.?))?';
const ZONE = '(?:(?:UTC|GMT)?(?<offset>[+-]\\d{2}(?::?\\d{2})?))?(?: ?(?<zone>Z|[A-Z]{2,5}))?';
const DAY = '(?<day>\\d{1,2})';
const YEAR = '(?<year>\\d{4})';
const WEEKDAY = '(?:[A-Z][a-z]{2,8},? )?';
const MONTH = '(?<month>[A-Z][a-z]{2})[a-z]{0,6}';
const pattern = (...parts: readonly string[]): RegExp => new RegExp(`^${parts.join('')}$`, 'i');
const ISO = pattern(YEAR, '[-/.](?<month>\\d{1,2})[-/.]', DAY, `(?:[T ,]{1,2}${CLOCK})? ?`, ZONE);
const NUMERIC = pattern(
  '(?<first>\\d{1,2})(?<mark>[-/.])(?<other>\\d{1,2})\\k<mark>(?<year>\\d{4}|\\d{2})',
  `(?:[T ,]{1,2}${CLOCK})? ?`,
  ZONE,
);
const WORDED: readonly RegExp[] = [
  // 05/Jan/2024:12:00:00 +0000; Fri, 05 Jan 2024 12:00:00 GMT
  pattern(WEEKDAY, DAY, '[-/ ]', MONTH, '[-/ ]', YEAR, `(?:[: ,T]{1,2}${CLOCK})? ?`, ZONE),
  // Fri Jan  5 12:00:00 UTC 2024, as C's ctime and date print it
  pattern(WEEKDAY, MONTH, ' {1,2}', DAY, ' ', CLOCK, ' ?', ZONE, ' ', YEAR),
  // Jan 5, 2024 12:00:00 PM
  pattern(WEEKDAY, MONTH, ' {1,2}', DAY, ',? ', YEAR, `(?:[ ,]{1,2}${CLOCK})? ?`, ZONE),
];
const COMPACT =
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})[T ](?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?<zone>Z)?$/;
const DAYTIME = pattern(CLOCK);
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

type Parts = Readonly<Partial<Record<string, string>>>;

export interface DateRead {
  /** Since 1970 as if the clock were UTC's, or UTC itself where `zoned`; of a time of day, since midnight. */
  readonly seconds: number;
  readonly zoned: boolean;
  /** The abbreviation that stands for its zone, in capitals; known where the date is `zoned`, unknown where it is not. */
  readonly zone?: string;
  /** 01/02/2024: either order is possible for this form, and this is the order used here. */
  readonly order?: 'day' | 'month';
  readonly timeOfDay?: true;
}

/** A date, with or without time and zone, or a time of day; undefined for anything else. */
export function dateIn(text: string, order: 'day' | 'month' = 'day'): DateRead | undefined {
  const cell = text.trim();
  if (cell.length < 5 || cell.length > LONGEST) return undefined;
  const iso = ISO.exec(cell)?.groups;
  if (iso) return read(iso, iso['month'], iso['day']);
  const numeric = NUMERIC.exec(cell)?.groups;
  if (numeric) {
    const dotted = numeric['mark'] === '.';
    const used = dotted ? 'day' : order;
    const [first, other] = [numeric['first'], numeric['other']];
    const found = used === 'day' ? read(numeric, other, first) : read(numeric, first, other);
    return found && !dotted ? { ...found, order: used } : found;
  }
  for (const form of WORDED) {
    const worded = form.exec(cell)?.groups;
    if (!worded) continue;
    const at = MONTHS.indexOf(worded['month']!.toLowerCase());
    return at % 3 === 0 ? read(worded, String(at / 3 + 1), worded['day']) : undefined;
  }
  const compact = COMPACT.exec(cell)?.groups;
  if (compact) return read(compact, compact['month'], compact['day']);
  const daytime = DAYTIME.exec(cell)?.groups;
  const seconds = daytime && clock(daytime);
  return seconds === undefined ? undefined : { seconds, zoned: false, timeOfDay: true };
}

/** A date in either order of day and month. */
export function dateInAnyOrder(text: string): DateRead | undefined {
  return dateIn(text, 'day') ?? dateIn(text, 'month');
}

function read(parts: Parts, month: string | undefined, day: string | undefined): DateRead | undefined {
  const year = parts['year']!.length === 2 ? `20${parts['year']!}` : parts['year']!;
  const [m, d] = [Number(month), Number(day)];
  const midnight = new Date(Date.UTC(Number(year), m - 1, d));
  // 30 February would become 1 March.
  if (m < 1 || m > 12 || d < 1 || midnight.getUTCDate() !== d) return undefined;
  const since = clock(parts);
  const zone = zoneOf(parts);
  if (since === undefined || zone === undefined) return undefined;
  const { east, name } = zone;
  return {
    seconds: midnight.getTime() / 1000 + since - (east ?? 0),
    zoned: east !== undefined,
    ...(name === undefined ? {} : { zone: name }),
  };
}

function clock({ hour, minute, second = '0', fraction, half }: Parts): number | undefined {
  if (hour === undefined) return 0;
  let hours = Number(hour);
  const [minutes, seconds] = [Number(minute), Number(second)];
  if (hours > 24 || minutes > 59 || seconds > 60) return undefined;
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  return 3600 * hours + 60 * minutes + seconds + (fraction === undefined ? 0 : Number(`0.${fraction}`));
}

/** Seconds east of UTC, where the zone is given and known; undefined for what is no zone. */
function zoneOf({
  offset,
  zone,
}: Parts): { readonly east: number | undefined; readonly name?: string } | undefined {
  const m = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset ?? '');
  if (m) return { east: (m[1] === '-' ? -1 : 1) * (3600 * Number(m[2]) + 60 * Number(m[3] ?? 0)) };
  if (zone === undefined) return { east: undefined };
  const name = zone.toUpperCase();
  return name === 'AM' || name === 'PM' ? undefined : { east: offsetOf(name), name };
}
