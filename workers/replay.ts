/** Replays for a figure in somebody else's page: `workers/simulate.ts` with the policies that it shows alone. */
import { expose } from 'comlink';
import { patience } from './alive.ts';
import { episodesOf } from './episodes.ts';
import type { ReplayApi } from './replayProtocol.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { setHighsLocation } from '../src/policies/highs.ts';
import { policyApart } from '../src/policies/apart.ts';
import type { PolicyFactory } from '../src/policies/policy.ts';
import highsUrl from 'highs/runtime?url';

setHighsLocation(highsUrl);

/** What is fetched when it is asked for may not come: the browser's own words would tell an address. */
async function fetched<T>(part: Promise<T>): Promise<T> {
  return part.catch((cause: unknown) => {
    throw new Error('A part of the figure could not be fetched; reload the page.', { cause });
  });
}

async function factoryOf(key: string): Promise<PolicyFactory> {
  const factory = await fetched(policyApart(key));
  if (!factory) throw new Error(`There is no policy "${key}".`);
  return factory;
}

const api: ReplayApi = {
  async replay(scenario, keys) {
    const factories = await Promise.all(keys.map(factoryOf));
    return episodesOf(prepare(scenario, undefined, undefined, patience), factories);
  },
  async policyMap(scenario, key, told) {
    const [factory, { gridOf }, { policyMap }] = await Promise.all([
      factoryOf(key),
      fetched(import('../src/experiments/policyMap/grid.ts')),
      fetched(import('../src/experiments/policyMap/policyMap.ts')),
    ]);
    const grid = gridOf(scenario);
    for await (const row of policyMap(scenario, factory, grid, patience)) told({ grid, row });
  },
};

expose(api);
