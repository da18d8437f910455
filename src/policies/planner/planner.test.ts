import { describe, expect, it } from 'vitest';
import { Candidates } from './candidates.ts';
import { planner } from './planner.ts';
import { plannerDefaults } from './plannerSettings.ts';
import { Search } from './search.ts';
import { Twin } from './twin.ts';
import { frontierOf } from '../optimum/frontierOf.ts';
import { optimumPredicted } from '../oracles.ts';
import { policyById } from '../registry.ts';
import type { PolicyContext } from '../policy.ts';
import { createChance } from '../../environment/chance/chance.ts';
import { createFluid } from '../../environment/fluid.ts';
import { longRunOf } from '../../environment/longRun.ts';
import { defaultLimits, defaultWeights } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile, isFeasible, toAction } from '../../model/tables.ts';
import { allConfigurations, smallPipeline } from '../../testing/enumerate.ts';
import { constantTrack, testOptions } from '../../testing/pipelines.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { decisionsIn, maxRate } from '../../workload/workload.ts';

type Kind = 'chance' | 'fluid';

function contextOf(options: ReturnType<typeof testOptions>, kind: Kind): PolicyContext {
  return {
    tables: options.tables,
    weights: options.weights,
    slaSeconds: options.slaSeconds,
    longRun: longRunOf(kind, options),
    world: { kind, options },
    random: Random.stream(1, 'policy'),
    future: { startTime: 120, loads: new Float64Array(0) },
  };
}

const createOf = { chance: createChance, fluid: createFluid };

/** An episode of `factory`: mean reward, what it ordered and how long each decision took, ms, the quickest first. */
async function play(
  factory: typeof planner,
  options: ReturnType<typeof testOptions>,
  kind: Kind,
  track: { rates: Float64Array; forecasts: Float64Array },
): Promise<{ reward: number; orders: string[]; feasible: boolean; milliseconds: number[] }> {
  const environment = createOf[kind](options, 1);
  const policy = await factory.create(contextOf(options, kind));
  environment.reset(0, track, 120);
  const action = new Int32Array(3 * options.tables.stages);
  const count = decisionsIn(track.rates.length);
  const [orders, milliseconds]: [string[], number[]] = [[], []];
  let [reward, feasible] = [0, true];
  for (let k = 0; k < count; k++) {
    const observation = environment.observe(0);
    const before = performance.now();
    const order = policy.decide(observation);
    milliseconds.push(performance.now() - before);
    feasible &&= isFeasible(options.tables, order);
    toAction(order, action);
    orders.push(action.join());
    environment.step(action);
    reward += environment.results.reward[0]! / count;
  }
  return { reward, orders, feasible, milliseconds: milliseconds.sort((a, b) => a - b) };
}

/** A load whose forecast is the maximum of the coming 20 s. */
const foreseen = (rates: Float64Array): { rates: Float64Array; forecasts: Float64Array } => ({
  rates,
  forecasts: Float64Array.from({ length: Math.ceil(rates.length / 10) }, (_, k) =>
    maxRate(rates, 10 * k, 10 * k + 20),
  ),
});

const presetOptions = (id: string): ReturnType<typeof testOptions> => {
  const pipeline = presetById(id)!;
  return { ...testOptions(pipeline), tables: compile(pipeline, defaultLimits) };
};

describe('the planner', () => {
  it.each(['chance', 'fluid'] as const)(
    'earns more than the myopic optimum where a ramp is foreseen (%s)',
    async (kind) => {
      const track = foreseen(generateWorkload('ramp', 4).rates);
      for (const id of ['video', 'sum-qa']) {
        const options = presetOptions(id);
        const planned = await play(planner, options, kind, track);
        const myopic = await play(optimumPredicted, options, kind, track);
        expect(planned.reward).toBeGreaterThan(myopic.reward);
      }
    },
  );

  it('orders the same in the same place, and only what is feasible, on random small pipelines, also with a price on late requests', async () => {
    let changes = 0;
    for (let seed = 0; seed < 10; seed++) {
      const { pipeline, tables } = smallPipeline(seed);
      const random = Random.stream(seed, 'planner');
      const weights = { ...defaultWeights, lateWeight: seed % 2 };
      const options = { ...testOptions(pipeline), tables, weights };
      const track = foreseen(Float64Array.from({ length: 320 }, () => 30 * random.uniform()));
      const once = await play(planner, options, seed % 3 ? 'chance' : 'fluid', track);
      const again = await play(planner, options, seed % 3 ? 'chance' : 'fluid', track);
      expect(once.feasible).toBe(true);
      expect(again.orders).toEqual(once.orders);
      changes += new Set(once.orders).size - 1;
    }
    expect(changes).toBeGreaterThan(0);
  });

  it.each([
    [
      'video',
      'chance',
      '150230 140220 130220 120210 220210 220210 150230 160231 170241 170240 170240 170240 150221 140220 130220 120210 220210 220210 220210 220210 220210 220210 220210 220210 220210 140220 140221 140221 150230 150230 140220 130220 120210 120210 120210 220210 220210 241221 140221 140221',
    ],
    [
      'sum-qa',
      'fluid',
      '013003 003110 003110 002101 002101 102100 113112 022112 022112 022112 022112 022112 012102 012102 021102 011101 010101 010101 010100 010100 010100 010100 010100 010100 010100 012102 012102 012102 012112 012111 012102 021102 011101 010101 010101 010100 010100 012102 012102 012102',
    ],
  ] as const)(
    'orders without settings what it did before there were any (%s, %s)',
    async (id, kind, before) => {
      const { rates } = generateWorkload('bursty', 5, 520);
      const { orders } = await play(planner, presetOptions(id), kind, foreseen(rates));
      expect(new Set(orders).size).toBeGreaterThan(3);
      expect(orders.map((order) => order.replaceAll(',', '')).join(' ')).toBe(before);
    },
  );

  it.each([
    'horizon=1',
    'horizon=3,futures=1,near=0',
    'candidates=5,firsts=0,memory=4',
    'steps=60',
    'scatter=0',
  ])('with %s orders otherwise, the same again, and only what is feasible', async (set) => {
    const settled = policyById(`planner:${set}`)!;
    const options = presetOptions('video');
    const track = foreseen(generateWorkload('bursty', 5, 520).rates);
    const plain = await play(planner, options, 'chance', track);
    const once = await play(settled, options, 'chance', track);
    const again = await play(settled, options, 'chance', track);
    expect(once.feasible).toBe(true);
    expect(again.orders).toEqual(once.orders);
    expect(once.orders).not.toEqual(plain.orders);
  });

  it('says its settings in its name and in what it says of itself', () => {
    const { info } = policyById('planner:steps=600,horizon=12')!;
    expect(info.id).toBe('planner:horizon=12,steps=600');
    expect(info.name).toBe('Planner (horizon 12 decisions, model steps 600)');
    expect(info.simplifications).toMatch(
      /^It plans 12 decisions ahead under 3 loads, .* At most 600 steps of/,
    );
    expect(policyById('planner:firsts=0')!.info.about[1]).not.toContain('another follow');
    expect(policyById('planner:horizon=8')).toBe(planner);
  });

  it('takes as long for a decision with four stages as a few thousand steps of one lane', async () => {
    const { stages } = presetById('video')!;
    const pipeline = { ...presetById('video')!, stages: [...stages, ...stages].slice(0, 4) };
    const limits = { ...defaultLimits, maxCores: 60 };
    const options = { ...testOptions(pipeline), tables: compile(pipeline, limits) };
    const track = foreseen(generateWorkload('bursty', 2).rates);
    const { milliseconds } = await play(planner, options, 'chance', track);
    const environment = createChance(options, 1);
    const thousands = Array.from({ length: 20 }, () => {
      const before = performance.now();
      for (let i = 0; i < 1000; i++) {
        if (i % 100 === 0) environment.reset(0, track, 120);
        environment.step(environment.actions.slice());
      }
      return performance.now() - before;
    }).sort((x, y) => x - y);
    // Other work beside the tests slows both.
    expect(milliseconds[Math.floor(milliseconds.length / 2)]! / thousands[10]!).toBeLessThan(10);
  });
});

describe('its twin', () => {
  it.each(['chance', 'fluid'] as const)(
    'has the replicas of the pipeline, and its queues as far as they are seen (%s)',
    (kind) => {
      let waited = 0;
      for (let seed = 0; seed < 20; seed++) {
        const { pipeline, tables } = smallPipeline(seed);
        const random = Random.stream(seed, 'twin');
        const options = { ...testOptions(pipeline), tables };
        const environment = createOf[kind](options, 1);
        const configurations = [...allConfigurations(tables)];
        environment.reset(0, foreseen(Float64Array.from({ length: 420 }, () => 25 * random.uniform())), 120);
        const twin = new Twin(kind, options);
        const action = new Int32Array(3 * tables.stages);
        for (let k = 0; k < 25; k++) {
          twin.live(environment.observe(0));
          const [seen, known] = [environment.observe(0).stages, twin.lanes.observe(0).stages];
          seen.forEach((stage, n) => {
            expect([known[n]!.ready, known[n]!.starting]).toEqual([stage.ready, stage.starting]);
            // Of those that wait by chance the twin may have more.
            const missing = stage.backlog - known[n]!.backlog;
            const off = kind === 'chance' ? missing : Math.abs(missing);
            expect(off).toBeLessThanOrEqual(Math.max(2, 0.5 * stage.throughput) + 1e-9);
            if (stage.backlog > 5) waited++;
          });
          toAction(configurations[random.integer(configurations.length)]!, action);
          environment.step(action);
        }
      }
      expect(waited).toBeGreaterThan(20);
    },
  );

  it('is not changed by what is played on its forks', () => {
    const options = presetOptions('sum-qa');
    const environment = createChance(options, 1);
    environment.reset(0, constantTrack(20, 400), 120);
    const twin = new Twin('chance', options);
    const search = new Search('chance', options, plannerDefaults);
    const candidates = new Candidates(
      frontierOf(options.tables, options.weights, longRunOf('chance', options)),
    );
    const futures = {
      loads: [new Float64Array(8).fill(15), new Float64Array(8).fill(30)],
      weights: Float64Array.of(0.5, 0.5),
    };
    twin.live(environment.observe(0));
    const before = twin.lanes.snapshot();
    const tried = candidates.of(environment.observe(0).action, futures, 12);
    const first = search.run(twin, futures, tried);
    expect(twin.lanes.snapshot()).toEqual(before);
    expect(search.run(twin, futures, tried)).toEqual(first);
    expect(tried).toHaveLength(12);
    // A second order may only help.
    for (const { held, value } of first) expect(value).toBeGreaterThanOrEqual(held);
    expect(first.some(({ held, value }) => value > held)).toBe(true);
  });

  it('takes the load to scatter as it is told', () => {
    const options = presetOptions('video');
    const spread = (scatter: number): number => {
      const { rates } = new Twin('chance', options, scatter).track([20]);
      const last = rates.subarray(-10);
      expect(Math.max(...last)).toBeCloseTo(20, 9);
      return 20 - Math.min(...last);
    };
    expect(spread(0)).toBeCloseTo(0, 9);
    expect(spread(1)).toBeGreaterThan(spread(0.16));
  });

  it('begins anew where decisions were left out', () => {
    const options = presetOptions('video');
    const environment = createFluid(options, 1);
    environment.reset(0, constantTrack(20, 600), 120);
    const twin = new Twin('fluid', options);
    twin.live(environment.observe(0));
    for (let k = 0; k < 5; k++) environment.step(environment.actions.slice());
    expect(twin.follows(environment.observe(0))).toBe(false);
    twin.live(environment.observe(0));
    environment.step(environment.actions.slice());
    expect(twin.follows(environment.observe(0))).toBe(true);
  });
});
