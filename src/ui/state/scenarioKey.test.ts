import { expect, it } from 'vitest';
import { scenarioKey } from './scenarioKey.ts';
import { runRecord } from '../../testing/runs.ts';

const { scenario } = runRecord();
const { pipeline } = scenario;

it('is of what a scenario comes to, however it was written', () => {
  const key = scenarioKey(scenario, 1);
  const { unmetWeight, ...weights } = scenario.weights;
  expect(scenarioKey({ ...scenario, weights: { unmetWeight, ...weights } }, 1)).toBe(key);
  const seven = {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => ({ ...variant, startupSeconds: 7 })),
    })),
  };
  const own = scenarioKey({ ...scenario, pipeline: seven, startupSeconds: undefined }, 1);
  expect(scenarioKey({ ...scenario, startupSeconds: 7 }, 1)).toBe(own);
});

it('differs with whatever bears on a result', () => {
  const { limits, weights, workload } = scenario;
  const others = [
    scenario,
    { ...scenario, startupSeconds: 8.5 },
    { ...scenario, limits: { ...limits, maxCores: limits.maxCores + 1 } },
    { ...scenario, weights: { ...weights, lateWeight: 1 } },
    { ...scenario, workload: { ...workload, rates: workload.rates.map((rate) => rate + 1) } },
  ].map((other) => scenarioKey(other, 1));
  expect(new Set([...others, scenarioKey(scenario, 2)]).size).toBe(others.length + 1);
});
