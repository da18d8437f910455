import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { Comparison, type ComparisonWorkers, type Offer } from './comparison.svelte.ts';
import { backFromSingles, judgeBySingles, judgedFrom } from './judgedComparison.ts';
import { documentOf } from '../../../experiments/comparison/document.ts';
import { cellCount, type ComparisonPlan } from '../../../experiments/comparison/plan.ts';
import { runPlan } from '../../../experiments/comparison/run.ts';
import { presets } from '../../../model/presets/index.ts';
import { runRecord } from '../../../testing/runs.ts';
import type { Workload } from '../../../workload/workload.ts';
import { usualSettings } from '../../../testing/comparisons.ts';

const { scenario } = runRecord();
/** What is possible is searched for every load: a short one. */
const short: Workload = {
  ...{ id: 'import:1', name: 'Short', source: 'a test' },
  rates: Float64Array.from({ length: 200 }, (_, t) => 14 + 9 * Math.sin(t / 20)),
};
const offer: Offer = {
  ...{ pipelines: presets, traces: [short], agent: undefined, slaSeconds: undefined },
  scenario: { ...scenario, ...usualSettings, environment: 'fluid', slaSeconds: scenario.slaSeconds },
};

/** Workers that really compare, here, and say how many runs they were asked for. */
class Here implements ComparisonWorkers {
  readonly ran: number[] = [];
  /** It is stopped at once. */
  stops = false;
  run: ComparisonWorkers['run'] = async (plan, found, report) => {
    if (this.stops) throw new Error('stopped');
    let ran = 0;
    await runPlan(
      plan,
      {
        clock: () => 0,
        onPiece: (piece) => {
          ran++;
          report([piece]);
        },
      },
      found,
    );
    this.ran.push(ran);
  };
  document: ComparisonWorkers['document'] = (result, references) =>
    Promise.resolve(documentOf(result, references));
  decisionTimes = (): Promise<readonly []> => Promise.resolve([]);
}

async function compared(): Promise<{ comparison: Comparison; here: Here }> {
  const here = new Here();
  const comparison = new Comparison(() => here);
  comparison.chosen = {
    ...comparison.chosen,
    ...{ policies: ['greedy', 'hpa'], workloads: [short.id], seeds: 1 },
  };
  await comparison.run(comparison.planOf(offer));
  return { comparison, here };
}

it('the same comparison runs in single requests, beside what its own world makes of each run, and leads back without a run', async () => {
  const { comparison, here } = await compared();
  const shown: (string | undefined)[] = [];
  const end = $effect.root(() => {
    $effect(() => {
      shown.push(judgedFrom(comparison));
    });
  });
  flushSync();
  const first = comparison.document!;
  const { made } = comparison;
  expect(judgedFrom(comparison)).toBeUndefined();
  // Ticked since: the result is not of it, and neither is what judges it.
  comparison.chosen = { ...comparison.chosen, policies: ['greedy', 'hpa', 'keda'] };

  await judgeBySingles(comparison);
  const plan = comparison.made!;
  expect(plan).toEqual({ ...made, settings: { ...made!.settings, environment: 'discrete', twin: 'fluid' } });
  expect(comparison.chosen.environment).toBe('discrete');
  expect(judgedFrom(comparison)).toBe('fluid');
  const { result, gaps } = comparison.document!;
  expect(result.cells).toHaveLength(cellCount(plan));
  expect(result.cells.every(({ summary }) => summary.requests !== undefined)).toBe(true);
  const byFluid = first.result.cells.map(({ policy, summary }) => [policy, summary.reward]);
  expect(gaps[0]!.rows.map(({ policy, twin }) => [policy, twin])).toEqual(byFluid);

  await judgeBySingles(comparison);
  expect(here.ran, 'nothing is judged twice').toHaveLength(2);
  await backFromSingles(comparison);
  expect(here.ran).toEqual([3, 3, 0]);
  expect(comparison.document!.table).toEqual(first.table);
  expect([comparison.chosen.environment, judgedFrom(comparison)]).toEqual([undefined, undefined]);
  await judgeBySingles(comparison);
  expect(here.ran, 'there and back').toEqual([3, 3, 0, 0]);
  flushSync();
  expect([shown[0], shown.at(-1)], 'a page that shows it follows').toEqual([undefined, 'fluid']);
  end();
});

it('stopped, it goes on from there, and still leads back to where it began', async () => {
  const { comparison, here } = await compared();
  here.stops = true;
  await judgeBySingles(comparison);
  expect([comparison.status, judgedFrom(comparison)]).toEqual(['stopped', undefined]);
  here.stops = false;
  await judgeBySingles(comparison);
  expect(judgedFrom(comparison)).toBe('fluid');
  await backFromSingles(comparison);
  expect(comparison.chosen.environment).toBeUndefined();
});

it('what was found under the settings before does not outlast the pipeline that it was found on', async () => {
  const { comparison, here } = await compared();
  const plan = (slaSeconds: number, environment: 'fluid' | 'instant'): ComparisonPlan => {
    const own = comparison.planOf({ ...offer, scenario: { ...offer.scenario, environment } });
    return { ...own, pipelines: own.pipelines.map((pipeline) => ({ ...pipeline, slaSeconds })) };
  };
  await comparison.run(plan(1, 'fluid'));
  await comparison.run(plan(1, 'instant'));
  await comparison.run(plan(2, 'instant'));
  await comparison.run(plan(2, 'fluid'));
  await comparison.run(plan(2, 'instant'));
  expect(here.ran.slice(1)).toEqual([3, 3, 3, 3, 0]);
});
