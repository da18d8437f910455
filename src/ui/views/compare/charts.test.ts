import { dots } from './dots.ts';
import { gapPicture } from './gap.ts';
import { plane } from './plane.ts';
import { split } from './split.ts';
import { strips } from './strips.ts';
import { timesPicture } from './times.ts';
import { testChart } from '../../charts/chartTest.ts';
import type { ChartModel } from '../../charts/model.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import type { Estimate } from '../../../experiments/comparison/estimate.ts';
import { GAP_METRICS } from '../../../experiments/comparison/gap.ts';
import { defaultWeights } from '../../../model/pipeline.ts';

const POLICIES = ['ipa-exact', 'greedy', 'optimum-true', 'hpa:target=0.5,stabilisation=60', 'random', 'fa2'];
const WORKLOADS = ['steady-low', 'fluctuating', 'steady-high'];

const around = (value: number): Estimate => ({
  ...{ values: [value], mean: value, iqm: value },
  meanInterval: [value - 0.4, value + 0.3],
  iqmInterval: [value - 0.2, value + 0.2],
});
const level = (policy: number, workload: number): number => 8 + 3 * Math.sin(2 * policy + workload);

/** What charts read of a document, with so many of each; `broken` values are not finite. */
function document(policies: number, workloads: number, broken = false): ComparisonDocument {
  const places = WORKLOADS.slice(0, workloads).map((id) => ({ id, name: `Load ${id}` }));
  const names = POLICIES.slice(0, policies);
  const value = (p: number, w: number): number => (broken && (p + w) % 3 === 1 ? NaN : level(p, w));
  const document = {
    table: places.flatMap(({ id }, w) =>
      names.map((policy, p) => ({
        ...{ pipeline: 'x', workload: id, policy, seeds: [1] },
        metrics: {
          cost: around(value(p, w)),
          qos: around(policy === 'random' ? -40 : value(p + 1, w)),
          inTime: around(60 + 3 * value(p, w)),
          unavoidable: around(0.4),
          foresight: around(0.1),
          ownPart: around(value(p, w) / 4),
          regret: around(value(p, w) / 4 + 0.5),
        },
      })),
    ),
    possible: places.map(({ id }, w) => ({
      ...{ pipeline: 'x', workload: id, seeds: [1], kind: 'bracket' },
      ...{ found: around(12), bound: around(12.5) },
      ...{ cost: around(value(0, w) + 1), qos: around(value(1, w) + 2) },
    })),
    fronts: places.map(({ id }, w) => ({
      ...{ pipeline: 'x', workload: id, policies: names.slice(0, 2) },
      optimum: names.map((_, k) => ({ cost: 2 * k + 4, qos: value(k, w) + 3, costWeight: 0.1 * k })),
    })),
    gaps: places.map(({ id }, w) => ({
      ...{ pipeline: 'x', workload: id, pairs: 6, alike: 5 },
      rows: names.map((policy, p) => ({
        ...{ policy, seeds: [1], twin: value(p, w), discrete: value(p, w) - 0.5 * p },
        difference: Object.fromEntries(GAP_METRICS.map((id, k) => [id, around(0.1 * k)])),
      })),
    })),
    result: {
      plan: {
        ...{ workloads: places, seeds: [1, 2], environment: 'chance', twin: 'chance' },
        weights: defaultWeights,
      },
      cells: places.flatMap(({ id }, w) =>
        names.map((policy, p) => ({
          ...{ pipeline: 'x', workload: id, policy, seed: 1 },
          series: seriesOf(policies === 6 && workloads === 1 ? 10_000 : 30, (k) => value(p + (k % 3), w)),
        })),
      ),
    },
  };
  // Charts read no more than this of a document, and of an estimate.
  return document as unknown as ComparisonDocument;
}

const seriesOf = (count: number, value: (k: number) => number): Record<string, number[]> =>
  Object.fromEntries(
    ['t', 'load', 'cost', 'qos'].map((column) => [
      column,
      Array.from({ length: count }, (_, k) => (column === 't' ? 120 + 10 * k : value(k))),
    ]),
  );

const cases = (draw: (document: ComparisonDocument, width: number) => ChartModel) => ({
  usual: (width: number) => draw(document(4, 2), width),
  empty: (width: number) => draw(document(0, 0), width),
  one: (width: number) => draw(document(1, 1), width),
  broken: (width: number) => draw(document(5, 2, true), width),
  many: (width: number) => draw(document(6, 1), width),
});

testChart(
  'dots and intervals',
  cases((of, width) => dots(of, 'x', 'qos', 'mean', width)),
);
testChart(
  'dots of the share in time',
  cases((of, width) => dots(of, 'x', 'inTime', 'mean', width)),
);
testChart(
  'cost against quality',
  cases((of, width) => plane(of, 'x', 'iqm', width)),
  { crowded: true },
);
testChart(
  'parts of the regret',
  cases((of, width) => split(of, 'x', width)),
);
testChart(
  'strips over time',
  cases((of, width) => strips(of, 'x', 'steady-low', width)),
);
testChart(
  'the gap between environments',
  cases((of, width) => gapPicture(of, 'x', width)),
);

const times = (count: number, broken = false) =>
  Array.from({ length: count }, (_, k) => ({
    ...{ stages: k + 2, variants: k + 3, ipa: 4 * 1.9 ** k, opd: 0.02 * (k + 1) },
    ipaExact: broken && k === 1 ? NaN : 0.01 * 2 ** k,
  }));
testChart('times of decisions', {
  usual: (width) => timesPicture(times(4), width),
  empty: (width) => timesPicture([], width),
  one: (width) => timesPicture(times(1), width),
  broken: (width) => timesPicture(times(4, true), width),
  many: (width) => timesPicture(times(12), width),
});
