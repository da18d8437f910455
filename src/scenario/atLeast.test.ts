import { describe, expect, it } from 'vitest';
import { chosenFor } from './chosen.ts';
import { shareInTime } from './measures.ts';
import { tablesOf } from './prepare.ts';
import { defaultScenario, type EnvironmentKind, type Scenario } from './scenario.ts';
import { playStill } from './still.ts';
import { evaluate } from '../model/objective.ts';
import type { Configuration } from '../model/pipeline.ts';
import { presets } from '../model/presets/index.ts';
import { coresOf } from '../model/tables.ts';
import { generateWorkload } from '../workload/generators.ts';

const workload = generateWorkload('steady-low', 1);
const scenarios = presets.map((pipeline) => defaultScenario(pipeline, workload));
const inWorld = (base: Scenario, environment: EnvironmentKind): Scenario => ({ ...base, environment });
const video = scenarios.find(({ pipeline }) => pipeline.id === 'video')!;

describe('the cheapest that answers at least a share in time', () => {
  /**
   * The estimate is asked for within 3 points up to 90 % of the capacity (of one stage), so that much is held here too. Batches
   * that meet batches are the known weak spot of the queueing theory (docs/environments.md): two of fifteen are off, and the
   * search for what just keeps the share finds them out. They are named so that what mends them shows.
   */
  const OFF = ['sum-qa 20', 'nlp 5'];

  it('is counted within 3 points of the estimate on every preset, but where batches meet batches', () => {
    const off: string[] = [];
    for (const base of scenarios) {
      const scenario = inWorld(base, 'discrete');
      const tables = tablesOf(scenario);
      for (const load of [5, 20, 40]) {
        const { configuration, asked, found } = chosenFor('cheapest', tables, scenario, load, 99);
        expect([asked?.percent, asked?.keeps, found]).toEqual([99, true, undefined]);
        const counted = shareInTime(playStill(scenario, configuration, load))!;
        if (Math.abs(counted - asked!.estimate) <= 0.03) continue;
        off.push(`${base.pipeline.id} ${String(load)}`);
        expect(configuration.filter(({ batch }) => batch > 1).length).toBeGreaterThan(1);
      }
    }
    expect([...off].sort()).toEqual([...OFF].sort());
  });

  it('costs no more where less is asked, and what is asked decides by world', () => {
    const queues = inWorld(video, 'chance');
    const tables = tablesOf(queues);
    const cores = [0, 50, 90, 99, 99.9].map((percent) =>
      coresOf(tables, chosenFor('cheapest', tables, queues, 12, percent).configuration),
    );
    expect(cores).toEqual([...cores].sort((a, b) => a - b));
    expect(cores.at(-1)).toBeGreaterThan(cores[0]!);
    // As a fluid nobody is late by chance: all or nobody is in time.
    const fluid = chosenFor('cheapest', tables, inWorld(video, 'fluid'), 12, 99);
    expect(fluid.asked).toEqual({ percent: 99, estimate: 1, keeps: true });
    expect(coresOf(tables, fluid.configuration)).toBeLessThan(cores[3]!);
  });

  it('is the nearest where nothing within the limits is what was asked for', () => {
    const scenario = inWorld(video, 'chance');
    const tables = tablesOf(scenario);
    // Nearly all that the device can carry.
    const busy = chosenFor('cheapest', tables, scenario, 98, 99);
    expect(busy).toMatchObject({ found: undefined, asked: { percent: 99, keeps: false } });
    expect(busy.asked!.estimate).toBeGreaterThan(0);
    expect(busy.asked!.estimate).toBeLessThan(0.99);
    // What does not carry the load keeps nothing, not even where nothing is asked.
    const crowded = chosenFor('cheapest', tables, scenario, 5000, 0);
    expect(crowded).toMatchObject({
      found: { carries: false },
      asked: { percent: 0, estimate: 0, keeps: false },
    });
    expect(crowded.configuration).toEqual(chosenFor('cheapest', tables, scenario, 5000).configuration);
  });

  it('is asked of the most accurate too, always', () => {
    const scenario = inWorld(video, 'chance');
    const tables = tablesOf(scenario);
    const accurate = chosenFor('accurate', tables, scenario, 20, 95);
    const fewest = chosenFor('cheapest', tables, scenario, 20, 95);
    expect(accurate).toMatchObject({
      aim: 'accurate',
      found: undefined,
      asked: { percent: 95, keeps: true },
    });
    const accuracy = (one: Configuration): number => evaluate(tables, scenario.weights, one, 20).accuracy;
    expect(accuracy(accurate.configuration)).toBeGreaterThan(accuracy(fewest.configuration));
    expect(chosenFor('accurate', tables, scenario, 20).asked!.percent).toBe(99);
    // Where none answers as many, it is the nearest, as of the cheapest.
    const busy = chosenFor('accurate', tables, scenario, 98, 99);
    expect(busy.asked!.keeps).toBe(false);
    expect(busy.configuration).toEqual(chosenFor('cheapest', tables, scenario, 98, 99).configuration);
  });

  it('is not asked of the greatest reward, and of the cheapest only where somebody does', () => {
    const tables = tablesOf(video);
    expect(chosenFor('best', tables, video, 12, 99)).toEqual(chosenFor('best', tables, video, 12));
    expect(chosenFor('cheapest', tables, video, 12).asked).toBeUndefined();
  });
});
