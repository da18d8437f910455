/** Fig. 5: a metric of every policy under every workload, with its interval. */
import { facetRows } from './facetRows.ts';
import { byWorkload, nameOf, shown, toneOf, type Statistic } from './pick.ts';
import type { Scale } from '../../charts/frame.ts';
import { interval, pointAt } from '../../charts/marks.ts';
import { px, type ChartModel, type Mark, type Tone } from '../../charts/model.ts';
import { fixed } from '../../format.ts';
import { policyMark } from '../../theme/policies.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { metricById } from '../../../experiments/comparison/comparisonMetrics.ts';

/**
 * The scale leaves out what lies far from the rest, so that one policy that fails does not squeeze the others into a
 * point: such values stand at the edge, with an arrow.
 */
export function domainOf(values: readonly number[]): [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const reach = 3 * Math.max(at(0.75) - at(0.25), 1e-9);
  const low = Math.max(sorted[0] ?? 0, at(0.25) - reach);
  const high = Math.min(sorted.at(-1) ?? 1, at(0.75) + reach);
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

/** Where a value beyond the domain would stand: at its edge, pointing on. */
export function beyond(x: Scale, y: number, value: number, fill: Tone, hint: string): Mark {
  const [low = 0, high = 0] = x.domain();
  const away = value < low ? -1 : 1;
  const tip = x(value < low ? low : high) + 4 * away;
  return { kind: 'path', d: `M${px(tip)} ${y}l${-7 * away} -4.5v9z`, fill, hint };
}

/** Metrics that have a chart of this kind, by its title. */
const TITLES = { cost: 'Cost', qos: 'Quality of service', inTime: 'Answered in time' } as const;

export function dots(
  document: ComparisonDocument,
  pipeline: string,
  metricId: keyof typeof TITLES,
  statistic: Statistic,
  width: number,
): ChartModel {
  const metric = metricById(metricId);
  const loads = byWorkload(document, pipeline).map(({ name, rows }) => ({
    name,
    rows: rows.flatMap(({ policy, metrics }) => {
      const found = metrics[metricId];
      return found ? [{ policy, ...shown(found, statistic) }] : [];
    }),
  }));
  const all = loads.flatMap(({ rows }) => rows);
  const domain = domainOf(all.flatMap(({ low, high }) => [low, high]));
  if (metricId === 'cost') domain[0] = 0;
  const { marks, height, stacked } = facetRows({
    facets: loads,
    width,
    top: 0,
    row: 22,
    domain,
    value: ({ value }) => fixed(value, 2),
    draw: ({ policy, value, low, high }, x, y, { name }) => {
      const fill = toneOf(policy);
      const hint = `${nameOf(policy)}, ${name}: ${fixed(value, 2)} ${metric.unit}, 95 % interval ${fixed(low, 2)} to ${fixed(high, 2)}`;
      if (!Number.isFinite(value)) return [];
      if (value < domain[0] || value > domain[1]) return [beyond(x, y, value, fill, hint)];
      const clamp = (v: number): number => x(Math.min(domain[1], Math.max(domain[0], v)));
      return [
        interval(clamp(low), Math.max(clamp(high), clamp(low) + 0.5), y, { ink: fill, hint }),
        pointAt(x(value), y, policyMark(policy).shape, { ink: fill, hint }),
      ];
    },
  });
  return {
    title: TITLES[metricId],
    sentence: `${metric.meaning} In ${metric.unit}. Bars are 95 % intervals over ${String(document.result.plan.seeds.length)} seeds${stacked || all.length === 0 ? '' : ', on one scale'}.`,
    width,
    height,
    marks,
    head: ['Workload', 'Policy', `${metric.name}, ${metric.unit}`, 'Low', 'High'],
    rows: loads.flatMap(({ name, rows }) =>
      rows.map(({ policy, value, low, high }) => [name, nameOf(policy), value, low, high]),
    ),
  };
}
