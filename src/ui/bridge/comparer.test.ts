import { expect, it, vi } from 'vitest';
import { Unanswered } from './bridge.ts';
import { Comparer } from './comparer.ts';
import type { ComparisonPlan } from '../../experiments/comparison/plan.ts';
import { nothingFound, type ComparisonTask, type FoundPiece } from '../../experiments/comparison/tasks.ts';
import { presetById } from '../../model/presets/index.ts';
import { usualSettings } from '../../testing/comparisons.ts';
import type { CompareApi } from '../../../workers/compareProtocol.ts';

/** Seeds and policies of each call of a worker, and the run, "seed policy", that none comes back from. */
const { calls, hung } = vi.hoisted(() => ({
  calls: [] as string[][],
  hung: { run: undefined as string | undefined },
}));

vi.mock('comlink', () => ({ proxy: (listener: unknown) => listener }));
vi.mock('../own/lend.ts', () => ({ lendSandboxes: (worker: unknown) => worker }));
vi.mock('./bridge.ts', async (original) => {
  class Bridge {
    call(work: (remote: Partial<CompareApi>) => Promise<unknown>): Promise<unknown> {
      return work({
        open: () => undefined,
        run(tasks: readonly ComparisonTask[], listener: (pieces: readonly FoundPiece[]) => void) {
          calls.push(
            tasks.map(({ group }) => [group.seed, ...group.policies.map(({ key }) => key)].join(' ')),
          );
          for (const { group, references } of tasks) {
            const { pipeline, workload, seed } = group;
            const at = {
              pipeline: pipeline.id,
              workload: workload.kind === 'drawn' ? workload.id : '',
              seed,
            };
            for (const { key: policy } of group.policies) {
              if (`${String(seed)} ${policy}` === hung.run) return Promise.reject(new Unanswered('It hung.'));
              listener([{ kind: 'cell', cell: { ...at, policy } as never }]);
            }
            if (references) listener([{ kind: 'references', references: at as never }]);
          }
          return Promise.resolve();
        },
      });
    }
    terminate(): void {
      calls.push(['terminated']);
    }
  }
  return { ...(await original<object>()), Bridge };
});

const plan: ComparisonPlan = {
  pipelines: [presetById('video')!],
  workloads: [{ kind: 'drawn', id: 'bursty' }],
  policies: [
    { kind: 'named', key: 'greedy' },
    {
      ...{ kind: 'own', key: 'own-1', name: 'Mine' },
      own: { key: 'own-1', name: 'Mine', onMisfit: 'repair', program: { kind: 'code', source: '' } },
    },
  ],
  seeds: [1, 2, 3],
  settings: usualSettings,
  series: 'none',
};

async function piecesOf(run: string | undefined): Promise<readonly FoundPiece[]> {
  calls.length = 0;
  hung.run = run;
  const pieces: FoundPiece[] = [];
  // Two cores: one is left to the page.
  await new Comparer(2).run(plan, nothingFound, (some) => pieces.push(...some), new AbortController().signal);
  return pieces;
}

const all = ['1 greedy', '1 own-1', '2 greedy', '2 own-1', '3 greedy', '3 own-1'];
const runs = (pieces: readonly FoundPiece[]): readonly string[] =>
  pieces.flatMap((p) => (p.kind === 'cell' ? [`${String(p.cell.seed)} ${p.cell.policy}`] : []));

it('gives a worker the scenarios together that a visitor’s code is asked in', async () => {
  const pieces = await piecesOf(undefined);
  expect(calls).toEqual([['1 greedy own-1', '2 greedy own-1', '3 greedy own-1']]);
  expect(runs(pieces)).toEqual(all);
  expect(pieces.filter(({ kind }) => kind === 'references')).toHaveLength(3);
});

it.each(['1 greedy', '2 own-1', '3 own-1'])(
  'where %s hangs it is told, and all others are run',
  async (run) => {
    const pieces = await piecesOf(run);
    expect(runs(pieces).toSorted()).toEqual(all.filter((one) => one !== run));
    const late = pieces.flatMap((p) => (p.kind === 'late' ? [p.late] : []));
    expect(late).toMatchObject([{ seed: Number(run[0]), policy: run.slice(2), why: 'It hung.' }]);
    expect(pieces.filter(({ kind }) => kind === 'references')).toHaveLength(3);
    expect(calls.flat()).not.toContain('terminated');
  },
);
