/** What a run is called by its share in time: wherever one is judged, in the same words. */
import { shareInTime } from './measures.ts';
import type { EpisodeSummary } from './scenario.ts';

/** Share of requests in time from which a policy carries the load, and from which it may be said to serve it. */
export const CARRIES = 0.9;
export const SERVES = 0.99;

/** What a run is called: by itself alone, whoever stands beside it. */
export type Verdict = 'serves' | 'carries' | 'fails';

export function verdictOf(summary: EpisodeSummary): Verdict {
  const share = shareInTime(summary) ?? 1;
  return share < CARRIES ? 'fails' : share < SERVES ? 'carries' : 'serves';
}
