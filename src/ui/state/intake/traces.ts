import { LONGEST_REPLAY, type Workload } from '../../../workload/workload.ts';

/** What the lab replays of a trace that is chosen as it is: all of it, or the last week of a longer one. */
export function replayed(whole: Workload): Workload {
  const { breaks: _, begins, ...rest } = whole;
  const before = whole.rates.length - LONGEST_REPLAY;
  if (before <= 0) return whole;
  const clock = begins === undefined ? {} : { begins: begins + before };
  return { ...rest, ...clock, rates: whole.rates.slice(before) };
}

/** More than is replayed at once: a window has to be chosen. */
export function isLong({ rates }: Pick<Workload, 'rates'>): boolean {
  return rates.length > LONGEST_REPLAY;
}
