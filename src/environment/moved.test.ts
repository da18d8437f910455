import { describe, expect, it } from 'vitest';
import { createChance } from './chance/chance.ts';
import { RESULT_COLUMNS } from './columns.ts';
import { createFluid } from './fluid.ts';
import { createInstant } from './instant.ts';
import { Random } from '../model/random.ts';
import { allConfigurations, smallPipeline } from '../testing/enumerate.ts';
import { testOptions } from '../testing/pipelines.ts';
import { toAction } from '../model/tables.ts';

const worlds = { instant: createInstant, fluid: createFluid, chance: createChance };

describe.each(Object.entries(worlds))('a lane of %s', (kind, create) => {
  it('goes on as before when it is moved to the same load at another second, in the middle of rollouts and queues', () => {
    let waited = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { pipeline, tables } = smallPipeline(seed);
      const random = Random.stream(seed, 'moved');
      const options = { ...testOptions(pipeline), tables, batchRestartSeconds: seed % 3 };
      const configurations = [...allConfigurations(tables)];
      const order = (): Int32Array => {
        const action = new Int32Array(3 * tables.stages);
        toAction(configurations[random.integer(configurations.length)]!, action);
        return action;
      };
      const rates = Float64Array.from({ length: 400 }, () => 30 * random.uniform());
      const moved = create(options, 1);
      const stays = create(options, 1);
      const forecasts = new Float64Array(40);
      moved.reset(0, { rates, forecasts }, 200);
      stays.reset(0, { rates, forecasts }, 200);
      for (let k = 0; k < 12; k++) {
        // As far back as requests can wait must be there.
        const time = 200 + 10 * (random.integer(9) - 4);
        const shift = stays.time[0]! - time;
        const other = Float64Array.from({ length: 400 }, (_, t) => rates[t + shift] ?? 0);
        moved.moveLane(0, { rates: other, forecasts }, time);
        const action = order();
        moved.step(action);
        stays.step(action);
        for (const column of RESULT_COLUMNS)
          expect(moved.results[column][0], column).toBeCloseTo(stays.results[column][0]!, 9);
        const seen = moved.observe(0).stages;
        stays.observe(0).stages.forEach(({ ready, starting, backlog, cost }, n) => {
          expect(seen[n]).toMatchObject({ ready, starting, cost });
          expect(seen[n]!.backlog).toBeCloseTo(backlog, 9);
        });
        if (seen.some(({ backlog }) => backlog > 1)) waited++;
      }
    }
    if (kind !== 'instant') expect(waited).toBeGreaterThan(50);
  });
});

describe('a backlog that is added', () => {
  it.each([createFluid, createChance])('waits as if it had come, and leaves when taken away', (create) => {
    const { pipeline, tables } = smallPipeline(5);
    const environment = create({ ...testOptions(pipeline), tables }, 2);
    const track = { rates: new Float64Array(100), forecasts: new Float64Array(10) };
    for (const lane of [0, 1]) environment.reset(lane, track, 50);
    environment.addBacklog(0, 0, 6);
    expect(environment.observe(0).stages[0]!.backlog).toBe(6);
    environment.addBacklog(0, 0, -2);
    expect(environment.observe(0).stages[0]!.backlog).toBe(4);
    expect(environment.observe(1).stages[0]!.backlog).toBe(0);
    environment.step(environment.actions.slice());
    const { served, dropped } = environment.results;
    expect(served[0]! + dropped[0]! + environment.observe(0).stages[0]!.backlog).toBeGreaterThan(3.99);
    environment.addBacklog(0, 0, -100);
    expect(environment.observe(0).stages[0]!.backlog).toBe(0);
    expect(served[1]).toBe(0);
  });
});
