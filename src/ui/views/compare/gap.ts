/** The gap between the fluid environment and single requests: how each policy fares in both, and what that does to their order. */
import { beyond, domainOf, offWords } from './dots.ts';
import { beginsWords, facetRows } from './facetRows.ts';
import { nameIn, nameOf } from './pick.ts';
import { pointPath } from '../../charts/paths.ts';
import { interval, pointAt } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';
import { ahead, written } from '../../finding/told.ts';
import { policyMark } from '../../theme/policies.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { GAP_METRICS } from '../../../experiments/comparison/gap.ts';
import { metricById } from '../../../experiments/comparison/comparisonMetrics.ts';

export function gapPicture(
  { gaps, result }: ComparisonDocument,
  pipeline: string,
  width: number,
): ChartModel {
  const loads = gaps
    .filter((gap) => gap.pipeline === pipeline)
    .map((gap) => ({ ...gap, name: nameIn(result.plan.workloads, gap.workload) }));
  const values = (rows: (typeof loads)[number]['rows']): readonly number[] =>
    rows.flatMap(({ fluid, discrete }) => [fluid, discrete]);
  const bestOf = ({ rows }: (typeof loads)[number]): readonly number[] => {
    const most = (of: readonly number[]): number => Math.max(...of.filter(Number.isFinite));
    const [fluid, discrete] = [most(rows.map((r) => r.fluid)), most(rows.map((r) => r.discrete))];
    return values(rows.filter((row) => row.fluid === fluid || row.discrete === discrete));
  };
  const all = loads.flatMap(({ rows }) => values(rows));
  const domain = domainOf(all, loads.flatMap(bestOf));
  const within = (v: number): boolean => v >= domain[0] && v <= domain[1];
  const { marks, height } = facetRows({
    facets: loads,
    width,
    top: 0,
    row: 22,
    ...{ domain, unit: 'points' },
    value: ({ discrete, fluid }) => ahead('reward', discrete - fluid),
    draw: ({ policy, fluid, discrete }, x, y, { name }): readonly Mark[] => {
      const { color: fill, shape } = policyMark(policy);
      const hint = `${nameOf(policy)}, ${name}: ${written('reward', fluid)} points with queues, ${written('reward', discrete)} with single requests`;
      const drawn: Mark[] = [];
      if (within(fluid) && within(discrete)) {
        // Between the edge of the ring and the dot.
        const from = x(fluid) + Math.sign(x(discrete) - x(fluid)) * 4;
        if (Math.abs(x(discrete) - x(fluid)) > 4)
          drawn.push(interval(from, x(discrete), y, { ink: fill, width: 2, opacity: 0.5, hint }));
      }
      drawn.push(
        within(fluid)
          ? { kind: 'path', d: pointPath(shape, x(fluid), y, 3.5), stroke: fill, width: 1.6, hint }
          : beyond(x, y, fluid, fill, hint),
      );
      if (within(discrete)) drawn.push(pointAt(x(discrete), y, shape, { ink: fill, hint }));
      else if (within(fluid)) drawn.push(beyond(x, y, discrete, fill, hint));
      return drawn;
    },
  });
  return {
    title: 'With queues against single requests',
    sentence: `Mean reward of the same policy on the same load, in points: the ring with queues, the dot with single requests.${loads.length === 0 ? '' : beginsWords(domain, 'points')}${offWords(all.some((v) => Number.isFinite(v) && !within(v)))} ${orders(loads)}`,
    width,
    height,
    marks,
    head: [
      'Workload',
      'Policy',
      'Reward, with queues',
      'Reward, single requests',
      ...GAP_METRICS.map((id) => `Difference in ${metricById(id).name.toLowerCase()}`),
    ],
    rows: loads.flatMap(({ name, rows }) =>
      rows.map(({ policy, fluid, discrete, difference }) => [
        name,
        nameOf(policy),
        fluid,
        discrete,
        ...GAP_METRICS.map((id) => difference[id].mean),
      ]),
    ),
  };
}

/** Whether conclusions carry over: what counts is who is better than whom. */
function orders(
  loads: readonly { readonly name: string; readonly pairs: number; readonly alike: number }[],
): string {
  const parts = loads
    .filter(({ pairs }) => pairs > 0)
    .map(({ name, pairs, alike }) => `${String(alike)} of ${String(pairs)} under ${name}`);
  return parts.length === 0 ? '' : `Pairs of policies that both put in the same order: ${parts.join(', ')}.`;
}
