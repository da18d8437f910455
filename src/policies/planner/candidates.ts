/** What the planner tries: of all configurations those that the forecast can make good. */
import type { Futures } from './futures.ts';
import type { Frontier } from '../optimum/frontier.ts';
import { toAction, type Tables } from '../../model/tables.ts';

/** Loads on a grid, each so many times the one before: rewards are kept by it. */
const STEP = 1.05;

export class Candidates {
  readonly #frontier: Frontier;
  readonly #actions: readonly Int32Array[];
  readonly #rewards = new Map<number, Float64Array>();
  /** By how much each falls short of the best, in the load that suits it best. */
  readonly #short: Float64Array;
  readonly #order: number[];

  constructor(frontier: Frontier) {
    const { tables, size } = frontier;
    this.#frontier = frontier;
    this.#actions = Array.from({ length: size }, (_, i) => {
      const action = new Int32Array(3 * tables.stages);
      toAction(frontier.configuration(i), action);
      return action;
    });
    this.#short = new Float64Array(size);
    this.#order = Array.from({ length: size }, (_, i) => i);
  }

  /**
   * At most `count`: staying at `current`, its variants and batches with as many replicas as each future needs, and the points
   * of the frontier that fall short of its best the least in one of the loads of the futures.
   */
  of(current: Int32Array, { loads }: Futures, count: number): readonly Int32Array[] {
    const found = new Map<string, Int32Array>();
    const add = (action: Int32Array): void => void found.set(action.join(), action);
    add(current.slice());
    for (const future of loads) {
      const scaled = scaledTo(this.#frontier.tables, current, Math.max(...future));
      if (scaled) add(scaled);
    }
    this.#short.fill(Infinity);
    const seen = new Set<number>();
    for (const future of loads) for (const load of future) seen.add(step(load));
    for (const at of seen) {
      const rewards = this.#rewardsAt(at);
      let best = -Infinity;
      for (const reward of rewards) if (reward > best) best = reward;
      for (let i = 0; i < rewards.length; i++)
        if (best - rewards[i]! < this.#short[i]!) this.#short[i] = best - rewards[i]!;
    }
    this.#order.sort((a, b) => this.#short[a]! - this.#short[b]! || a - b);
    for (const i of this.#order) {
      if (found.size >= count) break;
      add(this.#actions[i]!);
    }
    return [...found.values()];
  }

  #rewardsAt(at: number): Float64Array {
    let known = this.#rewards.get(at);
    if (!known) {
      const load = STEP ** at;
      known = Float64Array.from(this.#actions, (_, i) => this.#frontier.rewardOf(i, load));
      this.#rewards.set(at, known);
    }
    return known;
  }
}

const step = (load: number): number => Math.round(Math.log(Math.max(load, 0.1)) / Math.log(STEP));

/** The variants and batches of `action` with as many replicas as carry `load`; undefined where the limits do not allow it. */
function scaledTo(tables: Tables, action: Int32Array, load: number): Int32Array | undefined {
  const { maxReplicas, maxCores } = tables.limits;
  const scaled = action.slice();
  let cores = 0;
  for (let n = 0, a = 0; n < tables.stages; n++, a += 3) {
    const option = tables.offset[n]! + action[a]! * tables.batches.length + action[a + 2]!;
    const replicas = Math.max(1, Math.ceil(load / tables.rate[option]!));
    if (replicas > maxReplicas) return undefined;
    scaled[a + 1] = replicas - 1;
    cores += replicas * tables.cores[tables.variantOffset[n]! + action[a]!]!;
  }
  return cores <= maxCores ? scaled : undefined;
}
