/** What the planner tries: of all configurations those that the forecast can make good. */
import type { Futures } from './futures.ts';
import type { Frontier } from '../optimum/frontier.ts';
import { toAction, type Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** Loads on a grid, each so many times the one before: rewards are kept by it. */
const STEP = 1.05;
/** Where late requests have a price a reward takes long: fewer loads, all reckoned before the first decision. */
const TIMELY_STEP = 1.2;
/** req/s. */
const LEAST = 0.5;

/** What is kept of a frontier, for every planner on it. */
interface Known {
  readonly actions: readonly Int32Array[];
  readonly rewards: Map<number, Float64Array>;
}

const known = new WeakMap<Frontier, Known>();

export class Candidates {
  readonly #frontier: Frontier;
  readonly #known: Known;
  /** By how much each falls short of the best, in the load that suits it best. */
  readonly #short: Float64Array;
  readonly #order: number[];
  readonly #step: number;
  /** Of the grid. */
  readonly #first: number;
  readonly #last: number;

  /** Throws `OutOfTime` where the watch's time is up. */
  constructor(frontier: Frontier, watch: Watch = unwatched) {
    const { tables, size, weights } = frontier;
    this.#frontier = frontier;
    this.#short = new Float64Array(size);
    this.#order = Array.from({ length: size }, (_, i) => i);
    const timely = weights.lateWeight > 0;
    this.#step = Math.log(timely ? TIMELY_STEP : STEP);
    this.#first = Math.floor(Math.log(LEAST) / this.#step);
    this.#last = Math.ceil(Math.log(Math.max(LEAST, mostThroughput(tables))) / this.#step);
    let kept = known.get(frontier);
    if (!kept) {
      const actions = Array.from({ length: size }, (_, i) => {
        const action = new Int32Array(3 * tables.stages);
        toAction(frontier.configuration(i), action);
        return action;
      });
      known.set(frontier, (kept = { actions, rewards: new Map() }));
    }
    this.#known = kept;
    if (!timely) return;
    for (let at = this.#first; at <= this.#last; at++) {
      watch.look();
      this.#rewardsAt(at);
    }
  }

  /** One order of the frontier. */
  get first(): Int32Array {
    return this.#known.actions[0]!;
  }

  /** What any of them can serve at the most, req/s. */
  get mostThroughput(): number {
    const { tables } = this.#frontier;
    return this.#known.actions.reduce((most, action) => Math.max(most, throughputOf(tables, action)), 0);
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
    for (const future of loads) for (const load of future) seen.add(this.#gridOf(load));
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
      add(this.#known.actions[i]!);
    }
    return [...found.values()];
  }

  #gridOf(load: number): number {
    const at = Math.round(Math.log(Math.max(load, LEAST)) / this.#step);
    return Math.max(this.#first, Math.min(this.#last, at));
  }

  #rewardsAt(at: number): Float64Array {
    const { actions, rewards } = this.#known;
    let here = rewards.get(at);
    if (!here) {
      const load = Math.exp(at * this.#step);
      here = Float64Array.from(actions, (_, i) => this.#frontier.rewardOf(i, load));
      rewards.set(at, here);
    }
    return here;
  }
}

/** req/s. */
function throughputOf(tables: Tables, action: Int32Array): number {
  let least = Infinity;
  for (let n = 0, a = 0; n < tables.stages; n++, a += 3) {
    const option = tables.offset[n]! + action[a]! * tables.batches.length + action[a + 2]!;
    least = Math.min(least, (action[a + 1]! + 1) * tables.rate[option]!);
  }
  return least;
}

/** What the stage that can serve the least can at the most, req/s. */
function mostThroughput(tables: Tables): number {
  const most = Array.from(
    { length: tables.stages },
    (_, n) =>
      tables.limits.maxReplicas * Math.max(...tables.rate.subarray(tables.offset[n], tables.offset[n + 1])),
  );
  return Math.min(...most);
}

/** The variants and batches of `action` with as many replicas as carry `load`; undefined where the limits do not allow it. */
function scaledTo(tables: Tables, action: Int32Array, load: number): Int32Array | undefined {
  const { maxReplicas } = tables.limits;
  const scaled = action.slice();
  let units = 0;
  for (let n = 0, a = 0; n < tables.stages; n++, a += 3) {
    const option = tables.offset[n]! + action[a]! * tables.batches.length + action[a + 2]!;
    const replicas = Math.max(1, Math.ceil(load / tables.rate[option]!));
    if (replicas > maxReplicas) return undefined;
    scaled[a + 1] = replicas - 1;
    units += replicas * tables.units[tables.variantOffset[n]! + action[a]!]!;
  }
  return units <= tables.capacity ? scaled : undefined;
}
