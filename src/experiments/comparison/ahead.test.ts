import { expect, it } from 'vitest';
import type { ComparisonPlan, PlannedPolicy } from './plan.ts';
import { Grounds, playAhead, runTask, runTogether, type Means } from './run.ts';
import { nothingFound, tasksOf, type FoundPiece } from './tasks.ts';
import { presetById } from '../../model/presets/index.ts';
import { codeRuns } from '../../policies/own/codeRuns.ts';
import { examples } from '../../policies/own/examples.ts';
import { OwnFailure } from '../../policies/own/failure.ts';
import type { OwnRuns } from '../../policies/own/runs.ts';
import { usualSettings } from '../../testing/comparisons.ts';

const own = (key: string, source: string): PlannedPolicy => ({
  ...{ kind: 'own', key, name: key },
  own: { key, name: key, onMisfit: 'repair', program: { kind: 'code', source } },
});
const plan: ComparisonPlan = {
  pipelines: [presetById('video')!],
  workloads: ['steady-low', 'bursty'].map((id) => ({ kind: 'drawn', id })),
  policies: [
    { kind: 'named', key: 'greedy' },
    own('threshold', examples[0]!.source),
    // Fails on some seeds and not on others.
    own(
      'failing',
      `export default { name: 'F', decide(observation, tables, memory, random) {
        if (random() < 0.004) throw new Error('unlucky');
        return tables.stages.map(() => ({ variant: 0, replicas: 1 + (random() < 0.5 ? 1 : 0), batch: 4 }));
      } };`,
    ),
  ],
  seeds: [1, 2, 3, 4],
  settings: usualSettings,
  series: 'first seed',
};

/** As a sandbox: a program that fails takes all its episodes along. */
function sandboxes(): OwnRuns {
  const plain = codeRuns();
  const dead = new Map<string, Set<{ why: string | undefined }>>();
  return {
    together: true,
    async start(policy, opening, tables) {
      const run = await plain.start(policy, opening, tables);
      const state = { why: undefined as string | undefined };
      const others = dead.get(policy.key) ?? new Set();
      dead.set(policy.key, others.add(state));
      return {
        decide: async (seen) => {
          // As long as a message takes: the others come between.
          await new Promise((resolve) => setTimeout(resolve));
          if (state.why !== undefined) throw new OwnFailure(state.why);
          try {
            return await run.decide(seen);
          } catch (error) {
            for (const other of others) if (other !== state) other.why = 'it was ended by another';
            throw error;
          }
        },
        end: () => others.delete(state),
      };
    },
  };
}

async function piecesOf(atOnce: boolean): Promise<readonly FoundPiece[]> {
  const means: Means = { grounds: new Grounds(plan.settings), clock: () => 0, own: sandboxes() };
  const tasks = tasksOf(plan, nothingFound).map((task) => ({ ...task, references: false }));
  const ahead = atOnce ? await playAhead(tasks, means) : undefined;
  const pieces: FoundPiece[] = [];
  for (const task of tasks)
    for await (const piece of runTask(task, means, ahead?.get(task))) pieces.push(piece);
  return pieces;
}

it('finds the same as one scenario after the other, though a program’s end is the end of all its episodes', async () => {
  const [together, apart] = [await piecesOf(true), await piecesOf(false)];
  expect(together).toEqual(apart);
  const late = apart.flatMap((piece) => (piece.kind === 'late' ? [piece.late] : []));
  expect(late.length).toBeGreaterThan(0);
  expect(late.length).toBeLessThan(8);
  for (const { policy, why } of late) {
    expect(policy).toBe('failing');
    expect(why).toMatch(/^failing failed at decision \d+: Error: unlucky, at line 2/);
  }
});

/** How many episodes of code run at the same time at most, task by task or several at once, where a decision takes `ms`. */
async function atOnce(ms: number, policies: readonly PlannedPolicy[]): Promise<number> {
  const plain = codeRuns();
  let [now, most] = [0, 0];
  const counted: OwnRuns = {
    together: true,
    async start(...asked) {
      const run = await plain.start(...asked);
      most = Math.max(most, ++now);
      return {
        decide: async (seen) => {
          await new Promise((resolve) => setTimeout(resolve));
          return run.decide(seen);
        },
        tookMs: () => ms,
        end: () => now--,
      };
    },
  };
  const few = { ...plan, policies };
  const tasks = tasksOf(few, nothingFound).map((task) => ({ ...task, references: false }));
  let pieces = 0;
  const means: Means = { grounds: new Grounds(few.settings), clock: () => 0, own: counted };
  for await (const piece of runTogether(tasks, means)) {
    expect(piece.kind).toBe('cell');
    pieces++;
  }
  expect(pieces).toBe(8 * policies.length);
  return most;
}

it('plays at the same time only what came through its first scenario quickly', async () => {
  const [greedy, threshold] = plan.policies as [PlannedPolicy, PlannedPolicy];
  expect(await atOnce(0.2, [greedy, threshold])).toBe(7);
  expect(await atOnce(2, [greedy, threshold])).toBe(1);
});
