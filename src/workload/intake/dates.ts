/** Dates and times of day as text, brought to seconds. */

const LONGEST = 48;
const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,12}))?)?';
const ZONE = '(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?(?: (?:UTC|GMT|[A-Z]{2,5}))?';
const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ,]{1,2}${CLOCK})? ?${ZONE}$`, 'i');
const NUMERIC = new RegExp(
  `^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})(?:[T ,]{1,2}${CLOCK} ?([AP]M)?)? ?${ZONE}$`,
  'i',
);
const WORDED = new RegExp(
  `^(?:[A-Z][a-z]{2}, )?(\\d{1,2})[-/ ]([A-Z][a-z]{2})[a-z]{0,6}[-/ ](\\d{4})(?:[: ,T]{1,2}${CLOCK})? ?${ZONE}$`,
  'i',
);
const COMPACT = /^(\d{4})(\d{2})(\d{2})[T ](\d{2})(\d{2})(\d{2})(Z)?$/;
const DAYTIME = new RegExp(`^${CLOCK}$`);
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

export interface DateRead {
  /** Since 1970 as if the clock were UTC's, or UTC itself where `zoned`; of a time of day, since midnight. */
  readonly seconds: number;
  readonly zoned: boolean;
  /** 01/02/2024: either order is possible for this form, and this is the order used here. */
  readonly order?: 'day' | 'month';
  readonly timeOfDay?: true;
}

/** A date, with or without time and zone, or a time of day; undefined for anything else. */
export function dateIn(text: string, order: 'day' | 'month' = 'day'): DateRead | undefined {
  const cell = text.trim();
  if (cell.length < 5 || cell.length > LONGEST) return undefined;
  let m = ISO.exec(cell);
  if (m) return read(m[1], m[2], m[3], m.slice(4, 8), m[8]);
  m = NUMERIC.exec(cell);
  if (m) {
    const dotted = m[2] === '.';
    const used = dotted ? 'day' : order;
    const [day, month] = used === 'day' ? [m[1], m[3]] : [m[3], m[1]];
    const year = m[4]!.length === 2 ? `20${m[4]!}` : m[4];
    const found = read(year, month, day, m.slice(5, 9), m[10], m[9]);
    return found && !dotted ? { ...found, order: used } : found;
  }
  m = WORDED.exec(cell);
  if (m) {
    const at = MONTHS.indexOf(m[2]!.toLowerCase());
    return at % 3 === 0 ? read(m[3], String(at / 3 + 1), m[1], m.slice(4, 8), m[8]) : undefined;
  }
  m = COMPACT.exec(cell);
  if (m) return read(m[1], m[2], m[3], [m[4], m[5], m[6], undefined], m[7]);
  m = DAYTIME.exec(cell);
  const seconds = m ? clock(m.slice(1, 5)) : undefined;
  return seconds === undefined ? undefined : { seconds, zoned: false, timeOfDay: true };
}

/** A date in either order of day and month. */
export function dateInAnyOrder(text: string): DateRead | undefined {
  return dateIn(text, 'day') ?? dateIn(text, 'month');
}

function read(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  time: readonly (string | undefined)[],
  zone: string | undefined,
  half?: string,
): DateRead | undefined {
  const [m, d] = [Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > 31) return undefined;
  const midnight = Date.UTC(Number(year), m - 1, d) / 1000;
  const since = clock(time, half);
  if (since === undefined) return undefined;
  return { seconds: midnight + since - offsetIn(zone), zoned: zone !== undefined };
}

function clock(time: readonly (string | undefined)[], half?: string): number | undefined {
  if (time[0] === undefined) return 0;
  let hours = Number(time[0]);
  const [minutes, seconds] = [Number(time[1]), Number(time[2] ?? 0)];
  if (hours > 24 || minutes > 59 || seconds > 60) return undefined;
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  return 3600 * hours + 60 * minutes + seconds + (time[3] === undefined ? 0 : Number(`0.${time[3]}`));
}

/** Seconds east of UTC. */
function offsetIn(zone: string | undefined): number {
  const m = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  return m ? (m[1] === '-' ? -1 : 1) * (3600 * Number(m[2]) + 60 * Number(m[3] ?? 0)) : 0;
}
