/** Times as load tests write them, brought to seconds. */
import type { TimeUnit } from '../workload/intake/source.ts';
import { inSeconds } from '../workload/intake/units.ts';

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
