import { describe, expect, it } from 'vitest';
import type { OwnObservation, Opening } from '../policies/own/contract.ts';
import { OwnFailure } from '../policies/own/failure.ts';
import { readOrder } from '../policies/own/order.ts';
import { noOwnRuns, ownPolicy } from '../policies/own/ownPolicy.ts';
import type { OwnPolicy } from '../policies/own/program.ts';
import type { OwnRuns } from '../policies/own/runs.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile, isFeasible, smallestConfiguration } from '../model/tables.ts';
import { runEpisode } from './episode.ts';
import { prepare } from './prepare.ts';
import { defaultScenario } from './scenario.ts';
import { generateWorkload } from '../workload/generators.ts';

const video = presetById('video')!;
const tables = compile(video, defaultLimits);
const least = smallestConfiguration(tables);
const prepared = prepare(defaultScenario(video, generateWorkload('steady-low', 1)));
const own: OwnPolicy = {
  ...{ key: 'own-mine', name: 'Mine', onMisfit: 'repair' },
  program: { kind: 'code', source: '' },
};

/** Programs that are functions of this test. */
function runsOf(
  decide: (seen: OwnObservation, opening: Opening, k: number) => unknown,
): OwnRuns & { ended: number } {
  const runs = {
    ended: 0,
    start: (_: OwnPolicy, opening: Opening) => {
      let k = 0;
      return Promise.resolve({
        decide: async ({ plain }: { readonly plain: OwnObservation }) => {
          await Promise.resolve();
          return decide(plain, opening, k++);
        },
        end: () => {
          runs.ended++;
        },
      });
    },
  };
  return runs;
}

const run = async (factory: ReturnType<typeof ownPolicy>): ReturnType<typeof runEpisode> =>
  runEpisode(prepared, factory, { clock: () => 0, record: false });

describe('an answer read as an order', () => {
  it('takes what fits', () => {
    expect(readOrder(tables, least, 'refuse')).toEqual({ kind: 'taken', configuration: least });
  });

  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [NaN, 'NaN'],
    [Promise.resolve(least), 'a promise, and it must answer at once'],
    ['no', 'a text'],
    [() => least, 'a function'],
    [[], 'orders for 0 stages'],
    [[...least, least[0]], 'stages'],
    [[null, ...least.slice(1)], 'the order of stage 1 is null'],
    [least.map((stage) => ({ ...stage, replicas: NaN })), 'replicas of stage 1 is NaN'],
    [least.map((stage) => ({ ...stage, batch: 1.5 })), 'batch of stage 1 is 1.5'],
    [least.map((stage) => ({ ...stage, variant: '0' })), 'variant of stage 1 is a text'],
    [least.map((stage) => ({ ...stage, variant: 2 ** 40 })), 'too large'],
  ])('refuses %o in a sentence, whatever is chosen for misfits', (answer, words) => {
    const read = readOrder(tables, answer, 'repair');
    expect(read.kind).toBe('refused');
    expect('why' in read && read.why).toContain(words);
  });

  it('repairs or refuses what breaks a limit, as chosen', () => {
    const wild = least.map(() => ({ variant: 99, replicas: -3, batch: 7 }));
    const read = readOrder(tables, wild, 'repair');
    expect(read.kind).toBe('repaired');
    expect('configuration' in read && isFeasible(tables, read.configuration)).toBe(true);
    expect(readOrder(tables, wild, 'refuse').kind).toBe('refused');
    const { maxReplicas } = tables.limits;
    const large = least.map((stage, n) => ({
      ...stage,
      variant: tables.variants[n]! - 1,
      replicas: maxReplicas,
    }));
    const fitted = readOrder(tables, large, 'repair');
    expect(fitted.kind).toBe('repaired');
    expect('why' in fitted && fitted.why).toContain('cores');
    expect('configuration' in fitted && isFeasible(tables, fitted.configuration)).toBe(true);
  });
});

describe('a policy of one’s own', () => {
  it('runs an episode, is told plain data, and its misfits are counted with the first reason', async () => {
    const seen: OwnObservation[] = [];
    let told: Opening | undefined;
    const runs = runsOf((observation, opening, k) => {
      seen.push(observation);
      told = opening;
      if (k === 3) return NaN;
      const order = observation.stages.map(({ variant, batch }) => ({ variant, replicas: 2, batch }));
      return k === 5 ? order.map((stage) => ({ ...stage, replicas: 1000 })) : order;
    });
    const { summary, series } = await run(ownPolicy(own, runs));
    expect(seen).toHaveLength(summary.decisions);
    expect(summary.misfits).toEqual({
      ...{ repaired: 1, refused: 1 },
      first: 'At decision 4 its answer is NaN, not an array of one order a stage.',
    });
    expect(series.actions.subarray(0, 3)).toEqual(Int32Array.from([0, 1, 0]));
    expect(runs.ended).toBe(1);
    expect(structuredClone(seen[1])).toEqual(seen[1]);
    expect(seen[1]!.stages.map(({ replicas }) => replicas)).toEqual(video.stages.map(() => 2));
    expect(told!.tables.stages.map(({ name }) => name)).toEqual(video.stages.map(({ name }) => name));
    expect(told!.tables.stages[0]!.variants[0]!.latency).toHaveLength(tables.batches.length);
  });

  it('draws by the scenario’s seed', async () => {
    const seeds: number[] = [];
    const runs = runsOf(({ stages }, { seed }, k) => {
      if (k === 0) seeds.push(seed);
      return stages;
    });
    await run(ownPolicy(own, runs));
    await run(ownPolicy(own, runs));
    expect(seeds[0]).toBe(seeds[1]);
    expect(seeds[0]).toBeGreaterThan(0);
  });

  it('ends where it fails, with its sentence', async () => {
    const runs = runsOf((_, __, k) => {
      if (k === 40) throw new OwnFailure('Mine threw at decision 41.');
      return least;
    });
    await expect(run(ownPolicy(own, runs))).rejects.toThrow('Mine threw at decision 41.');
    expect(runs.ended).toBe(1);
    await expect(run(ownPolicy(own, noOwnRuns))).rejects.toThrow('Mine cannot be run here.');
  });
});
