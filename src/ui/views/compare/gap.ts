/** The gap between an environment that is quick, the plan's `twin`, and single requests: how each policy fares in both, and what that does to their order. */
import { beyond, domainOf, offWords } from './dots.ts';
import { beginsWords, facetRows } from './facetRows.ts';
import { nameIn, nameOf } from './pick.ts';
import { pointPath } from '../../charts/paths.ts';
import { interval, pointAt } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';
import { ahead, written } from '../../finding/told.ts';
import { environmentName } from '../../state/experiment/environments.ts';
import { policyMark } from '../../theme/policies.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { GAP_METRICS } from '../../../experiments/comparison/gap.ts';
import { metricById } from '../../../experiments/comparison/comparisonMetrics.ts';
import { formerEnvironment } from '../../../scenario/scenario.ts';

export function gapPicture(
  { gaps, result }: ComparisonDocument,
  pipeline: string,
  width: number,
): ChartModel {
  const twin = result.plan.twin ?? formerEnvironment;
  const name = environmentName(twin);
  const there = twin === formerEnvironment ? 'as a fluid' : name.toLowerCase();
  const loads = gaps
    .filter((gap) => gap.pipeline === pipeline)
    .map((gap) => ({ ...gap, name: nameIn(result.plan.workloads, gap.workload) }));
  const values = (rows: (typeof loads)[number]['rows']): readonly number[] =>
    rows.flatMap(({ twin, discrete }) => [twin, discrete]);
  const bestOf = ({ rows }: (typeof loads)[number]): readonly number[] => {
    const most = (of: readonly number[]): number => Math.max(...of.filter(Number.isFinite));
    const [twin, discrete] = [most(rows.map((r) => r.twin)), most(rows.map((r) => r.discrete))];
    return values(rows.filter((row) => row.twin === twin || row.discrete === discrete));
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
    value: ({ discrete, twin }) => ahead('reward', discrete - twin),
    draw: ({ policy, twin, discrete }, x, y, { name }): readonly Mark[] => {
      const { color: fill, shape } = policyMark(policy);
      const hint = `${nameOf(policy)}, ${name}: ${written('reward', twin)} points ${there}, ${written('reward', discrete)} with single requests`;
      const drawn: Mark[] = [];
      if (within(twin) && within(discrete)) {
        // Between the edge of the ring and the dot.
        const from = x(twin) + Math.sign(x(discrete) - x(twin)) * 4;
        if (Math.abs(x(discrete) - x(twin)) > 4)
          drawn.push(interval(from, x(discrete), y, { ink: fill, width: 2, opacity: 0.5, hint }));
      }
      drawn.push(
        within(twin)
          ? { kind: 'path', d: pointPath(shape, x(twin), y, 3.5), stroke: fill, width: 1.6, hint }
          : beyond(x, y, twin, fill, hint),
      );
      if (within(discrete)) drawn.push(pointAt(x(discrete), y, shape, { ink: fill, hint }));
      else if (within(twin)) drawn.push(beyond(x, y, discrete, fill, hint));
      return drawn;
    },
  });
  return {
    title: `${name} against single requests`,
    sentence: `Mean reward of the same policy on the same load, in points: the ring ${there}, the dot with single requests.${loads.length === 0 ? '' : beginsWords(domain, 'points')}${offWords(all.some((v) => Number.isFinite(v) && !within(v)))} ${orders(loads)}`,
    width,
    height,
    marks,
    head: [
      'Workload',
      'Policy',
      `Reward, ${there}`,
      'Reward, single requests',
      ...GAP_METRICS.map((id) => `Difference in ${metricById(id).name.toLowerCase()}`),
    ],
    rows: loads.flatMap(({ name, rows }) =>
      rows.map(({ policy, twin, discrete, difference }) => [
        name,
        nameOf(policy),
        twin,
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
