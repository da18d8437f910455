import type { PastEpisode } from './lanes.ts';
import { searchedBriefly } from '../../experiments/briefSearch.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import { DECISION_SECONDS, HISTORY_SECONDS, maxRate } from '../../workload/workload.ts';

/** What was possible in an episode for one who knows its whole load, mean reward (7) of a decision. */
export interface EpisodeBracket {
  /** What the episode's orders earned. */
  readonly earned: number;
  /** What the best plan found earns; the episode's own orders are one, but among single requests, whose arrivals differ. */
  readonly plan: number;
  /** What no orders exceed; null among single requests, where none is proven. */
  readonly bound: number | null;
}

/** A search counted in steps, not in time: equal episodes have equal answers. About a second for twenty minutes. */
export function bracketOfEpisode(
  prepared: Prepared,
  { rates, start, end, earned }: PastEpisode,
): EpisodeBracket {
  const own = rates.subarray(start - HISTORY_SECONDS, end);
  const loads = Float64Array.from({ length: (end - start) / DECISION_SECONDS }, (_, k) => {
    const t = HISTORY_SECONDS + k * DECISION_SECONDS;
    return maxRate(own, t, t + DECISION_SECONDS);
  });
  // Nothing is forecast: the plan knows the load.
  const track = { rates: own, forecasts: new Float64Array(Math.ceil(own.length / DECISION_SECONDS)) };
  const { played, bound } = searchedBriefly({ ...prepared, track, loads });
  const found = played.summary.reward;
  return { earned, plan: bound === undefined ? found : Math.max(found, earned), bound: bound ?? null };
}
