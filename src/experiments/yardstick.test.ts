import { expect, it } from 'vitest';
import { defaultScenario } from '../scenario/scenario.ts';
import { UNIT_RIVAL, yardstickFor } from './yardstick.ts';
import { presetById } from '../model/presets/index.ts';
import { generateWorkload } from '../workload/generators.ts';

it('sets rivals between random choice and the optimum, on the loads of a training', async () => {
  const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));
  const { optimum, rivals } = await yardstickFor(scenario, 1);
  const of = (id: string): number => rivals.find((rival) => rival.id === id)!.objective;
  expect(of('random')).toBeLessThan(of('greedy'));
  expect(of('greedy')).toBeLessThan(of('optimum-predicted'));
  expect(of('optimum-predicted')).toBeLessThan(optimum);
  const unit = rivals.find(({ id }) => id === UNIT_RIVAL)!;
  expect(unit.trainingRegret).toBeGreaterThan(0.3);
  // Greedy’s queues are short, so what it answers in time is most, and random choice is late.
  const share = (id: string): number => rivals.find((rival) => rival.id === id)!.inTime!;
  expect(share('greedy')).toBeLessThanOrEqual(1);
  expect(share('random')).toBeLessThan(share('optimum-predicted'));
  // Training loads and held-out load are alike, so the two scales are too.
  expect(unit.trainingRegret! / (optimum - unit.objective)).toBeGreaterThan(0.5);
  expect(unit.trainingRegret! / (optimum - unit.objective)).toBeLessThan(2);
});
