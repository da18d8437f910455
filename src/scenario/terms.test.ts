import { expect, it } from 'vitest';
import { termsOf, withSums } from './terms.ts';
import { emptySeries, runEpisode } from './episode.ts';
import { prepare } from './prepare.ts';
import { defaultScenario, environmentKinds } from './scenario.ts';
import { defaultWeights } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const sum = (values: readonly { readonly value: number }[]): number =>
  values.reduce((total, { value }) => total + value, 0);

it.each(
  environmentKinds.flatMap((environment) => [
    { environment, lateWeight: 0, terms: 7 },
    { environment, lateWeight: 0.2, terms: 8 },
  ]),
)(
  'the terms of a decision add up to its reward ($environment, late requests at $lateWeight)',
  async ({ environment, lateWeight, terms }) => {
    const workload = generateWorkload('bursty', 3, 420);
    const weights = { ...defaultWeights, spareWeight: 0.3, batchWeight: 0.07, lateWeight };
    const scenario = { ...defaultScenario(presetById('video')!, workload), environment, weights };
    const { series, summary } = await runEpisode(prepare(scenario), policyById('random')!, {
      clock: () => 0,
      record: false,
    });
    for (let k = 0; k < series.t.length; k++)
      expect(sum(termsOf(series, weights, k, k + 1))).toBeCloseTo(series.reward[k]!, 9);
    const rows = withSums(termsOf(series, weights));
    const sums = rows.filter((row) => row.sum);
    expect(sums.map(({ name }) => name)).toEqual(['J', 'Reward']);
    expect(sums[0]!.value).toBeCloseTo(summary.objective, 9);
    expect(sums[1]!.value).toBeCloseTo(summary.reward, 9);
    expect(rows.filter((row) => !row.sum)).toHaveLength(terms);
    expect(sum(termsOf(series, weights))).toBeCloseTo(summary.reward, 9);
  },
);

it('has no terms to show for no decisions', () => {
  expect(termsOf(emptySeries(0, 0), defaultWeights).map(({ value }) => Math.abs(value))).toEqual([
    0, 0, 0, 0, 0, 0, 0,
  ]);
});
