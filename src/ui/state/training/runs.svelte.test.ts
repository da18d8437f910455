import { describe, expect, it, vi } from 'vitest';
import { newRunId, Runs } from './runs.svelte.ts';
import { Training } from './training.svelte.ts';
import type { RunRecord } from '../../../storage/records.ts';
import type { Store } from '../../../storage/store.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldPoint, ToldTraining } from '../../../testing/trainings.ts';

function opened(runs: readonly RunRecord[]) {
  const training = new Training(new ToldTraining());
  const done: string[] = [];
  const store = {
    runs: () => Promise.resolve({ runs, damaged: [] }),
    series: (id: string) => {
      done.push(`series ${id}`);
      return Promise.resolve({ points: [toldPoint(0, 1)], evaluations: [], damaged: [] });
    },
    rename: (id: string, name: string) => Promise.resolve(void done.push(`rename ${id} ${name}`)),
    removeRun: (id: string) => Promise.resolve(void done.push(`remove ${id}`)),
  } as unknown as Store;
  return { training, done, runs: new Runs(training, () => Promise.resolve(store)) };
}

describe('the runs that are kept', () => {
  it('stand as somebody trains them, here, elsewhere, or nobody any more', async () => {
    const held = { query: () => Promise.resolve({ held: [{ name: 'sluice-run-b' }] }) };
    vi.stubGlobal('navigator', { locks: held });
    const all = ['a', 'b', 'c'].map((id) => runRecord({ id, status: 'running' }));
    const { runs, training } = opened([...all, runRecord({ id: 'd', status: 'finished' })]);
    await runs.refresh();
    training.resume(all[0]!, { points: [], evaluations: [] }, undefined);
    expect(runs.list.map((run) => runs.standing(run))).toEqual([
      ...['running', 'elsewhere', 'interrupted', 'finished'],
    ]);
    vi.unstubAllGlobals();
  });

  it('bring their curves once, and again when they have gone on', async () => {
    const { runs, done } = opened([]);
    const run = runRecord();
    expect(runs.curves('r1')).toBeUndefined();
    await runs.want(run);
    await runs.want(run);
    expect(runs.curves('r1')?.members).toEqual([[toldPoint(0, 1)]]);
    await runs.want({ ...run, updated: 2 });
    expect(done).toEqual(['series r1', 'series r1']);
  });

  it('say why nothing can be kept', async () => {
    const runs = new Runs(new Training(new ToldTraining()), () => Promise.reject(new Error('It is locked')));
    await runs.refresh();
    expect([runs.loaded, runs.trouble, runs.list]).toEqual([true, 'It is locked.', []]);
  });

  it('have names and ids that no other has', async () => {
    const { runs, done } = opened(['Run 2', 'Run 7 again', 'mine'].map((name) => runRecord({ name })));
    expect(runs.nextName()).toBe('Run 1');
    await runs.refresh();
    expect(runs.nextName()).toBe('Run 8');
    expect(new Set([newRunId(), newRunId()]).size).toBe(2);
    await runs.rename('r1', 'Best');
    await runs.remove('r1');
    expect(done).toEqual(['rename r1 Best', 'remove r1']);
  });
});
