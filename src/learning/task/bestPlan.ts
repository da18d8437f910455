/** Plans for whole training loads, which are known: the offline optimum, and the best that is found with after-effects in a bounded time. */
import type { Environment, EnvironmentOptions, LoadTrack } from '../../environment/environment.ts';
import { intervalsOf } from '../../environment/results.ts';
import { unwatched, type Watch } from '../../model/watch.ts';
import { SWITCHING_COST } from '../../policies/oracles.ts';
import type { Frontier } from '../../policies/optimum/frontier.ts';
import { atOnce, earlyOrders, offlineOrders } from '../../policies/optimum/informed.ts';
import { createModel } from '../../policies/planner/twin.ts';
import { HISTORY_SECONDS, DECISION_SECONDS, maxRate } from '../../workload/workload.ts';

/** Decisions that are planned at a time: hours. */
const PART = 2048;

/** The offline optimum of `rates` at each ten seconds, every change charged: [ten seconds x 3 stages] head indices. */
export function offlinePlanOf(
  frontier: Frontier,
  rates: Float64Array,
  margin = 1,
  switchingCost = SWITCHING_COST,
): Int32Array {
  const maxima = Float64Array.from({ length: Math.floor(rates.length / DECISION_SECONDS) }, (_, k) =>
    maxRate(rates, k * DECISION_SECONDS, (k + 1) * DECISION_SECONDS),
  );
  return atOnce(offlineOrders(frontier, maxima, margin, switchingCost, PART));
}

/** Known plans: for so many times the load, each change at so many points. The first is the offline optimum. */
const KNOWN = [
  [1, SWITCHING_COST],
  [1.1, SWITCHING_COST],
  [1.1, 2],
  [1.25, SWITCHING_COST],
  [1.25, 2],
  [1, 2],
  [1.1, 6],
  [1, 6],
] as const;
/** And the best at once for so many times the load, of these and the coming ten seconds the busier: what starts serves in time. */
const EARLY = [1.1, 1, 1.25] as const;
/** Decisions that each of them is played on from where the best of them came to, and those that are kept of the best. */
const LOOK = 16;
const KEEP = 8;
/** Decisions played for all loads of a world at the most: seconds. */
const MOST_PLAYED = 1_500_000;

/**
 * The best plan found for a track in the world's model: piece by piece the one of the known plans that earns most from
 * there on, so that it changes from one to the other where that pays. As many are tried as the time allows for `tracks`
 * tracks of this length. [ten seconds x 3 stages] head indices; before the first decision the offline optimum's.
 */
export function bestPlanOf(
  kind: Environment['kind'],
  options: EnvironmentOptions,
  frontier: Frontier,
  track: LoadTrack,
  tracks: number,
  watch: Watch = unwatched,
): Int32Array {
  const { maxima } = intervalsOf(track);
  const decisions = Math.floor(track.rates.length / DECISION_SECONDS);
  const first = HISTORY_SECONDS / DECISION_SECONDS;
  const width = 3 * options.tables.stages;
  const most = Math.max(1, Math.floor((MOST_PLAYED * KEEP) / (LOOK * tracks * Math.max(1, decisions))));
  const known = [
    ...KNOWN.map(
      ([margin, cost]) =>
        () =>
          offlinePlanOf(frontier, track.rates, margin, cost),
    ),
    ...EARLY.map((margin) => () => atOnce(earlyOrders(frontier, maxima, margin, 1, decisions))),
  ]
    .slice(0, most)
    .map((make) => make());
  const plan = known[0]!.slice();
  if (known.length === 1) return plan;
  const now = createModel(kind, options, 1);
  const play = createModel(kind, options, known.length);
  const orders = new Int32Array(known.length * width);
  const totals = new Float64Array(known.length);
  now.reset(0, track, HISTORY_SECONDS);
  for (let from = first; from < decisions; from += KEEP) {
    watch.look();
    totals.fill(0);
    for (let lane = 0; lane < known.length; lane++) play.copyLane(lane, now, 0);
    for (let k = from; k < Math.min(from + LOOK, decisions); k++) {
      known.forEach((each, lane) => {
        orders.set(each.subarray(k * width, (k + 1) * width), lane * width);
      });
      play.step(orders);
      for (let lane = 0; lane < known.length; lane++)
        totals[lane] = totals[lane]! + play.results.reward[lane]!;
    }
    const best = totals.indexOf(Math.max(...totals));
    for (let k = from; k < Math.min(from + KEEP, decisions); k++) {
      const kept = known[best]!.subarray(k * width, (k + 1) * width);
      plan.set(kept, k * width);
      now.step(kept);
    }
  }
  return plan;
}
