/** Fig. 5: a metric of every policy under every workload, with its interval. */
import { scaleLinear } from 'd3';
import { byWorkload, facets, nameColumn, nameOf, shown, toneOf, type Statistic } from './pick.ts';
import { INK, LINE, px, SOFT, type Mark, type Picture } from '../../charts/picture.ts';
import { fixed } from '../../format.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { metricById } from '../../../experiments/comparison/metrics.ts';

const ROW = 22;
const HEAD = 40;
const GAP = 26;
const VALUE = 44;
const LEAST = 190;

/**
 * The scale leaves out what lies far from the rest, so that one policy that fails does not squeeze the others into a
 * point: such values stand at the edge, with an arrow.
 */
export function domainOf(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const reach = 3 * Math.max(at(0.75) - at(0.25), 1e-9);
  const low = Math.max(sorted[0] ?? 0, at(0.25) - reach);
  const high = Math.min(sorted.at(-1) ?? 1, at(0.75) + reach);
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

export function dots(
  document: ComparisonDocument,
  pipeline: string,
  metricId: 'cost' | 'qos',
  statistic: Statistic,
  width: number,
): Picture {
  const metric = metricById(metricId);
  const loads = byWorkload(document, pipeline);
  const all = loads.flatMap(({ rows }) => rows.map((row) => shown(row.metrics[metricId]!, statistic)));
  const domain = domainOf(all.flatMap(({ low, high }) => [low, high]));
  if (metricId === 'cost') domain[0] = 0;
  const { names, small } = nameColumn(
    loads.flatMap(({ rows }) => rows.map(({ policy }) => policy)),
    width,
  );
  const { size, columns, at } = facets(loads.length, width - names, LEAST, GAP);
  const marks: Mark[] = [];
  let height = 0;
  loads.forEach((load, i) => {
    const [column, line] = at(i);
    const top = line * (HEAD + ROW * Math.max(...loads.map(({ rows }) => rows.length)) + 14);
    const left = names + column * (size + GAP);
    const x = scaleLinear(domain, [left + 6, left + size - VALUE]);
    const bottom = top + HEAD + load.rows.length * ROW;
    marks.push({ kind: 'text', x: left, y: top + 12, body: load.name, fill: INK, bold: true });
    for (const tick of x.ticks(Math.max(2, size / 70))) {
      marks.push({
        kind: 'path',
        d: `M${String(px(x(tick)))} ${String(top + HEAD - 4)}V${String(bottom)}`,
        stroke: LINE,
      });
      marks.push({
        kind: 'text',
        x: x(tick),
        y: top + HEAD - 9,
        body: fixed(tick, Number.isInteger(tick) ? 0 : 1),
        fill: SOFT,
        anchor: 'middle',
        small: true,
      });
    }
    load.rows.forEach((row, k) => {
      const y = top + HEAD + ROW * (k + 0.5);
      const fill = toneOf(row.policy);
      const { value, low, high } = shown(row.metrics[metricId]!, statistic);
      if (column === 0)
        marks.push({
          kind: 'text',
          x: names - 10,
          y: y + 4,
          body: nameOf(row.policy),
          fill,
          anchor: 'end',
          bold: true,
          small,
        });
      const clamp = (v: number): number => x(Math.min(domain[1], Math.max(domain[0], v)));
      const hint = `${nameOf(row.policy)}, ${load.name}: ${fixed(value, 2)} ${metric.unit}, 95 % interval ${fixed(low, 2)} to ${fixed(high, 2)}`;
      const outside = value < domain[0] || value > domain[1];
      if (outside) {
        const away = value < domain[0] ? -1 : 1;
        const tip = clamp(value) + 4 * away;
        marks.push({
          kind: 'path',
          d: `M${String(px(tip))} ${String(y)}l${String(-7 * away)} -4.5v9z`,
          fill,
          hint,
        });
      } else {
        marks.push({
          kind: 'path',
          d: `M${String(px(clamp(low)))} ${String(y)}H${String(px(Math.max(clamp(high), clamp(low) + 0.5)))}`,
          stroke: fill,
          width: 5,
          opacity: 0.35,
          hint,
        });
        marks.push({ kind: 'circle', x: x(value), y, r: 4, fill, hint });
      }
      marks.push({
        kind: 'text',
        x: left + size,
        y: y + 4,
        body: fixed(value, 2),
        fill: INK,
        anchor: 'end',
        small: true,
      });
    });
    height = Math.max(height, bottom + 6);
  });
  return {
    title: metricId === 'cost' ? 'Cost' : 'Quality of service',
    sentence: `${metric.meaning} ${metric.unit === '' ? '' : `In ${metric.unit}. `}Bars are 95 % intervals over ${String(document.result.plan.seeds.length)} seeds${columns < loads.length || all.length === 0 ? '' : ', on one scale'}.`,
    width,
    height,
    marks,
    head: ['Workload', 'Policy', `${metric.name}, ${metric.unit}`, 'Low', 'High'],
    rows: loads.flatMap((load) =>
      load.rows.map((row) => {
        const { value, low, high } = shown(row.metrics[metricId]!, statistic);
        return [load.name, nameOf(row.policy), value, low, high];
      }),
    ),
  };
}
