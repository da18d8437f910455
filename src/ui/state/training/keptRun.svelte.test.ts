import { flushSync } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { KeptRun, longer, type RunHost } from './keptRun.svelte.ts';
import { isResumable } from './resumable.ts';
import { AGENT } from '../../theme/policies.ts';
import type { CheckpointInfo, RunRecord } from '../../../storage/records.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';

const checkpoint = (slot: CheckpointInfo['slot'], steps: number): CheckpointInfo => ({
  ...{ format: 1, run: 'r1', slot, created: 1, steps, elapsedSeconds: 1, objective: undefined },
});

let end: () => void = () => undefined;
afterEach(() => {
  end();
});

async function opened(changes: Partial<RunRecord> = {}, fitting = true) {
  let run = $state.raw(runRecord({ id: 'r1', name: 'Run 1', status: 'stopped', ...changes }));
  const done: string[] = [];
  const host: RunHost = {
    ...{ alert: '', notice: '', agent: undefined },
    experiment: { a: 'hpa' } as RunHost['experiment'],
    set: (change) => done.push(`set ${JSON.stringify(change)}`),
    resume: (id, budget) => {
      done.push(`resume ${id} ${JSON.stringify(budget)}`);
      return Promise.resolve();
    },
    training: {
      active: false,
      plan: undefined,
      origin: undefined,
      restore: ({ name }, { standing }) => done.push(`restore ${name} ${standing}`),
      use: (agent, seconds, origin) => {
        done.push(`use ${agent.pipeline} ${String(seconds)} ${origin ?? ''}`);
        if (fitting) Object.assign(host, { agent });
      },
    },
    runs: {
      standing: ({ status }) => status,
      ...{
        find: () => undefined,
        refresh: () => Promise.resolve(),
        judged: () => Promise.resolve(undefined),
      },
      series: () => Promise.resolve({ points: [], evaluations: [] }),
      checkpoints: (id) =>
        id === 'r1'
          ? Promise.resolve([checkpoint('ring-1', 256), checkpoint('latest', 512)])
          : Promise.reject(new Error('gone')),
      rename: (id, name) => {
        done.push(`rename ${id} ${name}`);
        return Promise.resolve();
      },
      remove: () => Promise.reject(new Error('The storage is locked')),
    },
  };
  let kept: KeptRun | undefined;
  end = $effect.root(() => {
    kept = new KeptRun(host, () => run);
  });
  const become = async (next: RunRecord): Promise<void> => {
    run = next;
    await settled();
  };
  await settled();
  return { kept: kept!, host, done, become };
}

async function settled(): Promise<void> {
  flushSync();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a kept run', () => {
  it('lists its checkpoints, the latest first, and those of the run in its place', async () => {
    const { kept, become } = await opened();
    expect(kept.checkpoints.map(({ slot }) => slot)).toEqual(['latest', 'ring-1']);
    await become(runRecord({ id: 'r2' }));
    expect(kept.checkpoints).toEqual([]);
  });

  it('gives lane A its agent, and says where that does not fit', async () => {
    for (const fitting of [true, false]) {
      const { kept, host, done } = await opened({ agent: toldAgent('a'), elapsedSeconds: 9 }, fitting);
      kept.use();
      expect(done).toEqual(['use a 9 r1', `set {"a":"${AGENT}"}`]);
      await settled();
      expect(done.at(-1), 'with all that it told').toBe('restore Run 1 stopped');
      expect(host.notice).toMatch(fitting ? /^Lane A of the Lab now runs Run 1\.$/ : /with other limits/);
    }
    const { kept, done } = await opened();
    kept.use();
    expect(done, 'it has none').toEqual([]);
  });

  it('is renamed to what can be a name', async () => {
    const { kept, host, done } = await opened();
    for (const name of ['  ', 'Run 1', 'Two\nlines', ' Best so far ']) await kept.rename(name);
    expect(done).toEqual(['rename r1 Best so far']);
    expect(host.notice).toMatch(/^A name /);
  });

  it('that cannot be deleted stays, with the reason', async () => {
    const { kept, host } = await opened();
    let gone = false;
    await kept.remove(() => {
      gone = true;
    });
    expect([gone, host.alert]).toEqual([false, 'The storage is locked.']);
  });

  it('trains on by seconds, or by its steps again', async () => {
    const { kept, done } = await opened({ budget: { steps: 1000 } });
    kept.extend(2);
    expect(done).toEqual(['resume r1 {"steps":3000}']);
    expect(longer(runRecord({ budget: { seconds: 60 }, elapsedSeconds: 60.4 }), 30)).toEqual({ seconds: 91 });
    expect(longer(runRecord({ budget: { steps: 100 }, steps: 601, seeds: [1, 2] }), 1)).toEqual({
      steps: 401,
    });
  });

  it('goes on where it has a budget left and has not ended by itself', () => {
    const half = runRecord({ budget: { steps: 1000 }, steps: 1000, seeds: [1, 2] });
    expect(isResumable(half, 'interrupted')).toBe(true);
    expect(isResumable(half, 'finished')).toBe(false);
    expect(isResumable(half, 'converged')).toBe(false);
    expect(isResumable({ ...half, outdated: 'Its settings are not taken any more.' }, 'stopped')).toBe(false);
    expect(isResumable({ ...half, steps: 2000 }, 'stopped')).toBe(false);
    const timed = runRecord({ budget: { seconds: 60 }, elapsedSeconds: 59.6 });
    expect(isResumable(timed, 'stopped')).toBe(false);
    expect(isResumable({ ...timed, elapsedSeconds: 59 }, 'stopped')).toBe(true);
  });
});
