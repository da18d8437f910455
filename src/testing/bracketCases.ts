/** Random small worlds with after-effects, and orders for them: what a bound is held against. */
import { createChance } from '../environment/chance/chance.ts';
import type { Environment, EnvironmentOptions, LoadTrack } from '../environment/environment.ts';
import { createFluid } from '../environment/fluid.ts';
import { longRunOf } from '../environment/longRun.ts';
import { defaultWeights, type Configuration } from '../model/pipeline.ts';
import { Random } from '../model/random.ts';
import { syntheticPipeline } from '../model/synthetic.ts';
import { compile, coresOf, smallestConfiguration, toAction } from '../model/tables.ts';
import { allConfigurations } from './enumerate.ts';
import type { BoundedWorld } from '../policies/optimum/bracket/bound.ts';
import type { Course } from '../policies/optimum/bracket/search.ts';
import { frontierOf } from '../policies/optimum/frontierOf.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

export interface BracketCase {
  readonly world: BoundedWorld;
  readonly options: EnvironmentOptions;
  readonly course: Course;
  readonly random: Random;
}

const worldOf = (world: BoundedWorld, options: EnvironmentOptions, lanes: number): Environment =>
  world === 'fluid' ? createFluid(options, lanes) : createChance(options, lanes);

const STARTUPS = [0, 0.4, 1, 2.5, 3, 7, 9.99, 10, 12.3, 23] as const;

/** `tiny`: one stage, two variants, few orders; else 1 to 4 stages under random limits, weights, start-ups and rollouts. */
export function bracketCase(seed: number, world: BoundedWorld, decisions: number, tiny = false): BracketCase {
  const random = Random.stream(seed, 'bracket');
  const of = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
  const stages = tiny ? 1 : 1 + random.integer(4);
  const made = syntheticPipeline(stages, tiny ? 2 : 1 + random.integer(4), seed);
  const pipeline = {
    ...made,
    stages: made.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => ({ ...variant, startupSeconds: of(STARTUPS) })),
    })),
  };
  const least = pipeline.stages.reduce((sum, s) => sum + Math.min(...s.variants.map((v) => v.cores)), 0);
  const limits = {
    maxReplicas: tiny ? 2 : 1 + random.integer(8),
    maxBatch: tiny ? 2 : 1 << random.integer(5),
    maxCores: least + random.integer(tiny ? 6 : 24),
  };
  const tables = compile(pipeline, limits);
  const factor = (): number => (random.uniform() < 0.2 ? 0 : 4 ** (2 * random.uniform() - 1));
  const weights =
    random.uniform() < 0.3
      ? defaultWeights
      : {
          accuracyWeight: defaultWeights.accuracyWeight * factor(),
          throughputWeight: defaultWeights.throughputWeight * factor() * of([1, 4]),
          unmetWeight: defaultWeights.unmetWeight * factor(),
          spareWeight: defaultWeights.spareWeight * factor(),
          costWeight: defaultWeights.costWeight * factor(),
          batchWeight: defaultWeights.batchWeight * factor() * of([1, 10]),
          lateWeight: of([0, 0, 0.02]),
        };
  const options: EnvironmentOptions = {
    tables,
    weights,
    slaSeconds: pipeline.slaSeconds,
    rollout: of(['surge', 'surge', 'surge', 'recreate'] as const),
    startupScale: of([1, 1, 0.5]),
    batchTimeoutSeconds: of([0, 0.2, 1, 5]),
    batchRestartSeconds: of([0, 0, 0, 2, 3.5, 14]),
    dropAfterSla: of([0.5, 2, 4]),
  };
  const frontier = frontierOf(
    tables,
    weights,
    longRunOf(world, {
      tables,
      slaSeconds: pipeline.slaSeconds,
      batchTimeoutSeconds: options.batchTimeoutSeconds,
    }),
  );
  const top = Math.max(
    ...Array.from({ length: frontier.size }, (_, i) => capacityOf(frontier.configuration(i))),
  );
  function capacityOf(configuration: Configuration): number {
    return Math.min(
      ...configuration.map(
        (s, n) =>
          s.replicas *
          tables.rate[tables.offset[n]! + s.variant * tables.batches.length + Math.log2(s.batch)]!,
      ),
    );
  }
  const track = trackOf(random, DECISION_SECONDS * decisions, top);
  const loads = Float64Array.from({ length: decisions }, (_, k) =>
    Math.max(...track.rates.subarray(k * DECISION_SECONDS, (k + 1) * DECISION_SECONDS)),
  );
  const environment = (lanes: number): Environment => worldOf(world, options, lanes);
  return { world, options, random, course: { environment, track, frontier, from: 0, loads } };
}

/** Steady, drifting, jumping or bursting, with pauses, up to what can be served and beyond. */
function trackOf(random: Random, seconds: number, top: number): LoadTrack {
  const kind = random.integer(4);
  const scatter = random.uniform() < 0.5 ? 0 : 0.5 * random.uniform();
  let level = top * random.uniform();
  const rates = new Float64Array(seconds);
  for (let t = 0; t < seconds; t++) {
    if (kind === 1) level = Math.max(0, level + 0.1 * top * (random.uniform() - 0.5));
    if (kind === 2 && t % 5 === 0 && random.uniform() < 0.3) level = 1.3 * top * random.uniform();
    const burst = kind === 3 && random.uniform() < 0.1 ? 3 * top * random.uniform() : 0;
    const pause = kind === 3 && random.uniform() < 0.2;
    rates[t] = pause ? 0 : Math.max(0, level * (1 + scatter * (2 * random.uniform() - 1)) + burst);
  }
  return { rates, forecasts: new Float64Array(Math.ceil(seconds / DECISION_SECONDS)) };
}

/** Any configuration that fits. */
export function randomConfiguration({ options: { tables }, random }: BracketCase): Configuration {
  for (let tries = 0; tries < 40; tries++) {
    const configuration = Array.from({ length: tables.stages }, (_, n) => ({
      variant: random.integer(tables.variants[n]!),
      replicas: 1 + random.integer(tables.limits.maxReplicas),
      batch: tables.batches[random.integer(tables.batches.length)]!,
    }));
    if (coresOf(tables, configuration) <= tables.limits.maxCores) return configuration;
  }
  return smallestConfiguration(tables);
}

/** Orders at random, each held for a while or not at all. */
function* randomOrders(one: BracketCase, width: number): Generator<Int32Array, never> {
  const order = new Int32Array(width);
  for (;;) {
    if (one.random.uniform() < 0.7) toAction(randomConfiguration(one), order);
    yield order;
  }
}

/** By how much rewards of random orders, `rounds` times over, exceed `bounds` of their decisions at the most; below 0 where none does. */
export function excessOf(one: BracketCase, bounds: Float64Array, rounds: number): number {
  const environment = one.course.environment(1);
  let most = -Infinity;
  for (let round = 0; round < rounds; round++) {
    const orders = randomOrders(one, environment.actions.length);
    environment.reset(0, one.course.track, 0);
    for (const bound of bounds) {
      environment.step(orders.next().value);
      most = Math.max(most, environment.results.reward[0]! - bound);
    }
  }
  return most;
}

/** The same of a plan. */
export function excessOfPlan(
  { course: { environment, track, from } }: BracketCase,
  bounds: Float64Array,
  orders: Int32Array,
): number {
  const one = environment(1);
  const width = one.actions.length;
  one.reset(0, track, from);
  return bounds.reduce((most, bound, k) => {
    one.step(orders.subarray(k * width, (k + 1) * width));
    return Math.max(most, one.results.reward[0]! - bound);
  }, -Infinity);
}

/** The mean reward of the best of all plans, each tried. */
export function optimumOf({ options, course }: BracketCase): number {
  const orders = [...allConfigurations(options.tables)].map((configuration) => {
    const order = new Int32Array(3 * options.tables.stages);
    toAction(configuration, order);
    return order;
  });
  const decisions = course.loads.length;
  const lanes = Array.from({ length: decisions + 1 }, () => course.environment(1));
  lanes[0]!.reset(0, course.track, 0);
  let best = -Infinity;
  const visit = (k: number, sum: number): void => {
    if (k === decisions) {
      best = Math.max(best, sum);
      return;
    }
    for (const order of orders) {
      const next = lanes[k + 1]!;
      next.copyLane(0, lanes[k]!, 0);
      next.step(order);
      visit(k + 1, sum + next.results.reward[0]!);
    }
  };
  visit(0, 0);
  return best / decisions;
}
