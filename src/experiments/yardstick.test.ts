import { expect, it } from 'vitest';
import { defaultScenario, type EnvironmentKind, type Scenario } from '../scenario/scenario.ts';
import { UNIT_RIVAL } from './unitRival.ts';
import { yardstickFor, type Yardstick } from './yardstick.ts';
import { presetById } from '../model/presets/index.ts';
import { generateWorkload } from '../workload/generators.ts';

const scenarioIn = (environment: EnvironmentKind, seconds = 400): Scenario => ({
  ...defaultScenario(presetById('sum-qa')!, generateWorkload('fluctuating', 7, seconds)),
  environment,
});

async function told(scenario: Scenario): Promise<readonly Yardstick[]> {
  const all: Yardstick[] = [];
  for await (const one of yardstickFor(scenario, 1)) all.push(one);
  return all;
}

it('sets rivals between random choice and what is possible, on the loads of a training', async () => {
  const all = await told(scenarioIn('fluid'));
  const { possible, rivals } = all.at(-1)!;
  const of = (id: string): number => rivals.find((rival) => rival.id === id)!.objective;
  expect(of('random')).toBeLessThan(of('greedy'));
  expect(of('greedy')).toBeLessThan(of('optimum-predicted'));
  expect(possible.kind).toBe('bracket');
  expect(of('optimum-predicted')).toBeLessThanOrEqual(possible.plan);
  expect(possible.plan).toBeLessThanOrEqual(possible.bound!);
  const unit = rivals.find(({ id }) => id === UNIT_RIVAL)!;
  expect(unit.trainingRegret).toBeGreaterThan(0.3);
  // Greedy’s queues are short, so what it answers in time is most, and random choice is late.
  const share = (id: string): number => rivals.find((rival) => rival.id === id)!.inTime!;
  expect(share('greedy')).toBeLessThanOrEqual(1);
  expect(share('random')).toBeLessThan(share('greedy'));
});

it('tells the rivals before any bound is proven, then a bracket that only narrows, and says when it is done', async () => {
  const all = await told(scenarioIn('fluid'));
  expect(all[0]!.possible).toMatchObject({ kind: 'plan', bound: undefined, searching: true });
  expect(all[0]!.rivals).toHaveLength(4);
  expect(all.map(({ possible }) => possible.searching)).toEqual(all.map((_, k) => k < all.length - 1));
  const plans = all.map(({ possible }) => possible.plan);
  expect(plans).toEqual([...plans].sort((a, b) => a - b));
  const bounds = all.slice(1).map(({ possible }) => possible.bound!);
  expect(bounds).toEqual([...bounds].sort((a, b) => b - a));
  expect(bounds.at(-1)!).toBeGreaterThanOrEqual(plans.at(-1)!);
});

it('keeps the exact optimum where choices take effect at once', async () => {
  const all = await told(scenarioIn('instant'));
  expect(all).toHaveLength(1);
  const { possible, rivals } = all[0]!;
  expect(possible).toMatchObject({ kind: 'exact', searching: false });
  expect(possible.bound).toBeCloseTo(possible.plan, 9);
  for (const { objective } of rivals) expect(objective).toBeLessThanOrEqual(possible.plan + 1e-9);
});

it('claims no bound among single requests', async () => {
  const { possible, rivals } = (await told(scenarioIn('discrete', 200))).at(-1)!;
  expect(possible).toMatchObject({ kind: 'plan', bound: undefined, searching: false });
  for (const { objective } of rivals) expect(objective).toBeLessThanOrEqual(possible.plan);
});
