/** What is possible on a load that is known in advance, searched off the main thread and at leisure. Plain TypeScript only. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import type { PossibleApi, SurveyEnd, Surveyed, SurveyRequest } from './possibleProtocol.ts';
import { telling } from './telling.ts';
import { possibleIn } from '../src/experiments/possible.ts';
import { fitsLoad } from '../src/scenario/plan.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { sizeOf } from '../src/scenario/size.ts';
import { orTooMuch } from '../src/model/watch.ts';

/** Milliseconds of rest for each of work between two answers, and most of them. */
const REST = 1;
const LONGEST_REST_MS = 3000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function survey(
  { scenario, known, seconds }: SurveyRequest,
  tell: (surveyed: Surveyed) => void,
): Promise<SurveyEnd> {
  // Who knows the load asks no forecaster.
  const prepared = prepare(
    { ...scenario, forecaster: 'last', predictor: undefined },
    undefined,
    undefined,
    patience,
  );
  let since = clock();
  let spentMs = 0;
  const searched = (): number => spentMs + clock() - since;
  let first = true;
  const sound = known.filter((orders) => fitsLoad(prepared, orders));
  const search = possibleIn(prepared, () => !first && searched() < 1000 * seconds, sound);
  for (let step = search.next(); step.done !== true; step = search.next()) {
    const took = clock() - since;
    // The first answer is no search yet.
    if (!first) spentMs += took;
    first = false;
    const { kind, orders, played, bound, bounds } = step.value;
    const { reward: earned } = played.summary;
    tell({ kind, orders, bound, bounds, earned, rewards: played.series.reward, spent: spentMs / 1000 });
    await pause(Math.min(LONGEST_REST_MS, REST * took));
    since = clock();
  }
  const spent = searched() / 1000;
  return { ended: spent < seconds, spent };
}

const api: PossibleApi = {
  survey: (request, listener) =>
    telling(listener, (tell) =>
      orTooMuch(
        'What is possible here',
        () => sizeOf(request.scenario),
        () => survey(request, tell),
      ),
    ),
};

expose(api);
