import { describe, expect, it } from 'vitest';
import { Comparison, type ComparisonWorkers, type KeptValue } from './comparison.svelte.ts';
import { comparisonFrom, comparisonRecord } from './keptComparison.ts';
import { documentOf } from '../../../experiments/comparison/document.ts';
import { settingsOf, type ComparisonPlan } from '../../../experiments/comparison/plan.ts';
import { resultOf } from '../../../experiments/comparison/record.ts';
import { runPlan } from '../../../experiments/comparison/run.ts';
import { tasksOf } from '../../../experiments/comparison/tasks.ts';
import { defaultScenario, type EnvironmentKind } from '../../../scenario/scenario.ts';
import { gapPicture } from '../../views/compare/gap.ts';
import { possibleHere } from '../../views/compare/possible.ts';
import { presetById } from '../../../model/presets/index.ts';

const pipeline = presetById('video')!;
const workload = { id: 'import:1', name: 'Mine', source: '', rates: new Float64Array(200).fill(9) };
const scenario = {
  ...defaultScenario(pipeline, workload),
  environment: 'instant',
  forecaster: 'last',
} as const;
const plan: ComparisonPlan = {
  pipelines: [pipeline],
  workloads: [{ kind: 'fixed', workload }],
  policies: ['greedy', 'random'].map((key) => ({ kind: 'named', key })),
  seeds: [1, 2],
  settings: settingsOf(scenario, undefined),
  series: 'first seed',
};
const found = await runPlan(plan, { clock: () => 0 });

/** What IndexedDB does to it. */
const kept = (changes: object = {}): unknown =>
  structuredClone({ ...(comparisonRecord({ plan, found }) as object), ...changes });

describe('a comparison that is kept', () => {
  it('comes back as it was', () => {
    expect(comparisonFrom(kept())).toEqual({ plan, found });
  });

  it('of before set single requests against the fluid, and still does', () => {
    const settings = { ...plan.settings, environment: 'discrete' as const };
    const cells = found.cells.map((cell) => ({ ...cell, fluid: cell.summary }));
    const { plan: read, found: back } = comparisonFrom(
      kept({ plan: { ...plan, settings }, found: { ...found, cells } }),
    )!;
    expect(back.cells).toEqual(found.cells.map((cell) => ({ ...cell, twin: cell.summary })));
    expect([read.settings.environment, resultOf(read, back).plan.twin]).toEqual(['discrete', undefined]);
    expect(gapPicture(documentOf(resultOf(read, back), []), 'video', 720).title).toBe(
      'Fluid against single requests',
    );
    const now = { ...settings, twin: 'chance' };
    expect(comparisonFrom(kept({ plan: { ...plan, settings: now } }))?.plan.settings.twin).toBe('chance');
    expect(comparisonFrom(kept({ plan: { ...plan, settings: { ...now, twin: 'moon' } } }))).toBe(undefined);
  });

  it('of before brackets says what it was measured against, and is measured anew when it is compared again', () => {
    const was = (environment: EnvironmentKind) => {
      const references = found.references.map(
        ({ found: optimum, random, front, pipeline, workload, seed }) => ({
          ...{ pipeline, workload, seed, random, front, optimum: optimum + 1, hindsight: optimum },
          ...{ myopicTrue: optimum, myopicForecast: optimum },
        }),
      );
      return comparisonFrom(
        kept({
          format: 1,
          plan: { ...plan, settings: { ...plan.settings, environment } },
          found: { ...found, references },
        }),
      )!;
    };
    const { plan: read, found: back } = was('chance');
    for (const [i, r] of back.references.entries())
      expect(r).toEqual({ ...r, kind: 'plan', former: true, found: found.references[i]!.found });
    expect(back.references.map(({ bound }) => bound)).toEqual([undefined, undefined]);
    const result = resultOf(read, back);
    expect(result.complete).toBe(true);
    expect(possibleHere(documentOf(result, []))).toMatch(/^Measured as before/);
    expect(tasksOf(read, back).map(({ group, references }) => [group.policies, references])).toEqual([
      [[], true],
      [[], true],
    ]);
    // What it was measured against in the instant world was exact, and is.
    const exact = was('instant');
    expect(exact.found.references.map((r) => [r.kind, r.bound])).toEqual(
      found.references.map((r) => ['exact', r.found + 1]),
    );
    expect(tasksOf(exact.plan, exact.found)).toEqual([]);
  });

  it('of before late requests had a price goes on with none', () => {
    const { lateWeight: _, ...weights } = plan.settings.weights;
    const read = comparisonFrom(kept({ plan: { ...plan, settings: { ...plan.settings, weights } } }));
    expect(read?.plan.settings.weights).toEqual(plan.settings.weights);
  });

  it('is none where it is damaged, or where this version shows more than it holds', () => {
    const [cell, ...rest] = found.cells;
    const { inTime: _, ...fewer } = cell!.summary;
    const damaged = [
      undefined,
      { format: 3 },
      { plan: { ...plan, pipelines: [{ ...pipeline, stages: [] }] } },
      { plan: { ...plan, workloads: [{ kind: 'fixed', workload: { ...workload, rates: [] } }] } },
      { plan: { ...plan, settings: { ...plan.settings, nodes: -1 } } },
      { found: { ...found, cells: [{ ...cell, summary: fewer }, ...rest] } },
      { found: { ...found, cells: [{ ...cell, series: { t: [1] } }, ...rest] } },
    ].map((changes) => comparisonFrom(changes === undefined ? undefined : kept(changes)));
    expect(damaged).toEqual(damaged.map(() => undefined));
  });

  it('that is too large is not kept', () => {
    const long = { t: new Float64Array(1_000_000) } as never;
    expect(
      comparisonRecord({ plan, found: { ...found, cells: [{ ...found.cells[0]!, series: long }] } }),
    ).toBe(undefined);
  });
});

describe('a comparison after a reload', () => {
  let stored: unknown;
  const shelf: KeptValue = {
    get: () => Promise.resolve(stored),
    put: (value) => {
      stored = structuredClone(value);
      return Promise.resolve();
    },
  };
  const workers: ComparisonWorkers = {
    run: (_asked, _known, report) => {
      report([
        ...found.cells.map((cell) => ({ kind: 'cell', cell }) as const),
        ...found.references.map((references) => ({ kind: 'references', references }) as const),
      ]);
      return Promise.resolve();
    },
    document: (result, references) => Promise.resolve(documentOf(result, references)),
    decisionTimes: () => Promise.resolve([]),
  };

  it('is on screen again without a run, and nothing of it is left to run', async () => {
    const before = new Comparison(() => workers, shelf);
    await before.run(plan);
    await expect.poll(() => stored).toBeDefined();
    const after = new Comparison(() => workers, shelf);
    expect([after.document, after.looked]).toEqual([undefined, false]);
    await after.recall(() => true);
    expect([after.looked, after.status]).toEqual([true, 'idle']);
    expect(after.document).toEqual(before.document);
    expect([after.made, after.ready(plan)]).toEqual([plan, 6]);
  });

  it('is not where it is of something else, nor in the place of another, nor where it is broken', async () => {
    const other = new Comparison(() => workers, shelf);
    await other.recall((made) => made.seeds.length === 7);
    expect([other.document, other.looked]).toEqual([undefined, true]);
    const busy = new Comparison(() => workers, shelf);
    const running = busy.run({ ...plan, seeds: [1] });
    await busy.recall(() => true);
    await running;
    expect(busy.made?.seeds).toEqual([1]);
    const broken = new Comparison(() => workers, {
      ...shelf,
      get: () => Promise.reject(new Error('locked')),
    });
    await broken.recall(() => true);
    expect([broken.document, broken.looked, broken.error]).toEqual([undefined, true, '']);
  });
});
