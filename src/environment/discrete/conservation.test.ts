/** Event by event: no request is lost, doubled or led astray, whatever is ordered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';
import { DiscreteLane } from './lane.ts';
import { defaultDiscreteOptions } from './discreteOptions.ts';
import { Tape } from './tape.ts';
import type { EnvironmentOptions, Rollout } from '../environment.ts';
import { Random } from '../../model/random.ts';
import { randomFeasible } from '../../testing/orders.ts';
import { testOptions, testPipeline } from '../../testing/pipelines.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

const SECONDS = 200;

interface World {
  readonly options: EnvironmentOptions;
  readonly lane: DiscreteLane;
  readonly arrivals: Arrivals;
  readonly rates: Float64Array;
  /** The first is in force at the beginning; the others come every ten seconds. */
  readonly orders: readonly Int32Array[];
}

/** Three stages under random loads of up to 50 req/s and random orders every ten seconds. */
function world(seed: number, rollout: Rollout, startup: number, nodes: number): World {
  // Light: 10 req/s a core; heavy: 2 cores, 4 req/s.
  const stage = [
    [0.5, 1, 0.1, 0.1],
    [0.9, 2, 0.25, 0.25],
  ] as const;
  const options = testOptions(
    testPipeline([stage, stage, stage], startup),
    { maxReplicas: 6, maxBatch: 8, maxCores: 14 },
    { rollout, batchTimeoutSeconds: 0.3, batchRestartSeconds: seed % 2 },
  );
  const random = Random.stream(seed, 'orders');
  const service = seed % 3 === 0 ? 'exponential' : 'profile';
  return {
    options,
    lane: new DiscreteLane(options, { ...defaultDiscreteOptions, seed, nodes, service }),
    arrivals: new Arrivals(seed, 'poisson'),
    rates: Float64Array.from({ length: SECONDS }, () => random.uniform() * 50),
    orders: Array.from({ length: 1 + SECONDS / DECISION_SECONDS }, () =>
      randomFeasible(options.tables, random),
    ),
  };
}

/**
 * A second set of books: who entered, left and was dropped at each stage, summed up from what single events report.
 * `check` holds it against the requests that are there, counted one by one.
 */
class Books {
  readonly #lane: DiscreteLane;
  readonly #options: EnvironmentOptions;
  /** Per stage, since the beginning. */
  readonly #left: Float64Array;
  readonly #dropped: Float64Array;

  constructor({ lane, options }: World) {
    this.#lane = lane;
    this.#options = options;
    this.#left = new Float64Array(options.tables.stages);
    this.#dropped = new Float64Array(options.tables.stages);
  }

  /** Adds the event that was just handled. */
  add(): void {
    const { left, droppedAt } = this.#lane;
    for (let n = 0; n < left.length; n++) {
      this.#left[n] = this.#left[n]! + left[n]!;
      this.#dropped[n] = this.#dropped[n]! + droppedAt[n]!;
    }
  }

  /** Throws with the rule that does not hold `after` what. */
  check(after: string): void {
    const { requests, replicas, arrived, served, dropped } = this.#lane;
    const { stages, limits } = this.#options.tables;
    const must = (holds: boolean, rule: string): void => {
      if (!holds) throw new Error(`after ${after} it does not hold that ${rule}`);
    };
    const underWay = this.#lane.underWay();
    must(arrived === served + dropped + underWay, 'arrived = served + dropped + under way');
    must(served === this.#left[stages - 1], 'served = left the last stage');
    must(dropped === sum(this.#dropped), 'dropped = dropped at any stage');
    let inStages = 0;
    for (let n = 0; n < stages; n++) {
      const entered = n === 0 ? arrived : this.#left[n - 1]!;
      const here = entered - this.#left[n]! - this.#dropped[n]!;
      const waiting = queueLength(this.#lane, n);
      must(requests.waiting[n] === waiting, `stage ${String(n)} knows how many wait`);
      must(here >= waiting, `all that wait at stage ${String(n)} came to it`);
      // A replica holds at least one core.
      must(
        here - waiting <= replicas.heldBy[n]! * limits.maxBatch,
        `stage ${String(n)} has the replicas for what it serves`,
      );
      inStages += here;
    }
    must(inStages === underWay, 'under way = in any stage');
    must(replicas.held === sum(replicas.heldBy), 'cores held = held by any stage');
    must(replicas.held >= 0 && replicas.held <= limits.maxCores, '0 <= cores held <= W_max');
  }
}

const sum = (values: Float64Array | Int32Array): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** Requests in the queue of stage `n`, counted along its chain and no further than a chain can be long. */
function queueLength({ requests }: DiscreteLane, n: number): number {
  let count = 0;
  for (let id = requests.head[n]!; id >= 0 && count <= requests.mask; count++)
    id = requests.next[id & requests.mask]!;
  return count;
}

/** Which kinds of events a run has had: a check proves something only where it has met them. */
const KINDS = [
  'arrival',
  'dropped while it waits for the first stage',
  'dropped at a later stage',
  'batch of several done',
  'batch closed by time alone',
  'replica ready',
  'old variant still serves',
  'stage without a serving replica',
] as const;
type Kind = (typeof KINDS)[number];

/** What an event changes that its reports do not tell. */
interface Moment {
  readonly arrived: number;
  readonly waiting: Int32Array;
  readonly starting: Int32Array;
}

function momentOf({ arrived, requests, replicas }: DiscreteLane): Moment {
  return { arrived, waiting: requests.waiting.slice(), starting: replicas.starting.slice() };
}

function kindsOf({ lane, options }: World, before: Moment): Kind[] {
  const { left, droppedAt, replicas, requests } = lane;
  const arrival = lane.arrived > before.arrived;
  const fewer = (now: Int32Array, then: Int32Array): boolean => now.some((count, n) => count < then[n]!);
  const ready = fewer(replicas.starting, before.starting);
  const moved = arrival || ready || sum(left) + sum(droppedAt) > 0;
  const stages = Array.from({ length: options.tables.stages }, (_, n) => n);
  const holds: Record<Kind, boolean> = {
    arrival,
    'dropped while it waits for the first stage': droppedAt[0]! > 0,
    'dropped at a later stage': droppedAt.some((count, n) => n > 0 && count > 0),
    'batch of several done': left.some((count) => count > 1),
    // A restart that ends can do so too.
    'batch closed by time alone':
      options.batchRestartSeconds === 0 && !moved && fewer(requests.waiting, before.waiting),
    'replica ready': ready,
    'old variant still serves': replicas.oldVariant.some((variant) => variant >= 0),
    'stage without a serving replica': stages.some(
      (n) => replicas.serving[2 * n]! + replicas.serving[2 * n + 1]! === 0,
    ),
  };
  return KINDS.filter((kind) => holds[kind]);
}

/** Runs a world one event at a time and checks the books after each, and after each order. */
function runByEvent(of: World, met: Map<Kind, number>): void {
  const { lane, arrivals, rates, orders } = of;
  const books = new Books(of);
  lane.begin(orders[0]!, 0, 0);
  for (let t = 0; t < SECONDS; t += DECISION_SECONDS) {
    lane.order(orders[1 + t / DECISION_SECONDS]!, 0, t);
    books.check(`the order at ${String(t)} s`);
    arrivals.draw(rates, t);
    for (let next = 0; ;) {
      const events = lane.events;
      const before = momentOf(lane);
      next = lane.run(arrivals, next, t + DECISION_SECONDS, 1);
      if (lane.events === events) {
        expect(next).toBe(arrivals.count);
        break;
      }
      if (lane.events !== events + 1) throw new Error('one event was asked for');
      books.add();
      books.check(`event ${String(lane.events)}, in the ten seconds from ${String(t)} s,`);
      for (const kind of kindsOf(of, before)) met.set(kind, (met.get(kind) ?? 0) + 1);
    }
  }
}

/** Runs a world as the environment does, a second at a time. */
function runBySecond({ lane, arrivals, rates, orders }: World): void {
  lane.begin(orders[0]!, 0, 0);
  for (let t = 0; t < SECONDS; t += DECISION_SECONDS) {
    lane.order(orders[1 + t / DECISION_SECONDS]!, 0, t);
    arrivals.draw(rates, t);
    let next = 0;
    for (let second = t + 1; second <= t + DECISION_SECONDS; second++)
      next = lane.run(arrivals, next, second);
  }
}

function stateOf({ lane }: World): unknown {
  const tape = new Tape();
  lane.requests.save(tape);
  lane.replicas.save(tape);
  return [lane.events, lane.arrived, lane.served, lane.dropped, lane.inService, tape.written()];
}

describe.each(['surge', 'recreate'] as const)('under %s rollouts', (rollout) => {
  it('conserves requests, stage by stage, and holds at most W_max at every event', () => {
    const met = new Map<Kind, number>();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(0, 3.5, 7, 25),
        fc.constantFrom(1, 2),
        (seed, startup, nodes) => {
          const stepped = world(seed, rollout, startup, nodes);
          runByEvent(stepped, met);
          // Looking at each event has changed none.
          const whole = world(seed, rollout, startup, nodes);
          runBySecond(whole);
          expect(stateOf(stepped)).toEqual(stateOf(whole));
        },
      ),
      {
        numRuns: 12,
        examples: [
          [2, 3.5, 1],
          [4, 7, 2],
          [3, 0, 1],
        ],
      },
    );
    const expected = KINDS.filter((kind) => rollout === 'surge' || kind !== 'old variant still serves');
    expect([...met.keys()].sort()).toEqual([...expected].sort());
  });
});
