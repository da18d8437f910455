import { describe, expect, it } from 'vitest';
import { bestPlanOf, offlinePlanOf } from './bestPlan.ts';
import { ADVICE_SETTINGS, PlannerAdvice } from './plannerAdvice.ts';
import { ownWorld } from './trainingWorld.ts';
import { defaultConfig, EXPERTS } from '../ppo/config.ts';
import { PipelineTask } from './pipelineTask.ts';
import { presetById } from '../../model/presets/index.ts';
import { isFeasible, toAction, toConfiguration } from '../../model/tables.ts';
import { plannerWith } from '../../policies/planner/planner.ts';
import { createEnvironment, policyContext, prepare, type Prepared } from '../../scenario/prepare.ts';
import { defaultScenario, environmentKinds, type Scenario } from '../../scenario/scenario.ts';
import { createForecaster } from '../../workload/forecasters/index.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

const scenario: Scenario = {
  ...defaultScenario(presetById('video')!, generateWorkload('bursty', 4)),
  forecaster: 'ewma',
};
const prepared = prepare(scenario);
const { track, frontier, tables } = prepared;
const WIDTH = 3 * tables.stages;

const worldOf = (prepared: Prepared, environment = createEnvironment(prepared, 2)) => ({
  prepared,
  environment,
  tracks: [track],
  frontier,
});

describe('the planner’s advice', () => {
  it('is what the policy orders that was there from the beginning, wherever nothing waits', async () => {
    const environment = createEnvironment(prepared, 2);
    const advice = new PlannerAdvice(worldOf(prepared, environment), false);
    const policy = await plannerWith(ADVICE_SETTINGS).create(policyContext(prepared, 'planner'));
    const start = new Int32Array(WIDTH);
    for (const lane of [0, 1]) environment.reset(lane, track, HISTORY_SECONDS, start);
    const orders = new Int32Array(2 * WIDTH);
    const advised = new Int32Array(WIDTH + 1);
    let compared = 0;
    for (let k = 0; k < 60; k++) {
      const seen = environment.observe(1);
      toAction(policy.decide(seen), orders, WIDTH);
      advice.order(1, 0, advised, 1);
      if (seen.stages.every(({ backlog }) => backlog < 1)) {
        expect(advised.slice(1), `decision ${String(k)}`).toEqual(orders.slice(WIDTH));
        compared++;
      }
      environment.step(orders);
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('with the load known earns the most that any order of the frontier earns when it is held', () => {
    // With so many to be followed none is given up.
    const settings = { ...ADVICE_SETTINGS, candidates: 1000, firsts: 0, seconds: 1000 };
    const environment = createEnvironment(prepared, 1);
    const advice = new PlannerAdvice(worldOf(prepared, environment), true, settings);
    const held = createEnvironment(prepared, 1);
    const earned = (order: Int32Array): number => {
      held.copyLane(0, environment, 0);
      let sum = 0;
      for (let j = 0; j < settings.horizon; j++) {
        held.step(order);
        sum += held.results.reward[0]!;
      }
      return sum;
    };
    environment.reset(0, track, HISTORY_SECONDS);
    const advised = new Int32Array(WIDTH);
    const order = new Int32Array(WIDTH);
    for (let k = 0; k < 20; k++) {
      advice.order(0, 0, advised, 0);
      let most = earned(environment.actions.slice());
      for (let i = 0; i < frontier.size; i++) {
        toAction(frontier.configuration(i), order);
        most = Math.max(most, earned(order));
      }
      expect(earned(advised)).toBeGreaterThan(most - 1e-9);
      environment.step(advised);
    }
  });

  it.each(environmentKinds)('is feasible and the same again in the world %s', (environment) => {
    const here = prepare({ ...scenario, environment });
    for (const knows of [false, true]) {
      const world = worldOf(here);
      const advice = new PlannerAdvice(world, knows);
      for (const lane of [0, 1]) world.environment.reset(lane, here.track, HISTORY_SECONDS + 10 * lane);
      const orders = new Int32Array(2 * WIDTH);
      const again = new Int32Array(2 * WIDTH);
      for (let k = 0; k < 5; k++) {
        for (const lane of [0, 1]) advice.order(lane, 0, orders, lane * WIDTH);
        for (const lane of [1, 0]) advice.order(lane, 0, again, lane * WIDTH);
        expect(again).toEqual(orders);
        for (const lane of [0, 1])
          expect(isFeasible(tables, toConfiguration(tables, orders, lane * WIDTH))).toBe(true);
        world.environment.step(orders);
      }
    }
  });
});

describe('the best plan found', () => {
  const earned = (orders: Int32Array): number => {
    const environment = createEnvironment(prepared, 1);
    environment.reset(0, track, HISTORY_SECONDS);
    let sum = 0;
    for (let k = HISTORY_SECONDS / 10; k < orders.length / WIDTH; k++) {
      environment.step(orders.subarray(k * WIDTH, (k + 1) * WIDTH));
      sum += environment.results.reward[0]!;
    }
    return sum / (orders.length / WIDTH - HISTORY_SECONDS / 10);
  };

  it('earns more than the offline optimum where requests come by chance; with no time for more it is that', () => {
    const offline = offlinePlanOf(frontier, track.rates);
    const best = bestPlanOf('chance', prepared.options, frontier, track, 1);
    expect(earned(best)).toBeGreaterThan(earned(offline) + 0.1);
    expect(bestPlanOf('chance', prepared.options, frontier, track, 1e6)).toEqual(offline);
  });

  it('is what lanes are advised in each ten seconds of their own load', () => {
    const other = generateWorkload('fluctuating', 5).rates;
    const world = ownWorld(prepared, [track.rates, other], createForecaster('ewma'), 2, {
      name: 'best-plan',
    });
    const plans = world.tracks.map((one) => bestPlanOf('chance', prepared.options, frontier, one, 2));
    world.environment.reset(0, world.tracks[0]!, 500);
    world.environment.reset(1, world.tracks[1]!, 730);
    const action = new Int32Array(2 * WIDTH);
    world.adviser!.order(0, 0, action, 0);
    world.adviser!.order(1, 1, action, WIDTH);
    expect(action.slice(0, WIDTH)).toEqual(plans[0]!.slice(50 * WIDTH, 51 * WIDTH));
    expect(action.slice(WIDTH)).toEqual(plans[1]!.slice(73 * WIDTH, 74 * WIDTH));
    const wider = world.withLanes(3);
    expect([wider.environment.lanes, wider.tracks, wider.frontier]).toEqual([
      3,
      world.tracks,
      world.frontier,
    ]);
    wider.environment.reset(2, wider.tracks[1]!, 730);
    const advised = new Int32Array(WIDTH);
    wider.adviser!.order(2, 1, advised, 0);
    expect(advised).toEqual(action.slice(WIDTH));
  });
});

it.each(EXPERTS.filter((name) => name !== 'ipa'))('%s is asked as often as it says', (name) => {
  const lanes = 8;
  const world = ownWorld(prepared, [track.rates], createForecaster('ewma'), lanes, { name });
  const task = new PipelineTask({
    tables,
    ranges: { load: 60, latency: 10, backlog: 300 },
    worlds: 1,
    draw: () => world,
    config: { ...defaultConfig, lanes },
  });
  const { every } = world.adviser!;
  expect(every).toBe(name.startsWith('planner') ? 16 : 1);
  const orders = new Int32Array(lanes * WIDTH);
  const asked = new Int32Array(lanes);
  for (let step = 0; step < 32; step++) {
    for (let lane = 0; lane < lanes; lane++) if (task.teach(lane, orders, lane * WIDTH)) asked[lane]!++;
    task.step(world.environment.actions.slice(), new Float32Array(lanes), new Uint8Array(lanes));
  }
  expect([...asked]).toEqual(Array.from({ length: lanes }, () => 32 / every));
  task.guided = false;
  expect(task.teach(0, orders, 0)).toBe(false);
});
