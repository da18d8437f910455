/** Moments and lengths of a load in words. */

const HOUR = 3600;
const DAY = 86_400;

const two = (n: number): string => String(n).padStart(2, '0');
const digits = (value: number): string => String(Math.round(10 * value) / 10);

/** A length: 90 s, 20 min, 8 h, 7 days. */
export function spanWords(seconds: number): string {
  if (seconds < 120) return `${digits(seconds)} s`;
  if (seconds < 2 * HOUR) return `${digits(seconds / 60)} min`;
  if (seconds < 2 * DAY) return `${digits(seconds / HOUR)} h`;
  return `${digits(seconds / DAY)} days`;
}

/** A moment: 95 s, 10 min, 10 min 30 s; from two hours on the clock and, from the second day on, the day. */
export function momentWords(second: number): string {
  if (second < 2 * HOUR) return minutes(second);
  return second < DAY ? clockOf(second) : `${clockOf(second % DAY)} of day ${String(dayOf(second))}`;
}

/** "from 10 min to 20 min", "from 06:00 to 09:00 of day 3". */
export function betweenWords(from: number, to: number): string {
  if (to < 2 * HOUR) return `from ${minutes(from)} to ${minutes(to)}`;
  // The end of a day is its 24:00.
  const [first, last] = [dayOf(from), dayOf(to - 1)];
  const end = clockOf(to - (last - 1) * DAY);
  const begin = clockOf(from % DAY);
  if (last === 1) return `from ${begin} to ${end}`;
  return first === last
    ? `from ${begin} to ${end} of day ${String(last)}`
    : `from ${begin} of day ${String(first)} to ${end} of day ${String(last)}`;
}

const dayOf = (second: number): number => Math.floor(second / DAY) + 1;

function minutes(second: number): string {
  if (second < 120 && second % 60 !== 0) return `${String(second)} s`;
  const [whole, rest] = [Math.floor(second / 60), second % 60];
  return `${String(whole)} min${rest === 0 ? '' : ` ${String(rest)} s`}`;
}

function clockOf(second: number): string {
  const [h, m, s] = [Math.floor(second / HOUR), Math.floor(second / 60) % 60, second % 60];
  return `${two(h)}:${two(m)}${s === 0 ? '' : `:${two(s)}`}`;
}
