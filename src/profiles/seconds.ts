/** Times as load tests write them, brought to seconds. */
import type { TimeUnit } from '../workload/intake/source.ts';

/** Seconds of each unit. */
export const SECONDS: Readonly<Record<TimeUnit, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
};

/** A figure in a unit as seconds; divided where the unit is smaller, so that 13891 us are 0.013891 s to the last bit. */
export function inSeconds(figure: number, unit: TimeUnit): number {
  return SECONDS[unit] < 1 ? figure / Math.round(1 / SECONDS[unit]) : figure * SECONDS[unit];
}

export const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  min: 'minutes',
  h: 'hours',
};

export const UNITS = Object.keys(SECONDS) as readonly TimeUnit[];

const WORDS: Readonly<Record<string, TimeUnit>> = {
  ns: 'ns',
  nsec: 'ns',
  nanoseconds: 'ns',
  us: 'us',
  µs: 'us',
  μs: 'us',
  usec: 'us',
  microseconds: 'us',
  ms: 'ms',
  msec: 'ms',
  milliseconds: 'ms',
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'min',
  min: 'min',
  minutes: 'min',
  h: 'h',
  hours: 'h',
};

/** The unit that a word names: "ms", "µs", "sec"; undefined for any other. */
export function unitNamed(word: string): TimeUnit | undefined {
  const lower = word.trim().toLowerCase();
  return Object.hasOwn(WORDS, lower) ? WORDS[lower] : undefined;
}

/** A part of a duration; no text of a file is longer than a cell. */
const PART = /(\d+(?:\.\d*)?|\.\d+)\s*([a-zµμ]{1,12})/gu;
const LONGEST = 40;

/** Seconds of a duration with its unit, as Go, wrk and people write it: "635.089µs", "1m30.5s", "12 ms"; undefined for anything else. */
export function durationIn(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (plain === '' || plain.length > LONGEST) return undefined;
  let seconds = 0;
  let rest = plain;
  for (const [whole, figure, word] of plain.matchAll(PART)) {
    const unit = unitNamed(word!);
    if (unit === undefined || !rest.startsWith(whole)) return undefined;
    seconds += inSeconds(Number(figure), unit);
    rest = rest.slice(whole.length).trimStart();
  }
  return rest === '' ? seconds : undefined;
}
