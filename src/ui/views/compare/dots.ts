/** Fig. 5: a metric of every policy under every workload, with its interval. */
import { beginsWords, facetRows } from './facetRows.ts';
import { bestIn, byWorkload, nameOf, shown, toneOf, type Statistic } from './pick.ts';
import type { Scale } from '../../charts/frame.ts';
import { interval, pointAt } from '../../charts/marks.ts';
import { px, type ChartModel, type Mark, type Tone } from '../../charts/model.ts';
import { meaningOf, told } from '../../finding/told.ts';
import { fixed, plural } from '../../format.ts';
import { policyMark } from '../../theme/policies.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { measureById } from '../../../scenario/measures.ts';

/**
 * The scale leaves out what lies far from the rest, so that one policy that fails does not squeeze the others into a
 * point: such values stand at the edge, with an arrow. What is `held` is never left out.
 */
export function domainOf(values: readonly number[], held: readonly number[] = []): [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const reach = 3 * Math.max(at(0.75) - at(0.25), 1e-9);
  const kept = held.filter(Number.isFinite);
  const low = Math.min(Math.max(sorted[0] ?? 0, at(0.25) - reach), ...kept);
  const high = Math.max(Math.min(sorted.at(-1) ?? 1, at(0.75) + reach), ...kept);
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

/** What a chart says of its arrows, with a space before it; '' where it has none. */
export function offWords(some: boolean): string {
  return some ? ' An arrow at the edge: far worse than the rest, or dearer, and off the scale.' : '';
}

/** Per cent from which shares may be zoomed in on. */
const HALF = 50;
const TEN = 10;

/** An axis of shares, per cent: whole, or where none is below a half from the ten below the least of them to 100. */
export function shareDomain(values: readonly number[]): [number, number] {
  const least = Math.min(100, ...values.filter(Number.isFinite));
  return [least < HALF ? 0 : Math.min(100 - TEN, TEN * Math.floor(least / TEN)), 100];
}

/** Where a value beyond the domain would stand: at its edge, pointing on. */
export function beyond(x: Scale, y: number, value: number, fill: Tone, hint: string): Mark {
  const [low, high] = x.domain();
  const away = value < low ? -1 : 1;
  const tip = x(value < low ? low : high) + 4 * away;
  return { kind: 'path', d: `M${px(tip)} ${y}l${-7 * away} -4.5v9z`, fill, hint };
}

/** Measures that have a chart of this kind. */
type Dotted = 'objective' | 'inTime' | 'qos' | 'cost';

export function dots(
  document: ComparisonDocument,
  pipeline: string,
  metricId: Dotted,
  statistic: Statistic,
  width: number,
): ChartModel {
  const { name: metricName, title, unit, digits } = measureById(metricId);
  const { environment, seeds } = document.result.plan;
  const loads = byWorkload(document, pipeline).map(({ name, rows }) => {
    const best = bestIn(rows, statistic);
    return {
      name,
      rows: rows.flatMap(({ policy, metrics }) => {
        const found = metrics[metricId];
        return found ? [{ policy, held: best.has(policy), ...shown(found, statistic) }] : [];
      }),
    };
  });
  const all = loads.flatMap(({ rows }) => rows);
  const endsOf = (rows: typeof all): readonly number[] => rows.flatMap(({ low, high }) => [low, high]);
  const ends = endsOf(all);
  const domain = unit === '%' ? shareDomain(ends) : domainOf(ends, endsOf(all.filter(({ held }) => held)));
  if (metricId === 'cost') domain[0] = 0;
  const off = ({ value }: { readonly value: number }): boolean => value < domain[0] || value > domain[1];
  const { marks, height, stacked } = facetRows({
    facets: loads,
    width,
    top: 0,
    row: 22,
    ...{ domain, unit },
    value: ({ value }) => fixed(value, digits),
    draw: ({ policy, value, low, high }, x, y, { name }) => {
      const fill = toneOf(policy);
      const hint = `${nameOf(policy)}, ${name}: ${told(metricId, value, environment)}${unit === '%' ? '' : ` ${unit}`}, 95 % interval ${fixed(low, digits)} to ${fixed(high, digits)}`;
      if (!Number.isFinite(value)) return [];
      if (off({ value })) return [beyond(x, y, value, fill, hint)];
      const clamp = (v: number): number => x(Math.min(domain[1], Math.max(domain[0], v)));
      return [
        interval(clamp(low), Math.max(clamp(high), clamp(low) + 0.5), y, { ink: fill, hint }),
        pointAt(x(value), y, policyMark(policy).shape, { ink: fill, hint }),
      ];
    },
  });
  return {
    title,
    sentence: [
      meaningOf(metricId, environment),
      `In ${unit}${stacked || all.length === 0 ? '' : ', on one scale'}.${all.length === 0 ? '' : beginsWords(domain, unit)}${offWords(all.some(off))}`,
      seeds.length > 1
        ? `Bars are 95 % intervals over ${plural(seeds.length, 'seed')}.`
        : 'One seed has no interval.',
    ].join(' '),
    width,
    height,
    marks,
    head: ['Workload', 'Policy', `${metricName}, ${unit}`, 'Low', 'High'],
    rows: loads.flatMap(({ name, rows }) =>
      rows.map(({ policy, value, low, high }) => [name, nameOf(policy), value, low, high]),
    ),
  };
}
