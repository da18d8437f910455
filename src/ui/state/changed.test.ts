import { describe, expect, it } from 'vitest';
import { evaluationChanges, planChanges, scenarioChanges } from './changed.ts';
import type { ComparisonPlan } from '../../experiments/comparison/plan.ts';
import { settingsOf } from '../../experiments/comparison/plan.ts';
import { presets } from '../../model/presets/index.ts';
import { runRecord } from '../../testing/runs.ts';
import { toldAgent } from '../../testing/trainings.ts';

const { scenario } = runRecord();
const other = presets.find(({ id }) => id !== scenario.pipeline.id)!;
const load = { ...scenario.workload, id: 'import:00000001', name: 'Mine' };

describe('what stands now and did not then', () => {
  it('is nothing for the same settings, also out of the storage', () => {
    expect(scenarioChanges(scenario, scenario)).toEqual([]);
    const again = { ...scenario, pipeline: structuredClone(scenario.pipeline) };
    expect(scenarioChanges(again, scenario)).toEqual([]);
    const { name, ...rest } = scenario.pipeline;
    expect(scenarioChanges({ ...scenario, pipeline: { ...rest, name } }, scenario)).toEqual([]);
  });

  it('is named by the words of the page, with both values', () => {
    expect(scenarioChanges(scenario, { ...scenario, environment: 'discrete', nodes: 2 })).toEqual([
      'environment: With queues, now Single requests',
      'Nodes: 1, now 2',
    ]);
    expect(scenarioChanges(scenario, { ...scenario, limits: { ...scenario.limits, maxCores: 9 } })).toEqual([
      `Cores on the device: ${String(scenario.limits.maxCores)}, now 9`,
    ]);
    expect(scenarioChanges(scenario, { ...scenario, startupSeconds: 3, rollout: 'recreate' })).toEqual([
      'A replica starts in: each model’s own, now 3 s',
      'replicas are replaced in another way',
    ]);
    expect(scenarioChanges(scenario, { ...scenario, seed: scenario.seed + 1 })).toHaveLength(1);
    expect(scenarioChanges(scenario, { ...scenario, seed: scenario.seed + 1 }, false)).toEqual([]);
  });

  it('is the pipeline and the load, without what they bring along', () => {
    const now = {
      ...scenario,
      pipeline: other,
      workload: load,
      slaSeconds: scenario.slaSeconds + 1,
      seed: 99,
    };
    expect(scenarioChanges(scenario, now)).toEqual([
      `pipeline: ${scenario.pipeline.name}, now ${other.name}`,
      `load: ${scenario.workload.name}, now Mine`,
    ]);
    const edited = { ...scenario.pipeline, slaSeconds: 99 };
    expect(scenarioChanges(scenario, { ...scenario, pipeline: edited })).toEqual([
      'the figures of the pipeline are others',
    ]);
  });

  it('is of the paper’s evaluation no load: those are its own', () => {
    const elsewhere = { ...scenario, workload: load, seed: 99 };
    expect(evaluationChanges(scenario, elsewhere)).toEqual([]);
    const priced = { ...scenario, weights: { ...scenario.weights, lateWeight: 0.2 } };
    expect(evaluationChanges(scenario, priced)).toEqual([]);
    expect(scenarioChanges(scenario, priced)).toEqual(['Each % late costs: 0.00, now 0.20']);
    expect(evaluationChanges(scenario, { ...elsewhere, environment: 'instant' })).toEqual([
      'environment: With queues, now Instant',
    ]);
  });

  it('is of a comparison what was chosen for it too', () => {
    const agent = toldAgent('video');
    const plan: ComparisonPlan = {
      pipelines: [scenario.pipeline],
      workloads: [{ kind: 'drawn', id: 'bursty' }],
      policies: [{ kind: 'agent', key: 'opd', name: 'OPD', agent }],
      seeds: [1, 2, 3],
      settings: settingsOf(scenario, undefined),
      series: 'none',
    };
    const again: ComparisonPlan = {
      ...plan,
      policies: [{ kind: 'agent', key: 'opd', name: 'OPD', agent: structuredClone(agent) }],
    };
    expect([planChanges(plan, plan), planChanges(plan, again)], 'out of the storage it is the same').toEqual([
      ...[[], []],
    ]);
    const named = (...keys: readonly string[]): ComparisonPlan => ({
      ...plan,
      policies: keys.map((key) => ({ kind: 'named', key })),
    });
    expect(planChanges(named('hpa', 'greedy', 'random'), named('hpa', 'greedy', 'keda'))).toEqual([
      'policies: now KEDA too; no longer Random',
    ]);
    expect(
      planChanges(plan, {
        ...plan,
        workloads: [...plan.workloads, { kind: 'fixed', workload: load }],
        policies: [
          { kind: 'agent', key: 'opd', name: 'OPD', agent: { ...agent, parameters: Float32Array.of(1) } },
        ],
        seeds: [1],
      }),
    ).toEqual([
      'loads: Bursty, now Bursty, Mine',
      'the agent that is called OPD is another one',
      'over: 3 seeds, now 1 seed',
    ]);
  });
});
