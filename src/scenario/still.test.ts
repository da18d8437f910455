import { describe, expect, it } from 'vitest';
import { chosenFor } from './chosen.ts';
import { measureById } from './measures.ts';
import { tablesOf } from './prepare.ts';
import { defaultScenario, environmentKinds, type Scenario } from './scenario.ts';
import { playStill } from './still.ts';
import { coresOf } from '../model/tables.ts';
import { presets } from '../model/presets/index.ts';
import { generateWorkload } from '../workload/generators.ts';

const workload = generateWorkload('steady-low', 1);
const scenarios = presets.map((pipeline) => defaultScenario(pipeline, workload));
const inTime = (summary: ReturnType<typeof playStill>): number => measureById('inTime').of(summary)!;

describe('the cheapest configuration for a load, played there', () => {
  it.each(scenarios.map((scenario) => [scenario.pipeline.name, scenario] as const))(
    'takes as long as it was reckoned to where nobody is late by chance, and is in time: %s',
    (_, base) => {
      for (const environment of ['fluid', 'instant'] as const) {
        const scenario: Scenario = { ...base, environment };
        const tables = tablesOf(scenario);
        let kept = 0;
        for (const load of [2, 8, 20]) {
          const { configuration, found } = chosenFor('cheapest', tables, scenario, load);
          if (!found) throw new Error('nothing was found');
          const summary = playStill(scenario, configuration, load);
          expect(summary.cost).toBeCloseTo(coresOf(tables, configuration), 9);
          if (!found.carries) continue;
          expect(summary.latency).toBeCloseTo(found.seconds, 9);
          expect(inTime(summary)).toBeCloseTo(found.keeps ? 100 : 0, 9);
          if (found.keeps) kept++;
          // The best by reward is no cheaper where it keeps the objective too.
          const best = chosenFor('best', tables, scenario, load);
          const other = playStill(scenario, best.configuration, load);
          if (found.keeps && other.latency <= scenario.slaSeconds && other.throughput >= load)
            expect(other.cost).toBeGreaterThanOrEqual(summary.cost);
        }
        expect(kept).toBeGreaterThan(0);
      }
    },
  );

  it('is played in single requests too, which are late by chance, a bounded number of them', () => {
    const scenario: Scenario = { ...scenarios[0]!, environment: 'discrete' };
    const tables = tablesOf(scenario);
    const { configuration } = chosenFor('cheapest', tables, scenario, 20);
    const summary = playStill(scenario, configuration, 20);
    expect(summary.requests?.p99).toBeGreaterThan(summary.latency);
    expect(inTime(summary)).toBeLessThan(100);
    expect(playStill(scenario, configuration, 2000).arrived).toBeLessThan(120_000);
  });

  it('knows no load too: nobody comes, and nothing is said of who would wait', () => {
    for (const environment of environmentKinds) {
      const scenario: Scenario = { ...scenarios[0]!, environment };
      const { configuration, found } = chosenFor('cheapest', tablesOf(scenario), scenario, 0);
      expect(found?.keeps).toBe(true);
      expect(playStill(scenario, configuration, 0).arrived).toBe(0);
    }
  });
});
