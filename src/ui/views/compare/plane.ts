/** Cost against quality: every policy, the front of those that nothing beats, the best plan found, and the front of a known load. */
import { domainOf } from './dots.ts';
import { bestIn, byWorkload, facets, labelsOf, nameOf, shown, toneOf, type Statistic } from './pick.ts';
import { frame } from '../../charts/frame.ts';
import { spread } from '../../charts/labels.ts';
import { dot, interval, line, text } from '../../charts/marks.ts';
import { px, type ChartModel, type Ink, type Mark } from '../../charts/model.ts';
import { inTimeWords, told, written } from '../../finding/told.ts';
import { fixed } from '../../format.ts';
import { policyMark } from '../../theme/policies.ts';
import type { Row } from '../../../experiments/comparison/aggregate.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';

const LEAST = 290;
const GAP = 30;
const LEFT = 34;
const TOP = 26;
const FOOT = 34;
const PLOT = 230;
const PLAN = 'best plan found';
/** Half of the height of a label. */
const LABEL = 12;

export function plane(
  document: ComparisonDocument,
  pipeline: string,
  statistic: Statistic,
  width: number,
): ChartModel {
  const { environment, weights } = document.result.plan;
  const exact = environment === 'instant';
  const known = exact ? 'The optimum’s front' : 'Optimum with known load';
  const inTimeOf = ({ metrics }: Row): number | undefined =>
    metrics['inTime'] && shown(metrics['inTime'], statistic).value;
  const loads = byWorkload(document, pipeline).map((load) => {
    const found = document.fronts.find((f) => f.pipeline === pipeline && f.workload === load.id);
    const plan = document.possible.find((p) => p.pipeline === pipeline && p.workload === load.id);
    return {
      ...load,
      front: found?.policies ?? [],
      optimum: found?.optimum ?? [],
      // Where orders take effect at once the front goes through it.
      plan:
        plan?.cost && plan.qos && !exact
          ? { cost: plan.cost[statistic], qos: plan.qos[statistic] }
          : undefined,
    };
  });
  const { size, at } = facets(loads.length, width, LEAST, GAP);
  const label = labelsOf(
    loads.flatMap(({ rows }) => rows.map(({ policy }) => policy)),
    size,
  );
  const marks: Mark[] = [];
  /** Loads with a value below their scale. */
  const off = new Set<string>();
  loads.forEach((load, i) => {
    const [column, lineNumber] = at(i);
    const left = column * (size + GAP) + LEFT;
    const right = column * (size + GAP) + size - 8;
    const top = lineNumber * (TOP + PLOT + FOOT) + TOP;
    const floor = top + PLOT;
    const points = load.rows.map((row) => ({
      policy: row.policy,
      cost: shown(row.metrics['cost']!, statistic),
      qos: shown(row.metrics['qos']!, statistic),
      inTime: inTimeOf(row),
    }));
    const ends = [...load.optimum, ...(load.plan ? [load.plan] : [])];
    const costs = [...points.flatMap(({ cost }) => [cost.high]), ...ends.map((p) => p.cost)];
    const best = bestIn(load.rows, statistic);
    const quality = domainOf(
      [...points.map(({ qos }) => qos.value), ...ends.map((p) => p.qos)],
      [
        ...points.filter(({ policy }) => best.has(policy)).map(({ qos }) => qos.value),
        ...(load.plan ? [load.plan.qos] : []),
      ],
    );
    const margin = 0.06 * (quality[1] - quality[0]);
    if (points.some(({ qos }) => qos.value < quality[0] - margin)) off.add(load.id);
    const f = frame(
      { left, right, top, bottom: floor },
      {
        x: {
          domain: [0, 1.04 * Math.max(1, ...costs.filter(Number.isFinite))],
          ticks: 5,
        },
        y: { domain: [quality[0] - margin, quality[1] + margin], ticks: 4, clamp: true },
      },
    );
    const { x, y } = f;
    const front = points
      .filter(({ policy }) => load.front.includes(policy))
      .sort((a, b) => a.cost.value - b.cost.value);
    const optimum = toneOf('optimum-true');
    marks.push(
      text(left - LEFT, top - 14, load.name, { ink: 'ink', bold: true }),
      ...f.marks,
      text(right, floor + 29, 'cores →', { ink: 'soft', anchor: 'end', small: true }),
      line(
        f,
        front.map((p) => p.cost.value),
        front.map((p) => p.qos.value),
        {
          ...{ ink: 'ink', width: 1.2, opacity: 0.55, held: true },
          hint: 'The policies’ front: more quality costs more cores',
        },
      ),
      line(
        f,
        load.optimum.map((p) => p.cost),
        load.optimum.map((p) => p.qos),
        {
          ...{ ink: optimum, width: 1.4, dash: '4 3' },
          hint: `${known}: at other prices of a core`,
        },
      ),
      ...load.optimum.map((p) => dot(f, p.cost, p.qos, { ink: optimum, r: 1.8 })),
    );
    const plan = load.plan;
    if (plan)
      marks.push(
        dot(f, plan.cost, plan.qos, {
          ...{ ink: 'ink', shape: 'diamond', ring: true, r: 5 },
          hint: `Best plan found: ${told('cost', plan.cost, environment)} cores, Q ${told('qos', plan.qos, environment)}`,
        }),
      );
    const levels = points.map((p) => y(p.qos.value));
    const labels = spread(plan ? [...levels, y(plan.qos)] : levels, LABEL, top, floor);
    if (plan) {
      const [at, level, side] = [x(plan.cost), labels.at(-1)!, x(plan.cost) > (left + right) / 2 ? -1 : 1];
      marks.push(
        ...leader(at, y(plan.qos), level, side, 'ink'),
        text(at + 11 * side, level + 4, PLAN, {
          ...{ ink: 'ink', anchor: side < 0 ? 'end' : 'start', bold: true, small: true, halo: true },
        }),
      );
    }
    points.forEach(({ policy, cost, qos, inTime }, k) => {
      const [px0, py0] = [x(cost.value), y(qos.value)];
      const { color: ink, shape } = policyMark(policy);
      const hint = `${nameOf(policy)}: ${told('cost', cost.value, environment)} cores, Q ${told('qos', qos.value, environment)}${inTime === undefined ? '' : `, ${inTimeWords(inTime, environment)}`}`;
      const below = qos.value < y.domain()[0];
      const side = px0 > (left + right) / 2 ? -1 : 1;
      const ly = labels[k]!;
      marks.push(
        interval(x(cost.low), x(cost.high), py0, { ink, width: 4 }),
        interval(y(qos.low), y(qos.high), px0, { ink, width: 4, upright: true }),
        below
          ? { kind: 'path', d: `M${px(px0)} ${floor + 4}l-4.5 -7h9z`, fill: ink, hint }
          : dot(f, cost.value, qos.value, { ink, shape, hint }),
      );
      marks.push(
        ...leader(px0, py0, ly, side, ink),
        text(
          px0 + 11 * side,
          ly + 4,
          below ? `${label(policy)} ${written('qos', qos.value)}` : label(policy),
          {
            ...{ ink, anchor: side < 0 ? 'end' : 'start', bold: true, small: true, halo: true },
          },
        ),
      );
    });
  });
  const lines = loads.length === 0 ? 0 : at(loads.length - 1)[1] + 1;
  return {
    title: 'Cost against quality',
    sentence: `The solid steps join the policies that no other beats without its giving up cores or Q; ${exact ? 'the dashed line is the exact optimum' : 'the diamond is the best plan found with the load known, which earns most reward of all; the dashed line is “Optimum with known load”, which foresees no start-up and no queue,'} at other prices of a core. Q has no true zero: its axis spans what was reached.${weights.lateWeight > 0 ? ' J also takes off who is late, which is neither axis: points tell the share in time.' : ''}${off.size > 0 ? ' An arrow at the foot: a Q far below the rest, off the scale.' : ''}`,
    width,
    height: lines * (TOP + PLOT + FOOT),
    marks,
    head: ['Workload', 'What', 'Cost, cores', 'Q, points', 'In time, %', 'On its front'],
    rows: loads.flatMap((load) => [
      ...load.rows.map((row) => [
        load.name,
        nameOf(row.policy),
        shown(row.metrics['cost']!, statistic).value,
        shown(row.metrics['qos']!, statistic).value,
        told('inTime', inTimeOf(row), environment),
        load.front.includes(row.policy) ? 'yes' : 'no',
      ]),
      ...(load.plan ? [[load.name, PLAN, load.plan.cost, load.plan.qos, '', '']] : []),
      ...load.optimum.map((p) => [
        load.name,
        `${exact ? 'Optimum' : 'Optimum with known load'} at ${fixed(p.costWeight, 3)} points a core`,
        p.cost,
        p.qos,
        '',
        'yes',
      ]),
    ]),
  };
}

/** From a point to its label, where that had to move. */
function leader(x: number, y: number, to: number, side: number, ink: Ink): readonly Mark[] {
  if (Math.abs(to - y) <= 5) return [];
  return [
    {
      ...{ kind: 'path', d: `M${px(x)} ${px(y)}L${px(x + 9 * side)} ${px(to)}` },
      ...{ stroke: ink, opacity: 0.5 },
    },
  ];
}
