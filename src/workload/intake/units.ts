/** The units of times in files, and how they become seconds. */
import type { TimeUnit } from './source.ts';

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
