/** Plans of those who know the load, as lists of orders. A long one takes its time: each yields often. */
import type { Frontier } from './frontier.ts';
import { offlineOptimum } from './offline.ts';
import { toAction } from '../../model/tables.ts';

/** So many orders between two yields. */
const AT_A_TIME = 50;

/**
 * The best at once for `margin` times the busier of the load and that `ahead` decisions later, without after-effects: what is
 * ordered early serves in time. `loads` are maxima of ten seconds, req/s; the first `decisions` of them are planned.
 * Returns [decisions x 3 stages] head indices.
 */
export function* earlyOrders(
  frontier: Frontier,
  loads: Float64Array,
  margin: number,
  ahead: number,
  decisions = loads.length,
): Generator<void, Int32Array> {
  const width = 3 * frontier.tables.stages;
  const orders = new Int32Array(decisions * width);
  for (let k = 0; k < decisions; k++) {
    if (k % AT_A_TIME === 0) yield;
    const load = margin * Math.max(loads[k]!, loads[k + ahead] ?? 0);
    toAction(frontier.best(load), orders, k * width);
  }
  return orders;
}

/**
 * The offline optimum for `margin` times `loads`, each change charged `switchingCost` points: `stretch` decisions at a time,
 * as its memory grows with the product of decisions and points. Returns [decisions x 3 stages] head indices.
 */
export function* offlineOrders(
  frontier: Frontier,
  loads: Float64Array,
  margin: number,
  switchingCost: number,
  stretch: number,
): Generator<void, Int32Array> {
  const width = 3 * frontier.tables.stages;
  const orders = new Int32Array(loads.length * width);
  for (let from = 0; from < loads.length; from += stretch) {
    yield;
    const asked = loads.subarray(from, from + stretch).map((load) => margin * load);
    offlineOptimum(frontier, asked, switchingCost).points.forEach((point, i) => {
      toAction(frontier.configuration(point), orders, (from + i) * width);
    });
  }
  return orders;
}

/** What `work` comes to, at once. */
export function atOnce<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
