/** The time axis of a load: days and weekdays where its file has dates, else days of the load. */
import type { Tick } from '../../charts/frame.ts';
import { hour, moment, timeTicks } from '../../charts/time.ts';

const DAY = 86_400;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Room of "Wed 24 Jun", px. */
const ROOM = 78;

/** "Wed 24 Jun", of seconds since 1970 by the clock of the file. */
export function dateWords(seconds: number): string {
  const date = new Date(1000 * seconds);
  return `${WEEKDAYS[date.getUTCDay()]!} ${String(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]!}`;
}

/** A second of a load, as its axis counts. */
export function whenWords(second: number, begins: number | undefined): string {
  if (begins === undefined) return moment(second);
  const at = begins + second;
  return `${dateWords(at)}, ${hour(at % DAY)}`;
}

/** Marks from 0 to `seconds` on an axis of `width` px; `begins` is undefined where there are no dates. */
export function dayTicks(seconds: number, width: number, begins: number | undefined): readonly Tick[] {
  if (begins === undefined) return timeTicks(0, seconds, width, seconds > DAY ? 'clock' : 'minutes', ROOM);
  // Marks stand at round hours of the clock, not of the trace.
  const early = ((begins % DAY) + DAY) % DAY;
  const ticks = timeTicks(early, early + seconds, width, 'clock', ROOM);
  return ticks.map(({ at }, i) => {
    const second = at - early;
    const text = at % DAY === 0 || i === 0 ? dateWords(begins + second) : hour(at);
    return { at: second, text: i === 0 && at % DAY !== 0 ? `${text}, ${hour(at)}` : text };
  });
}
