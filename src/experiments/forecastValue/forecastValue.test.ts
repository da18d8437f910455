import { beforeAll, describe, expect, it } from 'vitest';
import {
  canBeValued,
  forecastValue,
  lostBy,
  PERFECT,
  TRAINED,
  type ForecastValue,
  type ForecastValueTools,
} from './forecastValue.ts';
import { settingsOf } from '../comparison/plan.ts';
import { runPlan } from '../comparison/run.ts';
import { presetById } from '../../model/presets/index.ts';
import { patient } from '../../model/patience.ts';
import { watchFor } from '../../model/watch.ts';
import { policyById } from '../../policies/registry.ts';
import { defaultScenario, type EnvironmentKind, type Scenario } from '../../scenario/scenario.ts';
import { scoreForecasters } from '../../workload/accuracy.ts';
import { forecasters } from '../../workload/forecasters/index.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { generateWorkload } from '../../workload/generators.ts';

const policies = ['optimum-predicted', 'planner'].map((id) => policyById(id)!);
const scenarioIn = (environment: EnvironmentKind): Scenario => ({
  ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, 220)),
  environment,
});

async function all(scenario: Scenario, tools: ForecastValueTools = {}): Promise<readonly ForecastValue[]> {
  const found: ForecastValue[] = [];
  for await (const value of forecastValue(scenario, policies, tools)) found.push(value);
  return found;
}

/** So many looks at the clock. */
function steps(count: number): () => boolean {
  return () => count-- > 0;
}

const found = new Map<EnvironmentKind, readonly ForecastValue[]>();
beforeAll(async () => {
  for (const environment of ['chance', 'instant', 'discrete'] as const)
    found.set(environment, await all(scenarioIn(environment), { goOn: steps(20) }));
}, 120_000);
const last = (environment: EnvironmentKind): ForecastValue => found.get(environment)!.at(-1)!;

describe('what a better forecast is worth', () => {
  it('has every forecaster and the perfect one, the closest first, each as far off as it is', () => {
    const { rows, share, searching, late } = last('chance');
    expect(rows.map(({ id }) => id).sort()).toEqual([...forecasters.map(({ id }) => id), PERFECT].sort());
    expect(rows[0]).toMatchObject({ id: PERFECT, smape: 0 });
    for (const [i, { smape }] of rows.slice(1).entries())
      expect(smape).toBeGreaterThanOrEqual(rows[i]!.smape);
    const { workload } = scenarioIn('chance');
    const { scores } = scoreForecasters(generateWorkload('day', 1).rates, workload.rates, 0.9, () => 0);
    for (const { id, smape } of scores) expect(rows.find((row) => row.id === id)!.smape).toBe(smape);
    expect({ share, searching, late }).toEqual({ share: 1, searching: false, late: [] });
  });

  it.each(['lstm', 'dlinear', 'true'])(
    'under %s: the numbers of a comparison, to the last digit',
    async (id) => {
      const scenario = { ...scenarioIn('chance'), forecaster: id };
      const { pipeline, workload, slaSeconds } = scenario;
      let runs = 0;
      const { cells } = await runPlan(
        {
          ...{ pipelines: [pipeline], workloads: [{ kind: 'fixed', workload }], seeds: [7], series: 'none' },
          policies: policies.map(({ info }) => ({ kind: 'named', key: info.id })),
          settings: settingsOf(scenario, slaSeconds),
        },
        // Without the references.
        { clock: () => 0, stopped: () => ++runs === policies.length },
      );
      const row = last('chance').rows.find((one) => one.id === id)!;
      expect(cells.map(({ policy, summary }) => [policy, summary.reward])).toEqual(
        Object.entries(row.earned),
      );
    },
  );

  it.each(['chance', 'instant', 'discrete'] as const)(
    '%s: at no moment anyone earns more than the best plan found, or that more than the bound',
    (environment) => {
      for (const value of found.get(environment)!) {
        for (const row of value.rows)
          for (const { info } of policies) expect(lostBy(value, row, info.id)).toBeGreaterThanOrEqual(0);
        if (environment === 'discrete') expect(value.bound).toBeUndefined();
        else expect(value.bound! - value.plan).toBeGreaterThanOrEqual(-1e-9);
      }
      const plans = found.get(environment)!.map(({ plan }) => plan);
      expect(plans).toEqual([...plans].sort((p, q) => p - q));
    },
  );

  it('where orders take effect at once, the myopic optimum loses nothing where it knows the coming ten seconds', () => {
    const value = last('instant');
    const row = value.rows.find(({ id }) => id === 'true')!;
    expect(value.kind).toBe('exact');
    expect(lostBy(value, row, 'optimum-predicted')).toBeCloseTo(0, 9);
    for (const other of value.rows)
      expect(lostBy(value, other, 'optimum-predicted')).toBeGreaterThanOrEqual(-1e-9);
  });

  it('tells a plan first, then the trained and the perfect forecast, then the others', () => {
    const told = found.get('chance')!;
    expect(told[0]).toMatchObject({ rows: [], share: 0, searching: true });
    expect(told[2]!.rows.map(({ id }) => id)).toEqual([PERFECT, TRAINED]);
    const counts = told.map(({ rows }) => rows.length);
    expect(counts.slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('is the same again, whatever the scenario forecasts with, and knows the predictor in use', async () => {
    const lstm = defaultPredictor();
    const doubled = { ...lstm, parameters: lstm.parameters.map((p) => 2 * p) };
    const few = (scenario: Scenario): Promise<readonly ForecastValue[]> =>
      all(scenario, { goOn: () => false });
    const scenario = scenarioIn('instant');
    const one = (await few(scenario)).at(-1)!;
    expect((await few({ ...scenario, forecaster: 'max120' })).at(-1)).toEqual(one);
    const other = (await few({ ...scenario, predictor: doubled })).at(-1)!;
    const without = ({ rows }: ForecastValue) => rows.filter(({ id }) => id !== TRAINED);
    expect(without(other)).toEqual(without(one));
    expect(other.rows).not.toEqual(one.rows);
  });

  it('goes on without what takes too long, and says so', async () => {
    let ms = 0;
    // The third forecaster's runs find the clock far ahead.
    const patience = {
      ...patient,
      forecast: () => {
        ms++;
        return ms === 6 ? watchFor(1, () => (ms += 1e6)) : patient.forecast();
      },
    };
    const { rows, late, searching } = (await all(scenarioIn('instant'), { patience })).at(-1)!;
    expect(rows).toHaveLength(forecasters.length);
    expect(late).toEqual([expect.stringMatching(/^Forecasting this load by .* was stopped after .*\.$/)]);
    expect(searching).toBe(false);
  });

  it('asks for a load with a history and a future', () => {
    const of = (seconds: number): Scenario => ({
      ...scenarioIn('chance'),
      workload: generateWorkload('fluctuating', 7, seconds),
    });
    expect([139, 140].map((seconds) => canBeValued(of(seconds)))).toEqual([false, true]);
  });
});
