/**
 * The exact optimum of reward (7) with a weight on late requests. How many are late follows from all stages together, so no
 * frontier over the throughput answers every load: each load is a search (`timelySearch.ts`), whose answer is kept.
 */
import type { Frontier, PlainFrontier } from './frontier.ts';
import { TimelySearch, type Found } from './timelySearch.ts';
import type { LongRun } from '../../environment/longRun.ts';
import type { Configuration } from '../../model/pipeline.ts';

/** Plans choose among the optima at so many loads, evenly on a scale of powers, and the plain frontier's points. */
const STATE_LOADS = 48;
/** Loads at which rounded answers stand: each so many times the one before. */
const STEP = 1.02;

/** `plain` with the late requests of `longRun` in its rewards, by its own `lateWeight`. */
export function timelyFrontier(plain: PlainFrontier, longRun: LongRun): Frontier {
  const search = new TimelySearch(plain, longRun);
  const answers = new Map<number, Found>();
  const answer = (load: number): Found => {
    let known = answers.get(load);
    if (!known) answers.set(load, (known = search.best(load)));
    return known;
  };
  let listed: readonly Configuration[] | undefined;
  const states = (): readonly Configuration[] =>
    (listed ??= statesOf(plain, (load) => answer(load).configuration));
  return {
    tables: plain.tables,
    weights: plain.weights,
    get size() {
      return states().length;
    },
    configuration: (i) => states()[i]!,
    rewardOf: (i, load) => search.rewardOf(states()[i]!, load),
    rewardAt: (load) => answer(load).reward,
    best: (load) => answer(load).configuration,
  };
}

function statesOf(plain: PlainFrontier, best: (load: number) => Configuration): readonly Configuration[] {
  const [first, last] = [plain.throughput[0]!, plain.throughput.at(-1)!];
  const states = new Map<string, Configuration>();
  const add = (one: Configuration): void => void states.set(JSON.stringify(one), one);
  for (let i = 0; i < plain.size; i++) add(plain.configuration(i));
  for (let k = 0; k < STATE_LOADS; k++) add(best(first * (last / first) ** (k / (STATE_LOADS - 1))));
  return [...states.values()];
}

/**
 * Answers fast enough for training: the optimum for a load a little higher, and a reward between those of two loads. Without
 * a weight on late requests a frontier is fast as it is.
 */
export function rounded(frontier: Frontier): Frontier {
  if (frontier.weights.lateWeight === 0) return frontier;
  const step = (load: number): number => Math.log(Math.max(load, 1e-3)) / Math.log(STEP);
  return {
    tables: frontier.tables,
    weights: frontier.weights,
    get size() {
      return frontier.size;
    },
    configuration: (i) => frontier.configuration(i),
    rewardOf: (i, load) => frontier.rewardOf(i, load),
    best: (load) => frontier.best(STEP ** Math.ceil(step(load))),
    rewardAt: (load) => {
      const x = step(load);
      const low = Math.floor(x);
      const at = frontier.rewardAt(STEP ** low);
      return at + (x - low) * (frontier.rewardAt(STEP ** (low + 1)) - at);
    },
  };
}
