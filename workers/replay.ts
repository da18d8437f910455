/** Replays for a figure in somebody else's page: `workers/simulate.ts` with the policies that it shows alone. */
import { expose } from 'comlink';
import { patience } from './alive.ts';
import { episodesOf } from './episodes.ts';
import type { ReplayApi } from './replayProtocol.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { setHighsLocation } from '../src/policies/highs.ts';
import { policyApart } from '../src/policies/apart.ts';
import highsUrl from 'highs/runtime?url';

setHighsLocation(highsUrl);

const api: ReplayApi = {
  async replay(scenario, keys) {
    const factories = await Promise.all(
      keys.map(async (key) => {
        const factory = await policyApart(key);
        if (!factory) throw new Error(`There is no policy "${key}".`);
        return factory;
      }),
    );
    return episodesOf(prepare(scenario, undefined, undefined, patience), factories);
  },
};

expose(api);
