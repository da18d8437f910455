/** Clocks that show no zone. */

/** Zones offered where a file says none; any other name of the zone database is taken too. */
export const ZONES: readonly string[] = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Istanbul',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
];

const HOUR = 3600;

/** Hours east of UTC of the abbreviations that mostly mean one zone. */
const ABBREVIATIONS = new Map(
  Object.entries({
    ...{ Z: 0, UTC: 0, GMT: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3, JST: 9 },
    ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AEST: 10, AEDT: 11 },
  }),
);

/** Also used for another zone somewhere: China's and Cuba's time, Bangladesh's. */
const OF_TWO = new Set(['CST', 'BST']);

/** Seconds east of UTC of a zone's abbreviation in capitals; undefined where it is unknown or means several zones (IST). */
export function offsetOf(abbreviation: string): number | undefined {
  const hours = ABBREVIATIONS.get(abbreviation);
  return hours === undefined ? undefined : hours * HOUR;
}

/** How abbreviations were read, "EST is UTC−5"; empty where they are UTC itself. `sure` unless one is in use elsewhere too. */
export function zonesRead(abbreviations: Iterable<string>): {
  readonly text: string;
  readonly sure: boolean;
} {
  const read = [...abbreviations].filter((name) => name !== 'Z' && name !== 'UTC' && name !== 'GMT').sort();
  const hours = (name: string): string => {
    const h = ABBREVIATIONS.get(name) ?? 0;
    return h === 0 ? 'UTC' : `UTC${h < 0 ? '−' : '+'}${String(Math.abs(h))}`;
  };
  return {
    text: read.map((name) => `${name} is ${hours(name)}`).join(', '),
    sure: !read.some((name) => OF_TWO.has(name)),
  };
}

/**
 * From seconds on the clock of `zone` to seconds of UTC; undefined for a zone that nobody knows. Between two clock
 * changes the difference is constant, so it is looked up once an hour of the file.
 */
export function clockOf(zone: string): ((seconds: number) => number) | undefined {
  if (zone === 'UTC') return (seconds) => seconds;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  const ahead = (utc: number): number => {
    const parts = new Map(format.formatToParts(utc * 1000).map((part) => [part.type, Number(part.value)]));
    const get = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return (
      Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second')) / 1000 -
      utc
    );
  };
  const known = new Map<number, number>();
  return (seconds) => {
    const hour = Math.floor(seconds / HOUR);
    let difference = known.get(hour);
    if (difference === undefined) {
      difference = ahead(hour * HOUR - ahead(hour * HOUR));
      known.set(hour, difference);
    }
    return seconds - difference;
  };
}
