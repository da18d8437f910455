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
