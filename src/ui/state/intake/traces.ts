import type { Workload } from '../../../workload/workload.ts';

/** The lab replays at most a day. */
export const MAX_SECONDS = 86_400;

/** What the lab replays of a trace. */
export function replayed(whole: Workload): Workload {
  return whole.rates.length <= MAX_SECONDS ? whole : { ...whole, rates: whole.rates.slice(0, MAX_SECONDS) };
}
