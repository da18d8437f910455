import type { IpaOption, IpaProblem } from './ipaProblem.ts';
import { unwatched, type Watch } from '../model/watch.ts';

/** Nodes of the search between two looks at the watch: a fraction of a millisecond. */
export const LOOK_EVERY = 4096;

/**
 * Exact solution of IPA's program by depth-first search with bounds: best first, cut where the remaining stages
 * cannot reach the best value, the SLA or W_max. Undefined where nothing is feasible. Its time is exponential in the
 * stages at worst: throws `OutOfTime` where the watch's time is up.
 */
export function solveExactly(
  { tables, slaSeconds, options }: IpaProblem,
  watch: Watch = unwatched,
): readonly IpaOption[] | undefined {
  const { capacity } = tables;
  const stages = options.map((list) => undominated(list).sort((a, b) => b.value - a.value));
  if (stages.some((list) => list.length === 0)) return undefined;
  const N = stages.length;
  const bestValue = new Float64Array(N + 1);
  const leastUnits = new Float64Array(N + 1);
  const leastLatency = new Float64Array(N + 1);
  for (let n = N - 1; n >= 0; n--) {
    bestValue[n] = bestValue[n + 1]! + stages[n]![0]!.value;
    leastUnits[n] = leastUnits[n + 1]! + Math.min(...stages[n]!.map((o) => o.units));
    leastLatency[n] = leastLatency[n + 1]! + Math.min(...stages[n]!.map((o) => o.latency));
  }
  const chosen: IpaOption[] = [];
  let best: readonly IpaOption[] | undefined;
  let value = -Infinity;
  let nodes = 0;
  const visit = (n: number, soFar: number, units: number, latency: number): void => {
    if (++nodes % LOOK_EVERY === 0) watch.look();
    if (n === N) {
      if (soFar > value) {
        value = soFar;
        best = [...chosen];
      }
      return;
    }
    for (const option of stages[n]!) {
      if (soFar + option.value + bestValue[n + 1]! <= value) return;
      if (units + option.units + leastUnits[n + 1]! > capacity) continue;
      if (latency + option.latency + leastLatency[n + 1]! > slaSeconds) continue;
      chosen[n] = option;
      visit(n + 1, soFar + option.value, units + option.units, latency + option.latency);
    }
  };
  visit(0, 0, 0, 0);
  return best;
}

/** Options that no other option beats or equals in value, cores and latency at once. */
function undominated(options: readonly IpaOption[]): IpaOption[] {
  return options.filter(
    (a, i) =>
      !options.some(
        (b, j) =>
          b.value >= a.value &&
          b.units <= a.units &&
          b.latency <= a.latency &&
          (b.value > a.value || b.units < a.units || b.latency < a.latency || j < i),
      ),
  );
}
