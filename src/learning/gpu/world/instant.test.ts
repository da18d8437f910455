import { afterAll, beforeAll, expect, it } from 'vitest';
import { instant } from './instant.ts';
import type { Device } from '../device.ts';
import { ownWorld } from '../../task/trainingWorld.ts';
import { defaultWeights } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { prepare } from '../../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../../scenario/scenario.ts';
import { onDawn } from '../../../testing/onDawn.ts';
import { deviceWorlds, heldAgainst, wanderingActions } from '../../../testing/deviceWorlds.ts';
import { presetInParts } from '../../../testing/partsOfCores.ts';
import { createForecaster } from '../../../workload/forecasters/index.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const LANES = 500;
const HORIZON = 120;

onDawn('the instant world on a software adapter', (given) => {
  let device: Device;
  beforeAll(() => {
    device = given();
  });
  afterAll(() => {
    device.dispose();
  });

  it.each([
    ['nlp', presetById('nlp')!, 0],
    ['video in parts of cores, late requests with a weight', presetInParts('video', 250), 0.2],
  ] as const)(
    '500 episodes of 120 decisions are what they are on the processor: %s',
    async (_, pipeline, lateWeight) => {
      const workload = generateWorkload('bursty', 1);
      const scenario: Scenario = {
        ...defaultScenario(pipeline, workload),
        ...{ environment: 'instant', forecaster: 'ewma' },
        weights: { ...defaultWeights, lateWeight },
      };
      const random = Random.stream(3, 'rates');
      const loads = [
        workload.rates.map((rate) => 2 * rate),
        Float64Array.from({ length: 1500 }, (_unused, t) => (t % 100 < 20 ? 0 : 40 * random.uniform())),
      ];
      const world = ownWorld(prepare(scenario), loads, createForecaster('ewma'), LANES, undefined);
      const made = await deviceWorlds(device, [world], instant, LANES, HORIZON);
      made.open('begin');
      const { tables } = world.environment.options;
      const compared = await heldAgainst(made, wanderingActions(tables, LANES, HORIZON, random));
      expect(compared.decisions).toBe(LANES * HORIZON);
      expect(compared.episodes).toBeGreaterThanOrEqual(LANES);
      expect(compared.whole).toBe(0);
      expect(compared.feature).toBeLessThan(1e-6);
      expect(compared.apart).toEqual([]);
      expect(compared.reward).toBeLessThan(1e-4);
      expect(compared.reward).toBeGreaterThan(0);
    },
    120_000,
  );
});
