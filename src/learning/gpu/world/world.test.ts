import { afterEach, beforeAll, expect, it } from 'vitest';
import { fluid } from './fluid.ts';
import type { Device } from '../device.ts';
import { drawWorld, ownWorld, type TrainingWorld } from '../../task/trainingWorld.ts';
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
  heldAgainst,
  laneWord,
  wanderingActions,
  type Compared,
} from '../../../testing/deviceWorlds.ts';
import { presetInParts } from '../../../testing/partsOfCores.ts';
import { testPipeline } from '../../../testing/pipelines.ts';
import { createForecaster } from '../../../workload/forecasters/index.ts';
import { generateWorkload } from '../../../workload/generators.ts';

type Case = Partial<Scenario> & { readonly pipeline: Pipeline; readonly times: number };

const limits = (maxReplicas: number, maxBatch: number, maxCores: number): Scenario['limits'] => ({
  ...{ maxReplicas, maxBatch, maxCores },
});

const round = [
  [0.5, 1, 0.1, 0.1],
  [0.7, 1, 0.3, 0.3],
  [0.9, 2, 0.6, 0.2],
] as const;

/** What differs from the scenario's defaults, and how many times the loads are what they are. */
const cases: readonly Case[] = [
  { pipeline: presetById('video')!, times: 3 },
  { pipeline: presetById('audio-qa')!, times: 1, batchRestartSeconds: 2, rollout: 'recreate' },
  { pipeline: presetById('audio-sent')!, times: 2, startupSeconds: 25 },
  { pipeline: presetById('sum-qa')!, times: 0.5, rollout: 'recreate', startupSeconds: 3.5 },
  { pipeline: presetById('nlp')!, times: 1, dropAfterSla: 1, startupSeconds: 0 },
  { pipeline: presetInParts('video', 250), times: 2, limits: limits(6, 8, 9) },
  { pipeline: presetInParts('nlp', 100, 2), times: 1, rollout: 'recreate', batchRestartSeconds: 2.5 },
  { pipeline: presetInParts('audio-qa', 1, 3), times: 1, startupSeconds: 12.3, dropAfterSla: 1.25 },
  { pipeline: syntheticPipeline(1, 5, 1), times: 2, limits: limits(16, 32, 40) },
  // Round figures: three replicas of one variant serve as much as one of another, to the last bit or nearly.
  { pipeline: testPipeline([round, round], 25), times: 4, batchTimeoutSeconds: 0.2 },
  { pipeline: syntheticPipeline(5, 2, 4), times: 1, rollout: 'recreate', limits: limits(4, 4, 14) },
  {
    ...{ pipeline: presetById('video')!, times: 2, startupSeconds: 40, slaSeconds: 6 },
    weights: { ...defaultWeights, lateWeight: 0.05 },
  },
];
const LANES = 84;
const HORIZON = 120;

function scenarioOf({ pipeline, times: _times, ...changes }: Case, seed: number): Scenario {
  return {
    ...defaultScenario(pipeline, generateWorkload('bursty', seed)),
    ...{ environment: 'fluid', forecaster: 'ewma' },
    ...changes,
  };
}

/** Bursts, a busy day, and noise in which seconds without anybody occur. */
function loadsOf({ times }: Case, seed: number): readonly Float64Array[] {
  const random = Random.stream(seed, 'rates');
  return [
    generateWorkload('bursty', seed, 2400).rates.map((rate) => times * rate),
    generateWorkload('fluctuating', seed, 3000).rates.map((rate) => times * rate),
    Float64Array.from({ length: 1800 }, () => 20 * times * Math.max(0, random.uniform() - 0.2)),
  ];
}

const forecaster = createForecaster('ewma');

const worldOf = (one: Case, seed: number, lanes: number): TrainingWorld =>
  ownWorld(prepare(scenarioOf(one, seed)), loadsOf(one, seed), forecaster, lanes, undefined);

/**
 * Choices and counts are the processor's. What is reckoned of a configuration is a few operations, each rounded. What waits is
 * a sum over seconds of what came and went, each rounded as a number of the size of what can wait; latency and features are
 * such sums over a capacity.
 */
function expectTheSame(compared: Compared): void {
  expect(compared.whole).toBe(0);
  expect(compared.serving).toBeLessThan(1e-6);
  expect(compared.waiting).toBeLessThan(32);
  expect(compared.latency).toBeLessThan(1e-5);
  expect(compared.feature).toBeLessThan(1e-5);
  expect(compared.reward).toBeLessThan(1e-3);
}

onDawn('on a software adapter', (given) => {
  let device: Device;
  beforeAll(() => {
    device = given();
  });
  afterEach(() => {
    device.dispose();
  });

  it.each(cases.map((one, i) => [`${String(i + 1)}, ${one.pipeline.name}`, one, i] as const))(
    '84 episodes of 120 decisions are what they are on the processor: case %s',
    async (_, one, i) => {
      const world = worldOf(one, i + 1, LANES);
      const made = await deviceWorlds(device, [world], fluid, LANES, HORIZON);
      made.open('begin');
      const { tables } = world.environment.options;
      const orders = wanderingActions(tables, LANES, HORIZON, Random.stream(i, 'orders'));
      const compared = await heldAgainst(made, orders);
      expectTheSame(compared);
      expect(compared.decisions).toBe(LANES * HORIZON);
      expect(compared.episodes).toBe(LANES);
      expect(compared.dropped).toBeGreaterThan(1000);
      expect(compared.late).toBeGreaterThan(1000);
    },
    120_000,
  );

  it('several worlds lie side by side, and lanes that follow one load are held against each other', async () => {
    const [lanes, horizon, peers] = [34, 40, 5];
    const one: Case = { pipeline: presetById('video')!, times: 1 };
    const prepared = prepare(scenarioOf(one, 3));
    const draw = (index: number, generation: number): TrainingWorld =>
      drawWorld(prepared, loadsOf(one, 3), forecaster, lanes / 2, undefined, 7, index, generation);
    const worlds = [draw(0, 0), draw(1, 0)];
    const config = { ...ALONE, peers, episode: horizon };
    const made = await deviceWorlds(device, worlds, fluid, lanes, horizon, config);
    const { kernels, open } = made;
    open('begin');
    const orders = wanderingActions(prepared.tables, lanes, horizon, Random.stream(1, 'orders'));
    const standing = async (): Promise<string[]> => {
      const words = await device.read([kernels.state]);
      return Array.from({ length: lanes }, (_, lane) =>
        (['TRACK', 'TIME', 'END'] as const)
          .map((name) => laneWord(words, kernels.layout, name, lane))
          .join(' '),
      );
    };
    const together = (all: readonly string[]): void => {
      all.forEach((at, lane) => {
        expect(at).toBe(all[lane - ((lane % 17) % peers)]);
      });
      expect(new Set(all).size).toBe(8);
    };
    const first = await standing();
    together(first);
    const compared = await heldAgainst(made, orders);
    expectTheSame(compared);
    expect(compared.episodes).toBe(lanes);
    const second = await standing();
    together(second);
    // The second world is drawn anew: its lanes begin, those of the first go on.
    const next = draw(1, 1);
    kernels.replaceWorld(0, 1, next);
    open({ renewed: 1 });
    const third = await standing();
    together(third);
    expect(third.slice(0, 17)).toEqual(second.slice(0, 17));
    for (let lane = 17; lane < lanes; lane++) {
      expect(third[lane]).not.toBe(second[lane]);
      const [, time, end] = third[lane]!.split(' ').map(Number);
      expect(end! - time!).toBe(10 * horizon);
    }
    const begun = Array.from({ length: 17 }, (_, i) => 17 + i);
    expectTheSame(await heldAgainst({ ...made, worlds: [worlds[0]!, next] }, orders, begun));
  }, 120_000);
});
