/** Cost against quality: every policy, the front of those that nothing beats, and the optimum's front. */
import { curveStepAfter, line, scaleLinear } from 'd3';
import { domainOf } from './dots.ts';
import { byWorkload, facets, labelsOf, nameOf, shown, toneOf, type Statistic } from './pick.ts';
import { INK, LINE, px, SOFT, type Mark, type Picture } from '../../charts/picture.ts';
import { fixed } from '../../format.ts';
import { spread } from '../../timelines/paths.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';

const LEAST = 290;
const GAP = 30;
const LEFT = 34;
const TOP = 26;
const FOOT = 34;
const PLOT = 230;
/** Half of the height of a label. */
const LABEL = 12;

export function plane(
  document: ComparisonDocument,
  pipeline: string,
  statistic: Statistic,
  width: number,
): Picture {
  const loads = byWorkload(document, pipeline).map((load) => {
    const found = document.fronts.find((f) => f.pipeline === pipeline && f.workload === load.id);
    return { ...load, front: found?.policies ?? [], optimum: found?.optimum ?? [] };
  });
  const { size, at } = facets(loads.length, width, LEAST, GAP);
  const label = labelsOf(
    loads.flatMap(({ rows }) => rows.map(({ policy }) => policy)),
    size,
  );
  const marks: Mark[] = [];
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
    }));
    const costs = [...points.flatMap(({ cost }) => [cost.high]), ...load.optimum.map((p) => p.cost)];
    const quality = domainOf([...points.map(({ qos }) => qos.value), ...load.optimum.map((p) => p.qos)]);
    const margin = 0.06 * (quality[1] - quality[0]);
    const x = scaleLinear([0, 1.04 * Math.max(1, ...costs)], [left, right]);
    const y = scaleLinear([quality[0] - margin, quality[1] + margin], [floor, top]);
    marks.push({ kind: 'text', x: left - LEFT, y: top - 14, body: load.name, fill: INK, bold: true });
    for (const tick of y.ticks(4)) {
      marks.push({
        kind: 'path',
        d: `M${String(left)} ${String(px(y(tick)))}H${String(right)}`,
        stroke: LINE,
      });
      marks.push({
        kind: 'text',
        x: left - 6,
        y: y(tick) + 4,
        body: fixed(tick, Number.isInteger(tick) ? 0 : 1),
        fill: SOFT,
        anchor: 'end',
        small: true,
      });
    }
    for (const tick of x.ticks(5))
      marks.push({
        kind: 'text',
        x: x(tick),
        y: floor + 15,
        body: fixed(tick, 0),
        fill: SOFT,
        anchor: 'middle',
        small: true,
      });
    marks.push({
      kind: 'text',
      x: right,
      y: floor + 29,
      body: 'cores →',
      fill: SOFT,
      anchor: 'end',
      small: true,
    });
    const inside = (value: number): number => Math.min(floor, Math.max(top, y(value)));
    const front = points
      .filter(({ policy }) => load.front.includes(policy))
      .sort((a, b) => a.cost.value - b.cost.value);
    const steps = line<{ x: number; y: number }>(
      (p) => px(p.x),
      (p) => px(p.y),
    ).curve(curveStepAfter);
    marks.push({
      kind: 'path',
      d: steps(front.map((p) => ({ x: x(p.cost.value), y: inside(p.qos.value) }))) ?? '',
      stroke: INK,
      width: 1.2,
      opacity: 0.55,
      hint: 'The policies’ front: more quality costs more cores',
    });
    const optimum = load.optimum.map((p) => ({ x: x(p.cost), y: inside(p.qos) }));
    marks.push({
      kind: 'path',
      d:
        line<{ x: number; y: number }>(
          (p) => px(p.x),
          (p) => px(p.y),
        )(optimum) ?? '',
      stroke: toneOf('optimum-true'),
      width: 1.4,
      dash: '4 3',
      hint: 'The optimum’s front: the known load at other prices of a core',
    });
    for (const p of optimum)
      marks.push({ kind: 'circle', x: p.x, y: p.y, r: 1.8, fill: toneOf('optimum-true') });
    const labels = spread(
      points.map((p) => inside(p.qos.value)),
      LABEL,
      top,
      floor,
    );
    points.forEach((p, k) => {
      const [px0, py0] = [x(p.cost.value), inside(p.qos.value)];
      const fill = toneOf(p.policy);
      const hint = `${nameOf(p.policy)}: ${fixed(p.cost.value, 2)} cores, Q ${fixed(p.qos.value, 2)}`;
      const below = p.qos.value < y.domain()[0]!;
      marks.push({
        kind: 'path',
        d: `M${String(px(x(p.cost.low)))} ${String(px(py0))}H${String(px(x(p.cost.high)))}M${String(px(px0))} ${String(px(inside(p.qos.low)))}V${String(px(inside(p.qos.high)))}`,
        stroke: fill,
        width: 4,
        opacity: 0.35,
      });
      if (below)
        marks.push({ kind: 'path', d: `M${String(px(px0))} ${String(floor + 4)}l-4.5 -7h9z`, fill, hint });
      else marks.push({ kind: 'circle', x: px0, y: py0, r: 4, fill, hint });
      const leftwards = px0 > (left + right) / 2;
      const ly = labels[k]!;
      if (Math.abs(ly - py0) > 5)
        marks.push({
          kind: 'path',
          d: `M${String(px(px0))} ${String(px(py0))}L${String(px(px0 + (leftwards ? -9 : 9)))} ${String(px(ly))}`,
          stroke: fill,
          opacity: 0.5,
        });
      marks.push({
        kind: 'text',
        x: px0 + (leftwards ? -11 : 11),
        y: ly + 4,
        body: below ? `${label(p.policy)} ${fixed(p.qos.value, 1)}` : label(p.policy),
        fill,
        anchor: leftwards ? 'end' : 'start',
        bold: true,
        small: true,
        halo: true,
      });
    });
  });
  const lines = loads.length === 0 ? 0 : at(loads.length - 1)[1] + 1;
  return {
    title: 'Cost against quality',
    sentence:
      'The solid steps join the policies that no other beats without its giving up cores or Q; the dashed line is the optimum with the load known, at other prices of a core.',
    width,
    height: lines * (TOP + PLOT + FOOT),
    marks,
    head: ['Workload', 'What', 'Cost, cores', 'Q, points', 'On its front'],
    rows: loads.flatMap((load) => [
      ...load.rows.map((row) => [
        load.name,
        nameOf(row.policy),
        shown(row.metrics['cost']!, statistic).value,
        shown(row.metrics['qos']!, statistic).value,
        load.front.includes(row.policy) ? 'yes' : 'no',
      ]),
      ...load.optimum.map((p) => [
        load.name,
        `Optimum at ${fixed(p.costWeight, 3)} points a core`,
        p.cost,
        p.qos,
        'yes',
      ]),
    ]),
  };
}
