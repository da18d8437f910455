/** Fig. 4: cost and quality over time, a strip a policy, all on the same load. */
import { area, curveStepAfter, line, scaleLinear } from 'd3';
import { domainOf } from './dots.ts';
import { labelsOf, nameColumn, nameOf, toneOf } from './pick.ts';
import { INK, LINE, LOAD, px, SOFT, type Mark, type Picture } from '../../charts/picture.ts';
import { fixed } from '../../format.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import type { CellSeries } from '../../../experiments/comparison/result.ts';

const STRIP = 46;
const SPACE = 8;
const AXIS = 20;
const HEAD = 22;
const FOOT = 20;
const GAP = 44;
const RIGHT = 4;
const STEP = 10;

const COLUMNS = [
  { id: 'cost', name: 'Cost, cores' },
  { id: 'qos', name: 'Q, points' },
] as const;

export function strips(
  { result }: ComparisonDocument,
  pipeline: string,
  workload: string,
  width: number,
): Picture {
  const cells = result.cells.filter(
    (cell) => cell.pipeline === pipeline && cell.workload === workload && cell.series,
  );
  const load = cells[0]?.series?.load ?? [];
  const t = cells[0]?.series?.t ?? [];
  const from = t[0] ?? 0;
  const to = (t.at(-1) ?? 0) + STEP;
  const policies = cells.map(({ policy }) => policy);
  const column = nameColumn(policies, width);
  const label = labelsOf(policies, width);
  const { small } = column;
  // The values of the axis stand between a name and its strip.
  const names = column.names + AXIS;
  // Below one another where there is no room for two.
  const stacked = width - names < 420;
  const size = stacked ? width - names - RIGHT : (width - names - GAP) / 2 - RIGHT;
  const block = HEAD + (cells.length + 1) * (STRIP + SPACE) + FOOT;
  const marks: Mark[] = [];
  COLUMNS.forEach((column, c) => {
    const left = names + (stacked ? 0 : c * (size + GAP));
    const top = stacked ? c * block : 0;
    const x = scaleLinear([from, to], [left, left + size]);
    const minutes = scaleLinear([from / 60, to / 60], [0, 1]);
    const values = cells.flatMap((cell) => cell.series![column.id]);
    const domain = domainOf(values);
    if (column.id === 'cost') domain[0] = 0;
    const path = (series: CellSeries, base: number): string => {
      const y = scaleLinear(domain, [base + STRIP, base]).clamp(true);
      const points = [...series.t.map((s, k) => ({ s, v: series[column.id][k]! }))];
      const last = points.at(-1);
      if (last) points.push({ s: last.s + STEP, v: last.v });
      return (
        line<{ s: number; v: number }>(
          (p) => px(x(p.s)),
          (p) => px(y(p.v)),
        ).curve(curveStepAfter)(points) ?? ''
      );
    };
    marks.push({ kind: 'text', x: left, y: top + 13, body: column.name, fill: INK, bold: true });
    const first = top + HEAD;
    const peak = Math.max(1, ...load);
    const ly = scaleLinear([0, peak], [first + STRIP, first]);
    marks.push({
      kind: 'path',
      d:
        area<number>(
          (_, k) => px(x(t[k]! + STEP / 2)),
          first + STRIP,
          (v) => px(ly(v)),
        )(load) ?? '',
      fill: LOAD,
      opacity: 0.28,
    });
    if (c === 0 || stacked)
      marks.push({
        kind: 'text',
        x: names - 10,
        y: first + STRIP / 2 + 4,
        body: `Load to ${fixed(peak, 0)}/s`,
        fill: SOFT,
        anchor: 'end',
        small: true,
      });
    cells.forEach((cell, k) => {
      const base = first + (k + 1) * (STRIP + SPACE);
      const y = scaleLinear(domain, [base + STRIP, base]);
      marks.push({
        kind: 'path',
        d: `M${String(px(left))} ${String(base + STRIP)}H${String(px(left + size))}`,
        stroke: LINE,
      });
      for (const value of [domain[0], domain[1]])
        marks.push({
          kind: 'text',
          x: left - 4,
          y: y(value) + (value === domain[1] ? 9 : 0),
          body: fixed(value, 0),
          fill: SOFT,
          anchor: 'end',
          small: true,
        });
      marks.push({
        kind: 'path',
        d: path(cell.series!, base),
        stroke: toneOf(cell.policy),
        width: 1.5,
        hint: nameOf(cell.policy),
      });
      if (c === 0 || stacked)
        marks.push({
          kind: 'text',
          x: names - 26,
          y: base + STRIP / 2 + 4,
          body: label(cell.policy),
          fill: toneOf(cell.policy),
          anchor: 'end',
          bold: true,
          small,
        });
    });
    const floor = first + (cells.length + 1) * (STRIP + SPACE) + 10;
    for (const tick of minutes.ticks(Math.max(2, size / 90)).map((m) => 60 * m))
      marks.push({
        kind: 'text',
        x: x(tick),
        y: floor,
        body: `${fixed(tick / 60, tick % 60 === 0 ? 0 : 1)} min`,
        fill: SOFT,
        anchor: tick - from < 30 ? 'start' : to - tick < 30 ? 'end' : 'middle',
        small: true,
      });
  });
  const name = result.plan.workloads.find(({ id }) => id === workload)?.name ?? workload;
  return {
    title: `${name} over time`,
    sentence: `One run with seed ${String(cells[0]?.seed ?? 1)}: every policy decides every ten seconds on the same load. Values far from the rest are cut at the edge.`,
    width,
    height: cells.length === 0 ? 0 : block * (stacked ? 2 : 1),
    marks,
    head: ['Policy', 'Second', 'Load, /s', 'Cost, cores', 'Q, points'],
    rows: cells.flatMap(({ policy, series }) =>
      series!.t.map((s, k) => [nameOf(policy), s, series!.load[k]!, series!.cost[k]!, series!.qos[k]!]),
    ),
  };
}
