import { expect, test } from 'vitest';
import { TaskLine } from './line.ts';
import type { ComparisonPlan, PlannedPolicy } from './plan.ts';
import type { References } from './result.ts';
import { nothingFound } from './tasks.ts';
import { presetById } from '../../model/presets/index.ts';
import { usualSettings } from '../../testing/comparisons.ts';

const rates = new Float64Array(300).fill(9);
const plan: ComparisonPlan = {
  pipelines: [presetById('video')!],
  workloads: [{ kind: 'fixed', workload: { id: 'even', name: 'Even', source: 'a test', rates } }],
  policies: [{ kind: 'named', key: 'greedy' }],
  seeds: [1, 2, 3],
  settings: usualSettings,
  series: 'none',
};
const references: References = {
  ...{ pipeline: 'video', workload: 'even', seed: 1, kind: 'bracket', found: 3, bound: 4, random: 1 },
  front: [],
};

test('of seeds with one load one searches, the others run their policies and wait for what it finds', async () => {
  const line = new TaskLine(plan, nothingFound);
  const [one, two, three] = [(await line.next())!, (await line.next())!, (await line.next())!];
  expect([one, two, three].map(({ task }) => [task.references, task.group.policies.length])).toEqual([
    [true, 1],
    [false, 1],
    [false, 1],
  ]);
  const waits = line.next();
  line.hear([{ kind: 'references', references }]);
  one.ended();
  for (const [taken, seed] of [
    [await waits, 2],
    [await line.next(), 3],
  ] as const) {
    const { group, ...rest } = taken!.task;
    expect([group.seed, group.policies]).toEqual([seed, []]);
    expect(rest).toEqual({ references: true, alike: references });
  }
  expect(await line.next()).toBeUndefined();
});

test('where the one that searched found nothing, the next one searches', async () => {
  const line = new TaskLine({ ...plan, seeds: [1, 2] }, nothingFound);
  const one = (await line.next())!;
  await line.next();
  const waits = line.next();
  one.ended();
  expect((await waits)!.task).toMatchObject({ references: true, group: { seed: 2 } });
});

test('what was found before a stop is known; loads that each seed draws and single requests have nothing in common', async () => {
  const found = { ...nothingFound, references: [references] };
  const later = new TaskLine({ ...plan, seeds: [2] }, found);
  expect((await later.next())!.task.alike).toEqual(references);
  const former = { ...nothingFound, references: [{ ...references, former: true as const }] };
  expect((await new TaskLine({ ...plan, seeds: [2] }, former).next())!.task.alike).toBeUndefined();
  const drawn = { ...plan, workloads: [{ kind: 'drawn', id: 'fluctuating' } as const] };
  const single = { ...plan, settings: { ...plan.settings, environment: 'discrete' as const } };
  for (const apart of [drawn, single]) {
    const line = new TaskLine(apart, found);
    for (let taken = await line.next(); taken; taken = await line.next())
      if (taken.task.group.seed > 1) expect(taken.task).toMatchObject({ references: true });
  }
});

const code: PlannedPolicy = {
  ...{ kind: 'own', key: 'own-1', name: 'Mine' },
  own: { key: 'own-1', name: 'Mine', onMisfit: 'repair', program: { kind: 'code', source: '' } },
};

test('a visitor’s code is asked in several scenarios at a time, and what they are measured against waits for one search', async () => {
  const line = new TaskLine({ ...plan, policies: [code, ...plan.policies] }, nothingFound);
  const chunk = await line.chunk(1);
  expect(chunk.map(({ task }) => [task.group.seed, task.references])).toEqual([
    [1, true],
    [2, false],
    [3, false],
  ]);
  line.hear([{ kind: 'references', references }]);
  for (const { ended } of chunk) ended();
  for (const seed of [2, 3]) {
    const [left, ...others] = await line.chunk(1);
    expect(left!.task).toMatchObject({ references: true, alike: references, group: { seed, policies: [] } });
    expect(others).toEqual([]);
  }
  expect(await line.chunk(1)).toEqual([]);
});

test('loads that each seed draws are searched in their own scenario; each worker gets some; without code it is one at a time', async () => {
  const drawn = { ...plan, workloads: [{ kind: 'drawn', id: 'fluctuating' } as const], policies: [code] };
  const seedsOf = async (line: TaskLine, sharers: number): Promise<readonly number[]> =>
    (await line.chunk(sharers)).map(({ task }) => (task.references ? task.group.seed : -1));
  expect(await seedsOf(new TaskLine(drawn, nothingFound), 1)).toEqual([1, 2, 3]);
  const shared = new TaskLine(drawn, nothingFound);
  expect([await seedsOf(shared, 2), await seedsOf(shared, 2)]).toEqual([[1, 2], [3]]);
  const named = new TaskLine({ ...drawn, policies: plan.policies }, nothingFound);
  expect(await seedsOf(named, 1)).toEqual([1]);
});

test('a long load is asked by itself', async () => {
  const rates = new Float64Array(86_400).fill(9);
  const day = { kind: 'fixed', workload: { id: 'day', name: 'Day', source: 'a test', rates } } as const;
  const line = new TaskLine({ ...plan, workloads: [day], policies: [code] }, nothingFound);
  expect(await line.chunk(1)).toHaveLength(1);
});
