import { describe, expect, it } from 'vitest';
import { runEpisode } from './episode.ts';
import { prepare } from './prepare.ts';
import { defaultScenario } from './scenario.ts';
import { presetById } from '../model/presets/index.ts';
import { greedyLiteral } from '../policies/greedy.ts';
import type { OwnObservation, OwnTables } from '../policies/own/contract.ts';
import { examples } from '../policies/own/examples.ts';
import { ownPolicy } from '../policies/own/ownPolicy.ts';
import type { PolicyFactory } from '../policies/policy.ts';
import type { OwnRuns } from '../policies/own/runs.ts';
import type { EpisodeSummary } from './scenario.ts';
import { generateWorkload } from '../workload/generators.ts';

interface Written {
  readonly name: string;
  decide(observation: OwnObservation, tables: OwnTables, memory: object, random: () => number): unknown;
}

async function written(source: string): Promise<Written> {
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  return ((await import(/* @vite-ignore */ url)) as { default: Written }).default;
}

const noChance = (): number => {
  throw new Error('The examples draw nothing.');
};

/** The text run as a module of this process. */
async function runsOf(source: string): Promise<OwnRuns> {
  const module = await written(source);
  return {
    start: (_, { tables }) => {
      const memory = {};
      return Promise.resolve({
        decide: ({ plain }) => Promise.resolve(module.decide(plain, tables, memory, noChance)),
        end: () => undefined,
      });
    },
  };
}

async function summaryOf(pipeline: string, load: string, factory: PolicyFactory): Promise<EpisodeSummary> {
  const scenario = defaultScenario(presetById(pipeline)!, generateWorkload(load, 1));
  return (await runEpisode(prepare(scenario), factory, { clock: () => 0, record: false })).summary;
}

const pipelines = ['video', 'audio-qa'];

describe.each(examples)('the example $name', ({ id, name, source }) => {
  const own = { key: `own-${id}`, name, program: { kind: 'code', source }, onMisfit: 'refuse' } as const;

  it('is called what its module is', async () => {
    expect((await written(source)).name).toBe(name);
  });

  it.each(pipelines)('orders what fits, and follows the load (%s)', async (pipeline) => {
    const policy = ownPolicy(own, await runsOf(source));
    for (const load of ['bursty', 'steady-high']) {
      const summary = await summaryOf(pipeline, load, policy);
      expect(summary.misfits).toEqual({ repaired: 0, refused: 0, first: undefined });
      if (load === 'bursty') expect(summary.switches).toBeGreaterThan(0);
      const unmoved = await summaryOf(pipeline, load, greedyLiteral);
      expect(summary.objective).toBeGreaterThan(unmoved.objective);
    }
  });
});
