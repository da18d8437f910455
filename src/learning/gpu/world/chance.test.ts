import { afterEach, beforeAll, expect, it } from 'vitest';
import { chance } from './chance.ts';
import type { Device } from '../device.ts';
import { partOf } from '../members.ts';
import { drawWorld, ownWorld, type TrainingWorld } from '../../task/trainingWorld.ts';
import { VARIES } from '../../../environment/chance/scatter.ts';
import { defaultWeights, type Pipeline } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { syntheticPipeline } from '../../../model/synthetic.ts';
import { prepare } from '../../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../../scenario/scenario.ts';
import { onDawn } from '../../../testing/onDawn.ts';
import {
  ALONE,
  deviceWorlds,
  type DeviceWorlds,
  heldAgainst,
  wanderingActions,
  type Apart,
  type Compared,
} from '../../../testing/deviceWorlds.ts';
import { presetInParts } from '../../../testing/partsOfCores.ts';
import { createForecaster } from '../../../workload/forecasters/index.ts';
import { generateWorkload } from '../../../workload/generators.ts';

type Case = Partial<Scenario> & { readonly pipeline: Pipeline; readonly times: number };

/** A reward that is right to 0.001 is right to 0.0001 in the share that is late. */
const weights = { ...defaultWeights, lateWeight: 0.1 };

/** What differs from the scenario's defaults, and how many times the loads are what they are. */
const cases: readonly Case[] = [
  { pipeline: presetById('video')!, times: 1 },
  { pipeline: presetById('audio-qa')!, times: 1.5, weights, batchRestartSeconds: 2.5, rollout: 'recreate' },
  { pipeline: presetById('nlp')!, times: 0.7, weights, dropAfterSla: 1.3, startupSeconds: 12.3 },
  { pipeline: presetInParts('sum-qa', 250), times: 0.4, weights, batchTimeoutSeconds: 0.3 },
  {
    ...{ pipeline: syntheticPipeline(4, 2, 1), times: 2, weights, startupSeconds: 0, slaSeconds: 3.7 },
    limits: { maxReplicas: 4, maxBatch: 8, maxCores: 18 },
  },
];
const LANES = 200;
const HORIZON = 120;

const scenarioOf = ({ pipeline, times: _times, ...changes }: Case): Scenario => ({
  ...defaultScenario(pipeline, generateWorkload('bursty', 1)),
  ...{ environment: 'chance', forecaster: 'ewma' },
  ...changes,
});

/** Bursts, a busy day, and noise in which seconds without anybody occur. */
function loadsOf({ times }: Case): readonly Float64Array[] {
  const random = Random.stream(2, 'rates');
  return [
    generateWorkload('bursty', 1).rates.map((rate) => times * rate),
    generateWorkload('steady-high', 2, 3000).rates.map((rate) => times * rate),
    Float64Array.from({ length: 1500 }, () => 30 * times * Math.max(0, random.uniform() - 0.2)),
  ];
}

const forecaster = createForecaster('ewma');
const worldOf = (one: Case, lanes: number): TrainingWorld =>
  ownWorld(prepare(scenarioOf(one)), loadsOf(one), forecaster, lanes, undefined);

/**
 * Whether some seconds of those ten vary as much, to within rounding, as decides whether they are taken together or one by one
 * (`unmetOver`): the one place where two ways of reckoning that differ meet.
 */
function isOnTheEdge({ track, second }: Apart): boolean {
  for (let from = second; from < second + 10; from++)
    for (let until = from + 1; until <= second + 10; until++) {
      const rates = track.rates.subarray(from, until);
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      const spread = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length;
      if (Math.abs(spread - VARIES * mean) < 1e-5 * mean) return true;
    }
  return false;
}

let all = 0;
const apart: Apart[] = [];

function expectTheSame(compared: Compared): void {
  all += compared.decisions;
  apart.push(...compared.apart);
  expect(compared.whole).toBe(0);
  expect(compared.serving).toBeLessThan(1e-6);
  expect(compared.waiting).toBeLessThan(64);
  expect(compared.latency).toBeLessThan(1e-4);
  expect(compared.feature).toBeLessThan(1e-4);
  expect(compared.apart.filter((one) => !isOnTheEdge(one))).toEqual([]);
  // Of either way of reckoning an error of 1/30 of a request a second is known.
  expect(compared.reward).toBeLessThan(1 / 15);
}

onDawn('waits by chance on a software adapter', (given) => {
  let device: Device;
  beforeAll(() => {
    device = given();
  });
  afterEach(() => {
    device.dispose();
  });

  it.each(cases.map((one, i) => [`${String(i + 1)}, ${one.pipeline.name}`, one, i] as const))(
    '200 episodes of 120 decisions are what they are on the processor: case %s',
    async (_, one, i) => {
      const world = worldOf(one, LANES);
      const made = await deviceWorlds(device, [world], chance, LANES, HORIZON);
      made.open('begin');
      const { tables } = world.environment.options;
      const orders = wanderingActions(tables, LANES, HORIZON, Random.stream(i, 'orders'));
      const compared = await heldAgainst(made, orders);
      expectTheSame(compared);
      expect(compared.decisions).toBe(LANES * HORIZON);
      expect(compared.episodes).toBeGreaterThanOrEqual(LANES);
      expect(compared.dropped).toBeGreaterThan(1000);
      expect(compared.late).toBeGreaterThan(1000);
    },
    120_000,
  );

  it('rounding decides otherwise in less than one decision of 10,000', () => {
    expect(all).toBe(cases.length * LANES * HORIZON);
    expect(apart.length / all).toBeLessThan(1e-4);
  });

  it('worlds of other latencies lie side by side, one is drawn anew, and all repeats itself to the last bit', async () => {
    const [lanes, horizon] = [32, 20];
    const one: Case = { pipeline: presetById('video')!, times: 1, weights };
    const prepared = prepare(scenarioOf(one));
    const draw = (index: number, generation: number): TrainingWorld =>
      drawWorld(prepared, loadsOf(one), forecaster, lanes / 2, undefined, 7, index, generation);
    const worlds = [draw(0, 0), draw(1, 0)];
    const made = await deviceWorlds(device, worlds, chance, lanes, horizon, { ...ALONE, episode: horizon });
    const { kernels, open, buffers } = made;
    open('begin');
    const orders = wanderingActions(prepared.tables, lanes, horizon, Random.stream(1, 'orders'));
    expectTheSame(await heldAgainst(made, orders));
    const next = draw(1, 1);
    kernels.replaceWorld(0, 1, next);
    open({ renewed: 1 });
    const begun = await device.read([kernels.state]);
    const played = async (): Promise<Float32Array> => {
      kernels.restore(0, begun);
      open('go on');
      device.run((pass) => {
        for (let t = 0; t < horizon; t++) kernels.step(pass, t);
      });
      return device.read([kernels.state, { buffer: buffers.told, words: made.rollout.words.told }]);
    };
    const first = await played();
    expect(await played()).toEqual(first);
    kernels.restore(0, begun);
    open('go on');
    const anew = Array.from({ length: lanes / 2 }, (_, i) => lanes / 2 + i);
    expectTheSame(await heldAgainst({ ...made, worlds: [worlds[0]!, next] }, orders, anew));
    // A member beside another, each in worlds of its own, is what it is alone.
    const beside = [next, worlds[0]!];
    const config = { ...ALONE, episode: horizon };
    const two = await deviceWorlds(device, worlds, chance, lanes, horizon, config, 2);
    two.kernels.enter(1, beside);
    const alone = await deviceWorlds(device, beside, chance, lanes, horizon, config);
    const words = made.rollout.words;
    const left = (of: DeviceWorlds, member: number): Promise<Float32Array> => {
      for (let each = 0; each <= member; each++)
        device.write(of.buffers.actions, orders, each * words.actions);
      of.open('begin');
      device.run((pass) => {
        for (let t = 0; t < horizon; t++) of.kernels.step(pass, t, member + 1);
      });
      return device.read([
        partOf(of.kernels.state, member),
        { buffer: of.buffers.told, at: member * words.told, words: words.told },
        { buffer: of.buffers.observations, at: member * words.observations, words: words.observations },
      ]);
    };
    expect(await left(two, 1)).toEqual(await left(alone, 0));
  }, 120_000);
});
