import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeUp } from './takeUp.ts';
import { Runs } from './runs.svelte.ts';
import { Training } from './training.svelte.ts';
import { judged } from '../../../storage/judged.ts';
import type { RunRecord } from '../../../storage/records.ts';
import type { Store } from '../../../storage/store.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent, toldPoint, ToldTraining } from '../../../testing/trainings.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const agent = toldAgent('video');

/** `held`: how often a tab that is gone is still said to hold the run. */
function opened(run: RunRecord, held = 0, series: () => Promise<unknown> = told) {
  let left = held;
  const query = () => Promise.resolve({ held: left-- > 0 ? [{ name: `sluice-run-${run.id}` }] : [] });
  vi.stubGlobal('navigator', { locks: { query } });
  const store = {
    runs: () => Promise.resolve({ runs: [run], damaged: [] }),
    series,
    found: (name: string) =>
      Promise.resolve(
        name === `judged ${run.id}`
          ? judged({ checks: [{ progress: 0.5, regret: 2 }], rivals: [] })
          : undefined,
      ),
  } as unknown as Store;
  const training = new Training(new ToldTraining());
  return { training, runs: new Runs(training, () => Promise.resolve(store)) };
}
const told = () => Promise.resolve({ points: [toldPoint(0, 1)], evaluations: [], damaged: [] });

it('the lanes have the agent at once, card and view what its training told', async () => {
  const run = runRecord({ agent, status: 'finished', elapsedSeconds: 60, budget: { seconds: 60 } });
  const lab = opened(run);
  await lab.runs.refresh();
  const taken = takeUp(lab, run);
  expect([lab.training.agent, lab.training.status.kind]).toEqual([agent, 'idle']);
  await taken;
  const { status, curves, checks } = lab.training;
  expect([status.kind, curves.members, checks]).toEqual([
    ...['done', [[toldPoint(0, 1)]], [{ progress: 0.5, regret: 2 }]],
  ]);
});

it('a tab that has just gone may hold the run for a moment: it was interrupted all the same', async () => {
  const run = runRecord({ agent, status: 'running', elapsedSeconds: 30, budget: { seconds: 60 } });
  for (const [held, kind] of [
    [3, 'interrupted'],
    [99, 'idle'],
  ] as const) {
    const lab = opened(run, held);
    await lab.runs.refresh();
    const taken = takeUp(lab, run);
    await vi.advanceTimersByTimeAsync(5000);
    await taken;
    expect(lab.training.status.kind).toBe(kind);
    expect(lab.training.remark.includes('another tab')).toBe(kind === 'idle');
  }
});

it('says that its curves cannot be read, and leaves alone what was begun meanwhile', async () => {
  const run = runRecord({ agent, status: 'finished' });
  const lab = opened(run, 0, () => Promise.reject(new Error('It is locked')));
  await lab.runs.refresh();
  await takeUp(lab, run);
  expect([lab.training.status.kind, lab.training.remark]).toEqual([
    ...['done', 'The curves of first could not be read: It is locked.'],
  ]);
  const busy = opened(run);
  await busy.runs.refresh();
  const taken = takeUp(busy, run);
  busy.training.use(toldAgent('other'), 3, 'r2');
  await taken;
  expect([busy.training.status.kind, busy.training.origin]).toEqual(['idle', 'r2']);
});
