/** Fig. 4: cost and quality over time, a strip a policy, all on the same load. */
import { domainOf } from './dots.ts';
import { bestIn, labelsOf, nameColumn, nameIn, nameOf } from './pick.ts';
import { frame, lineAcross } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { area, line, text } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';
import { timeTicks } from '../../charts/time.ts';
import { fixed } from '../../format.ts';
import { policyMark } from '../../theme/policies.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';

const STRIP = 46;
const SPACE = 8;
const AXIS = 20;
const HEAD = 22;
const FOOT = 20;
const GAP = 44;
const RIGHT = 4;

/** The greatest finite value; -Infinity where there is none. */
const highest = (values: readonly number[]): number =>
  values.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), -Infinity);

const COLUMNS = [
  { id: 'cost', name: 'Cost, cores' },
  { id: 'qos', name: 'Q, points' },
] as const;

export function strips(
  { result, table }: ComparisonDocument,
  pipeline: string,
  workload: string,
  width: number,
): ChartModel {
  const cells = result.cells.flatMap((cell) =>
    cell.pipeline === pipeline && cell.workload === workload && cell.series
      ? [{ policy: cell.policy, seed: cell.seed, series: cell.series }]
      : [],
  );
  const { t, load } = cells[0]?.series ?? { t: [], load: [] };
  const from = t[0] ?? 0;
  const to = (t.at(-1) ?? 0) + DECISION_SECONDS;
  const best = bestIn(
    table.filter((row) => row.pipeline === pipeline && row.workload === workload),
    'mean',
  );
  const peak = load.reduce((most, value) => (value > most ? value : most), 1);
  const policies = cells.map(({ policy }) => policy);
  const loadText = `Load to ${fixed(peak, 0)}/s`;
  const { names: column, small } = nameColumn(policies, width);
  const label = labelsOf(policies, width);
  // The values of the axis stand between a name and its strip.
  const names = Math.max(column, textWidth(loadText, { small: true }) - 10) + AXIS;
  // Below one another where there is no room for two.
  const stacked = width - names < 420;
  const size = stacked ? width - names - RIGHT : (width - names - GAP) / 2 - RIGHT;
  const block = HEAD + (cells.length + 1) * (STRIP + SPACE) + FOOT;
  const over = DECISION_SECONDS;
  const marks: Mark[] = [];
  COLUMNS.forEach(({ id, name }, c) => {
    const left = names + (stacked ? 0 : c * (size + GAP));
    const top = stacked ? c * block : 0;
    // The cores of the best are seen whole, and so is the highest Q.
    const held =
      id === 'cost'
        ? cells.filter(({ policy }) => best.has(policy)).flatMap(({ series }) => series.cost)
        : [highest(cells.flatMap(({ series }) => series.qos))];
    const domain = domainOf(
      cells.flatMap(({ series }) => series[id]),
      held,
    );
    if (id === 'cost') domain[0] = 0;
    /** The k-th strip of this column, from the load's on; `last` has the axis below it. */
    const strip = (k: number, levels: readonly [number, number], last: boolean) =>
      frame(
        {
          ...{ left, right: left + size },
          ...{ top: top + HEAD + k * (STRIP + SPACE), bottom: top + HEAD + k * (STRIP + SPACE) + STRIP },
        },
        {
          x: {
            domain: [from, to],
            ...(last ? { ticks: timeTicks(from, to, size, 'minutes', 90), overhang: RIGHT } : {}),
          },
          y: { domain: levels, clamp: true },
        },
      );
    const loads = strip(0, [0, peak], cells.length === 0);
    marks.push(
      text(left, top + 13, name, { ink: 'ink', bold: true }),
      area(loads, t, load, { ink: 'load', opacity: 0.28, over }),
    );
    const named = c === 0 || stacked;
    const end = { anchor: 'end', small: true } as const;
    if (named)
      marks.push(
        text(names - 10, loads.box.top + STRIP / 2 + 4, loadText, {
          ink: 'soft',
          ...end,
        }),
      );
    cells.forEach(({ policy, series }, k) => {
      const { color: ink, dash } = policyMark(policy);
      const f = strip(k + 1, domain, k === cells.length - 1);
      marks.push(
        ...f.marks,
        lineAcross(f.box, f.box.bottom, 'line'),
        text(left - 4, f.box.bottom, fixed(domain[0], 0), { ink: 'soft', ...end }),
        text(left - 4, f.box.top + 9, fixed(domain[1], 0), { ink: 'soft', ...end }),
        line(f, series.t, series[id], { ink, dash, over, held: true, hint: nameOf(policy) }),
      );
      if (named)
        marks.push(
          text(names - 26, f.box.top + STRIP / 2 + 4, label(policy), {
            ...{ ink, anchor: 'end', bold: true, small, room: names - 26 },
          }),
        );
    });
  });
  return {
    title: `${nameIn(result.plan.workloads, workload)} over time`,
    sentence: `One run with seed ${String(cells[0]?.seed ?? 1)}: every policy decides every ten seconds on the same load. Values far from the rest are cut at the edge.`,
    width,
    height: cells.length === 0 ? 0 : block * (stacked ? 2 : 1),
    marks: cells.length === 0 ? [] : marks,
    head: ['Policy', 'Second', 'Load, /s', 'Cost, cores', 'Q, points'],
    rows: cells.flatMap(({ policy, series }) =>
      series.t.map((s, k) => [nameOf(policy), s, series.load[k]!, series.cost[k]!, series.qos[k]!]),
    ),
  };
}
