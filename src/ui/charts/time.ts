/** Marks of time on an axis: one ladder of steps for every chart. */
import type { Tick } from './frame.ts';
import { clock } from '../format.ts';

const HOUR = 3600;
const DAY = 86_400;
const STEPS = [
  ...[10, 30, 60, 120, 180, 300, 600, 1800, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR],
  ...[DAY, 2 * DAY, 7 * DAY, 28 * DAY],
];

/** As the trace counts: minutes of a run, or the clock of a day. */
export type TimeWords = 'minutes' | 'clock';

/** Marks at round seconds between `from` and `to`, at least `room` px apart on an axis of `width` px. */
export function timeTicks(
  from: number,
  to: number,
  width: number,
  words: TimeWords = 'minutes',
  room = 62,
): readonly Tick[] {
  const span = to - from;
  if (!(span > 0) || !(width > 0)) return [];
  let step = STEPS.find((s) => (span / s) * room <= width) ?? 28 * DAY;
  while ((span / step) * room > width) step *= 2;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step)
    ticks.push({
      at,
      text:
        words === 'clock' ? clockText(at, to, at < from + step) : minuteText(at, to, step, at < from + step),
    });
  return ticks;
}

function minuteText(at: number, to: number, step: number, first: boolean): string {
  if (step % 60 !== 0) return clock(at);
  if (to <= 2 * HOUR) return `${at / 60}${first ? ' min' : ''}`;
  return step % HOUR === 0 ? `${at / HOUR} h` : hour(at);
}

function clockText(at: number, to: number, first: boolean): string {
  if (to <= DAY) return clock(at);
  if (at % DAY === 0) return `day ${at / DAY + 1}`;
  return first ? dayAndHour(at) : hour(at);
}

/** A second of the trace: m:ss, h:mm:ss, or the day and the hour where the trace is longer than a day. */
export function moment(second: number): string {
  return second < DAY ? clock(second) : dayAndHour(second);
}

function dayAndHour(second: number): string {
  return `day ${Math.floor(second / DAY) + 1}, ${hour(second)}`;
}

/** The hour of the day, h:mm. */
export function hour(second: number): string {
  const minutes = Math.floor(second / 60) % 1440;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
