import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Run } from './run.ts';
import { isSearched } from './survey.ts';
import { Surveys, type SurveySource } from './surveys.svelte.ts';
import type { Surveyor } from '../../bridge/surveyor.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { PLANS, plansFrom, plansRecord } from '../../../storage/plans.ts';
import type { Store } from '../../../storage/store.ts';
import { runRecord } from '../../../testing/runs.ts';
import type { SurveyEnd, Surveyed, SurveyRequest } from '../../../../workers/possibleProtocol.ts';

const { scenario } = runRecord();
const ORDERS = 9;

/** Orders that are told apart by their first number. */
const orders = (mark: number): Int32Array => new Int32Array(ORDERS).fill(mark, 0, 1);
const surveyed = (mark: number, earned: number, spent: number): Surveyed => ({
  ...{ kind: 'bracket', orders: orders(mark), earned, rewards: Float64Array.of(earned) },
  ...{ bound: 13, bounds: Float64Array.of(13), spent },
});
const side = (mark: number, reward: number) => ({
  ...{ id: 'ipa', name: 'IPA' },
  episode: { series: { actions: orders(mark), reward: Float64Array.of(reward) }, summary: { reward } },
});
const runOn = (of: Scenario, a = 1, b = 2): Run =>
  ({ scenario: of, levels: [], a: side(91, a), b: side(92, b) }) as unknown as Run;

/** A worker that answers as the test says. */
class Worker implements Pick<Surveyor, 'survey'> {
  readonly asked: (SurveyRequest & {
    readonly tell: (surveyed: Surveyed) => void;
    readonly end: (end: SurveyEnd) => void;
    readonly signal: AbortSignal;
  })[] = [];
  survey(
    request: SurveyRequest,
    tell: (surveyed: Surveyed) => void,
    signal: AbortSignal,
  ): Promise<SurveyEnd> {
    return new Promise((resolve, reject) => {
      this.asked.push({ ...request, tell, end: resolve, signal });
      signal.addEventListener('abort', () => {
        reject(new Error('ended'));
      });
    });
  }
}

class Source implements SurveySource {
  run = $state.raw<Run | undefined>(runOn(scenario));
  scenario = $state.raw(scenario);
  training = new (class {
    active = $state(false);
  })();
  found: unknown = undefined;
  readonly store = (): Promise<Store> =>
    Promise.resolve({
      found: (name: string) => Promise.resolve(name === PLANS ? this.found : undefined),
      putFound: (_: string, value: unknown) => {
        this.found = structuredClone(value);
        return Promise.resolve();
      },
    } as unknown as Store);
}

let source: Source;
let worker: Worker;
let surveys: Surveys;
let end: () => void;

function begin(): void {
  worker = new Worker();
  surveys = new Surveys(source, worker);
  end = $effect.root(() => {
    $effect(() => {
      surveys.heed();
    });
    $effect(() => surveys.follow());
  });
}

/** Lets effects run, and what stands long enough be searched. */
async function stands(ms = 1000): Promise<void> {
  flushSync();
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  source = new Source();
  begin();
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

it('what is on screen is searched once it stands, and narrows', async () => {
  await stands(100);
  expect(worker.asked).toHaveLength(0);
  await stands();
  const [{ seconds, known, tell, end: done }] = worker.asked as [(typeof worker.asked)[0]];
  // The better of the lanes is where the search begins.
  expect([seconds, known.map(([mark]) => mark)]).toEqual([10, [92]]);
  tell(surveyed(1, 12, 0));
  expect(surveys.of(structuredClone(scenario))).toMatchObject({ earned: 12, bound: 13, state: 'searching' });
  tell(surveyed(2, 12.5, 3));
  expect(surveys.of(scenario)).toMatchObject({ earned: 12.5, spent: 3 });
  done({ ended: false, spent: 10 });
  await stands();
  expect(surveys.of(scenario)).toMatchObject({ earned: 12.5, state: 'enough' });
  expect(surveys.troubleOf(scenario)).toBe('');
});

it('a search that nobody looks at any more is ended, and goes on from where it was', async () => {
  await stands();
  worker.asked[0]!.tell(surveyed(1, 12, 4));
  const other = { ...scenario, slaSeconds: 9 };
  source.scenario = other;
  await stands();
  // The run on screen is not of what is chosen.
  expect([worker.asked.length, worker.asked[0]!.signal.aborted]).toEqual([1, true]);
  expect(surveys.of(scenario)?.state).toBe('resting');
  source.run = runOn(other);
  await stands();
  expect(worker.asked).toHaveLength(2);
  expect(surveys.of(other)).toBeUndefined();
  source.scenario = scenario;
  source.run = runOn(scenario);
  await stands();
  const again = worker.asked[2]!;
  expect([again.seconds, again.known.map(([mark]) => mark)]).toEqual([6, [1]]);
  // A search begins with a loose bound; the closer one holds.
  again.tell({ ...surveyed(1, 12, 0), bound: 13.4, bounds: Float64Array.of(13.4) });
  expect(surveys.of(scenario)).toMatchObject({ bound: 13, bounds: Float64Array.of(13) });
  again.tell({ ...surveyed(1, 12, 0), bound: 12.8, bounds: Float64Array.of(12.8) });
  expect(surveys.of(scenario)).toMatchObject({ bound: 12.8, bounds: Float64Array.of(12.8) });
});

it('a lane that earns more than the best plan found is it, before the answer and after', async () => {
  source.run = runOn(scenario, 12.4, 2);
  await stands();
  worker.asked[0]!.tell(surveyed(1, 12, 0));
  expect(surveys.of(scenario)).toMatchObject({ earned: 12.4, orders: orders(91), bound: 13 });
  worker.asked[0]!.tell(surveyed(2, 12.45, 1));
  worker.asked[0]!.end({ ended: true, spent: 2 });
  await stands();
  expect(surveys.of(scenario)).toMatchObject({ earned: 12.45, state: 'ended' });
  expect(worker.asked).toHaveLength(1);
  source.run = runOn(scenario, 12.6, 2);
  await stands();
  expect(surveys.of(scenario)).toMatchObject({ earned: 12.6, rewards: Float64Array.of(12.6) });
  // From there a search may find more.
  expect(worker.asked[1]!.known).toEqual([orders(91)]);
  source.run = runOn(scenario, 11, 2);
  await stands();
  expect(surveys.of(scenario)?.earned).toBe(12.6);
});

it('while an agent trains there is a first answer and no search', async () => {
  source.training.active = true;
  await stands();
  expect(worker.asked[0]!.seconds).toBe(0);
  worker.asked[0]!.tell(surveyed(1, 12, 0));
  worker.asked[0]!.end({ ended: false, spent: 0 });
  await stands();
  expect(surveys.of(scenario)?.state).toBe('resting');
  source.training.active = false;
  await stands();
  expect(worker.asked[1]!.seconds).toBe(10);
});

it('a visitor can have it searched further', async () => {
  await stands();
  worker.asked[0]!.tell(surveyed(1, 12, 1));
  worker.asked[0]!.end({ ended: false, spent: 10 });
  await stands();
  surveys.further(scenario);
  await stands();
  expect(worker.asked[1]!.seconds).toBe(60);
  expect(surveys.of(scenario)?.state).toBe('searching');
});

it('after a reload the plan is where it begins, with what time was left', async () => {
  await stands();
  worker.asked[0]!.tell(surveyed(1, 12, 1));
  worker.asked[0]!.tell(surveyed(2, 12.5, 7));
  await stands();
  end();
  begin();
  await stands();
  expect(worker.asked[0]!.seconds).toBe(3);
  expect(worker.asked[0]!.known).toContainEqual(orders(2));
  worker.asked[0]!.tell(surveyed(2, 12.5, 0));
  worker.asked[0]!.end({ ended: true, spent: 2 });
  await stands();
  expect(plansFrom(source.found)).toMatchObject([{ orders: orders(2), spent: 9, ended: true }]);
  end();
  begin();
  await stands();
  // Nothing more is to be found: it is played again, and bounded.
  expect(worker.asked[0]!.seconds).toBe(3);
  worker.asked[0]!.tell(surveyed(2, 12.5, 0));
  worker.asked[0]!.end({ ended: false, spent: 3 });
  await stands();
  expect(surveys.of(scenario)?.state).toBe('ended');
});

it('what is kept of other scenarios stays', async () => {
  source.found = plansRecord([{ key: 'other', orders: orders(5), spent: 1, ended: false }]);
  await stands();
  worker.asked[0]!.tell(surveyed(1, 12, 1));
  await stands();
  expect(plansFrom(source.found).map(({ key, orders: [mark] }) => [key === 'other', mark])).toEqual([
    [true, 5],
    [false, 1],
  ]);
});

it('a search that breaks says so, and only where nothing was found', async () => {
  await stands();
  const { signal } = worker.asked[0]!;
  const dies = vi.spyOn(worker, 'survey').mockRejectedValue(new Error('It was too much'));
  const other = { ...scenario, slaSeconds: 9 };
  source.scenario = other;
  source.run = runOn(other);
  await stands();
  expect(signal.aborted).toBe(true);
  expect(surveys.troubleOf(other)).toBe('What is possible here is not known: It was too much.');
  expect(surveys.troubleOf(scenario)).toBe('');
  dies.mockRestore();
});

it('nothing is searched where the optimum is exact, or there is no decision', async () => {
  expect(isSearched({ ...scenario, environment: 'instant' })).toBe(false);
  const short = { ...scenario, workload: { ...scenario.workload, rates: new Float64Array(100) } };
  expect(isSearched(short)).toBe(false);
  source.scenario = { ...scenario, environment: 'instant' };
  source.run = runOn(source.scenario);
  await stands();
  expect(worker.asked).toHaveLength(0);
  expect(surveys.of(source.scenario)).toBeUndefined();
});

it('forecasts are no matter, and draws only among single requests', async () => {
  await stands();
  worker.asked[0]!.tell(surveyed(1, 12, 1));
  expect(surveys.of({ ...scenario, forecaster: 'holt', seed: 99 })).toBeDefined();
  for (const change of [
    { environment: 'discrete' },
    { slaSeconds: 9 },
    { startupSeconds: 1 },
    { rollout: 'recreate' },
    { weights: { ...scenario.weights, lateWeight: 0.5 } },
    { limits: { ...scenario.limits, maxCores: 7 } },
    { workload: { ...scenario.workload, rates: scenario.workload.rates.map((rate) => rate + 1) } },
  ] satisfies readonly Partial<Scenario>[])
    expect(surveys.of({ ...scenario, ...change }), Object.keys(change).join()).toBeUndefined();
  const single = { ...scenario, environment: 'discrete' } as const;
  surveys.learn(single, { orders: orders(1), earned: 3, rewards: Float64Array.of(3) });
  source.scenario = single;
  source.run = runOn(single);
  await stands();
  worker.asked[1]!.tell({ ...surveyed(1, 12, 1), kind: 'plan', bound: undefined, bounds: undefined });
  expect([surveys.of(single)?.kind, surveys.of({ ...single, seed: 99 })]).toEqual(['plan', undefined]);
});
