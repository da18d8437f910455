import { describe, expect, it } from 'vitest';
import { Candidates } from './candidates.ts';
import { plannerWith } from './planner.ts';
import { plannerDefaults } from './plannerSettings.ts';
import { Search, type Prospect } from './search.ts';
import { createModel, Twin } from './twin.ts';
import { frontierOf } from '../optimum/frontierOf.ts';
import { createChance } from '../../environment/chance/chance.ts';
import { rowsOf } from '../../environment/chance/rows.ts';
import { longRunOf } from '../../environment/longRun.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile, toAction } from '../../model/tables.ts';
import { constantTrack, testOptions } from '../../testing/pipelines.ts';
import { generateWorkload } from '../../workload/generators.ts';

const { horizon, candidates } = plannerDefaults;

const optionsOf = (id: string): ReturnType<typeof testOptions> => {
  const pipeline = presetById(id)!;
  return { ...testOptions(pipeline), tables: compile(pipeline, defaultLimits) };
};

describe('the search for an order', () => {
  it('gives up only what holding it to the end would not have made one of the best', () => {
    let givenUp = 0;
    for (let seed = 0; seed < 6; seed++) {
      const random = Random.stream(seed, 'search');
      const options = optionsOf(seed % 2 ? 'video' : 'sum-qa');
      const promising = new Candidates(
        frontierOf(options.tables, options.weights, longRunOf('chance', options)),
      );
      const twin = new Twin('chance', options);
      const environment = createChance(options, 1);
      environment.reset(0, constantTrack(5 + 40 * random.uniform(), 400), 120);
      for (let k = 0; k < 3; k++) environment.step(environment.actions.slice());
      twin.live(environment.observe(0));
      const load = 5 + 30 * random.uniform();
      const futures = {
        loads: [0.8, 1, 1.3].map((share) => new Float64Array(horizon).fill(share * load)),
        weights: new Float64Array(3).fill(1 / 3),
      };
      const tried = promising.of(environment.observe(0).action, futures, candidates);
      const search = new Search('chance', options, { ...plannerDefaults, firsts: 0 });
      const model = createModel('chance', options, 1);
      // By hand: each held to the end, one future at a time.
      const byHand = new Map(
        tried.map((action) => {
          const sums = futures.loads.map((loads) => {
            model.copyLane(0, twin.lanes, 0);
            model.moveLane(0, twin.track(loads), twin.now);
            let sum = 0;
            for (let j = 0; j < horizon; j++) {
              model.step(action);
              sum += model.results.reward[0]!;
            }
            return sum;
          });
          return [action.join(), sums.reduce((a, b) => a + b, 0) / 3 / horizon] as const;
        }),
      );
      const best = [...byHand.values()].sort((a, b) => b - a);
      const prospects = search.run(twin, futures, tried);
      expect(prospects).toHaveLength(tried.length);
      expect(prospects[0]!.held).toBeCloseTo(best[0]!, 9);
      for (const { action, held, played } of prospects) {
        const truth = byHand.get(action.join())!;
        if (played === horizon) expect(held).toBeCloseTo(truth, 9);
        else {
          givenUp++;
          expect(truth).toBeLessThan(best[plannerDefaults.seconds - 1]!);
          expect(held).toBeLessThan(best[0]!);
        }
      }
    }
    expect(givenUp).toBeGreaterThan(50);
  });

  it('plays no more steps than it may, the first order in any case, and with enough the same as without a bound', () => {
    const options = optionsOf('video');
    const twin = new Twin('chance', options);
    const environment = createChance(options, 1);
    environment.reset(0, constantTrack(20, 400), 120);
    twin.live(environment.observe(0));
    const promising = new Candidates(
      frontierOf(options.tables, options.weights, longRunOf('chance', options)),
    );
    const futures = {
      loads: [15, 20, 26].map((load) => new Float64Array(horizon).fill(load)),
      weights: new Float64Array(3).fill(1 / 3),
    };
    const tried = promising.of(environment.observe(0).action, futures, candidates);
    const under = (steps: number, firsts = plannerDefaults.firsts): readonly Prospect[] =>
      new Search('chance', options, { ...plannerDefaults, steps, firsts }).run(twin, futures, tried);
    const stepsOf = (found: readonly Prospect[]): number =>
      found.reduce((sum, { played }) => sum + 3 * played, 0);
    const free = under(Infinity, 0);
    let before = 0;
    for (const steps of [1, 24, 47, 48, 200, stepsOf(free) + 3 * horizon]) {
      const found = under(steps, 0);
      expect(stepsOf(found)).toBeLessThanOrEqual(Math.max(steps, 3 * horizon));
      expect(found.length).toBeGreaterThanOrEqual(Math.max(1, before));
      expect(found.map(({ action }) => action)).toEqual(expect.arrayContaining([tried[0]]));
      before = found.length;
    }
    expect(under(47, 0)).toHaveLength(1);
    expect(under(48, 0)).toHaveLength(2);
    expect(before).toBe(tried.length);
    // What is left is for second orders: none, some, all.
    const gained = (steps: number): number =>
      under(steps).reduce((sum, { held, value }) => sum + value - held, 0);
    const enough = stepsOf(free) + 3 * horizon;
    const all = gained(Infinity);
    expect(all).toBeGreaterThan(0);
    expect(gained(stepsOf(free))).toBe(0);
    expect(gained(enough + 30)).toBeLessThanOrEqual(all);
    // Every order over the horizon, and what follows on the best: as the documentation says.
    expect(under(1392)).toEqual(under(Infinity));
  });

  it('has reckoned before the first decision nearly all that the model keeps of orders', async () => {
    const options = optionsOf('nlp');
    const rows = rowsOf(options, 2 * options.tables.limits.maxReplicas);
    const kept = (): number => rows.numbers.findLastIndex((one) => one !== 0);
    const policy = await plannerWith(plannerDefaults).create({
      tables: options.tables,
      weights: options.weights,
      slaSeconds: options.slaSeconds,
      longRun: longRunOf('chance', options),
      world: { kind: 'chance', options },
      random: Random.stream(1, 'policy'),
      future: { startTime: 120, loads: new Float64Array(0) },
    });
    const before = kept();
    expect(before).toBeGreaterThan(0);
    const { rates } = generateWorkload('bursty', 3);
    const track = { rates, forecasts: new Float64Array(rates.length / 10).fill(25) };
    const environment = createChance(options, 1);
    environment.reset(0, track, 120);
    const action = new Int32Array(3 * options.tables.stages);
    for (let k = 0; k < 60; k++) {
      toAction(policy.decide(environment.observe(0)), action);
      environment.step(action);
    }
    expect(kept()).toBeLessThan(1.25 * before);
  });
});
