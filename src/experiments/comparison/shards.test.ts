import { describe, expect, it } from 'vitest';
import { cellCount, cellKey, groupsOf, placeKey, placeOf, type ComparisonPlan } from './plan.ts';
import { runsIn, shardTasks } from './shards.ts';
import type { ComparisonTask } from './tasks.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { usualSettings } from '../../testing/comparisons.ts';
import type { Workload } from '../../workload/workload.ts';

const flat = (id: string, seconds: number): Workload => ({
  ...{ id, name: id, source: 'a test' },
  rates: new Float64Array(seconds).fill(7),
});

function planOf(random: Random): ComparisonPlan {
  const some = <T>(all: readonly T[]): readonly T[] => all.slice(0, 1 + random.integer(all.length));
  return {
    pipelines: some(['video', 'audio-qa', 'nlp']).map((id) => presetById(id)!),
    workloads: some([
      { kind: 'fixed', workload: flat('short', 200) },
      { kind: 'drawn', id: 'fluctuating' },
      { kind: 'fixed', workload: flat('long', 5000) },
    ]),
    policies: some(['greedy', 'planner', 'random', 'hpa:target=0.5', 'aquatope']).map((key) => ({
      kind: 'named',
      key,
    })),
    seeds: some([1, 2, 3, 4]),
    settings: { ...usualSettings, environment: random.uniform() < 0.3 ? 'discrete' : 'chance' },
    series: 'first seed',
  };
}

/** Runs and references of tasks, by their keys. */
const keysOf = (tasks: readonly ComparisonTask[]): readonly string[] =>
  tasks.flatMap(({ group, references }) => [
    ...group.policies.map(({ key }) => cellKey({ ...placeOf(group), policy: key })),
    ...(references ? [placeKey(placeOf(group))] : []),
  ]);

describe('the shards of a plan', () => {
  it('have every run and every search once, in whatever number they are', () => {
    const random = Random.stream(1, 'shards');
    for (let k = 0; k < 20; k++) {
      const plan = planOf(random);
      const whole = keysOf(groupsOf(plan).map((group) => ({ group, references: true })));
      const of = 1 + random.integer(k % 5 === 0 ? 60 : 9);
      const shards = Array.from({ length: of }, (_, index) => shardTasks(plan, { index, of }));
      expect([...shards.flatMap(keysOf)].sort()).toEqual([...whole].sort());
      expect(shards.reduce((sum, tasks) => sum + runsIn(tasks), 0)).toBe(cellCount(plan));
    }
  });

  it('are cut alike by every machine, and evenly where the runs are alike', () => {
    const plan: ComparisonPlan = {
      ...planOf(Random.stream(2, 'shards')),
      pipelines: [presetById('video')!],
      workloads: [{ kind: 'fixed', workload: flat('short', 200) }],
      policies: [{ kind: 'named', key: 'greedy' }],
      seeds: Array.from({ length: 700 }, (_, i) => i + 1),
      settings: usualSettings,
    };
    const sizes = Array.from({ length: 7 }, (_, index) => runsIn(shardTasks(plan, { index, of: 7 })));
    expect(sizes.reduce((a, b) => a + b)).toBe(700);
    // The search that all seeds share is much of the first shard's work.
    const [first, ...rest] = sizes;
    expect(Math.max(...rest) - Math.min(...rest)).toBeLessThanOrEqual(1);
    expect(first).toBeLessThan(Math.min(...rest));
    expect(shardTasks(plan, { index: 3, of: 7 })).toEqual(shardTasks(plan, { index: 3, of: 7 }));
  });

  it('keep neighbours together: a scenario is cut between two shards at most where it must be', () => {
    const plan = { ...planOf(Random.stream(3, 'shards')), seeds: [1, 2, 3, 4] };
    const of = 5;
    const places = Array.from({ length: of }, (_, index) =>
      shardTasks(plan, { index, of }).map(({ group }) => placeKey(placeOf(group))),
    );
    for (const own of places) expect(new Set(own).size).toBe(own.length);
    const shared = places.flatMap((own, i) => own.filter((key) => places[i + 1]?.includes(key)));
    expect(shared.length).toBeLessThan(of);
  });

  it('keep values over time where the plan keeps them', () => {
    const plan = planOf(Random.stream(4, 'shards'));
    for (const index of [0, 1, 2])
      for (const { group } of shardTasks(plan, { index, of: 3 }))
        expect(group.keepSeries).toBe(group.seed === plan.seeds[0]);
  });
});
