/** A timeline as a chart: on screen beside its title, without an axis of its own; in a file with both. */
import { ticks } from 'd3';
import { readingOrder, type Line, type Row, type Timeline } from './rows.ts';
import { rowSentence } from './words.ts';
import { frame, type Frame, type Tick } from '../charts/frame.ts';
import { endLabels, inOrder, legend, tailOf, type Label } from '../charts/labels.ts';
import { textWidth } from '../charts/letters.ts';
import { area, line, rule, text } from '../charts/marks.ts';
import type { ChartModel, Crosshair, Ink, Mark } from '../charts/model.ts';
import { timeTicks } from '../charts/time.ts';
import { clock, fixed } from '../format.ts';
import { policyMark } from '../theme/policies.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Where the plot stands in the drawing, px. Names stand right of it; without room there, in a row above it. */
export interface Place {
  readonly left: number;
  readonly plot: number;
  readonly right: number;
  readonly height: number;
  /** The plot has an axis of its own below. */
  readonly axis?: boolean;
}

/** Least room for names beside a plot. */
const NAMES = 60;
const LEGEND = 24;
/** A second row for names that the title leaves no room. */
const SECOND = 20;
/** Between two names, and between two numbers of the upright axis. */
const APART = 16;
const TICKS_APART = 12;
const AXIS = 18;
/** Half of a text of the upright axis, which may stand at the foot of the plot. */
export const FOOT = 4;
const TOP = 5;

const inkOf = ({ policy, key }: Line): Ink =>
  policy ? policyMark(policy).color : key === 'load' ? 'load' : 'ink';
/** Words need more contrast than a line. */
const wordInk = (line: Line): Ink => (line.key === 'load' ? 'soft' : inkOf(line));

/** The place of a saved timeline: as wide as a page of print. */
export const SAVED: Place = { left: 40, plot: 730, right: 158, height: 180, axis: true };

/** Room that the title takes of the row above a narrow plot, with the menu behind it. */
const titleRoom = ({ title, unit }: Row): number =>
  1.27 * textWidth(title, { bold: true }) + 1.06 * textWidth(unit) + 40;

/** Least room of the names in a row, whole. */
const namesRoom = (labels: readonly Label[]): number =>
  labels.reduce(
    (sum, { name, value, bold }) =>
      sum + textWidth(name, { bold }) + 12 + (value ? textWidth(value, { bold }) + 8 : 0),
    0,
  );

/** As many numbers on the upright axis as stand apart from one another; in the lowest rows the least alone. */
function upright([low, high]: readonly [number, number], height: number): number | readonly Tick[] {
  for (let count = height > 70 ? 3 : 2; count > 0; count--) {
    const [first, second] = ticks(low, high, count);
    if (second === undefined || ((second - first!) / (high - low)) * height >= TICKS_APART) return count;
  }
  return ticks(low, high, 1)
    .slice(0, 1)
    .map((at) => ({ at, text: fixed(at, 0) }));
}

/** `row` is what is drawn, perhaps on its way to `final`, which names and sentences are of. */
export function rowChart(
  timeline: Timeline,
  row: Row,
  { left, plot, right, height, axis = false }: Place,
  final: Row = row,
): ChartModel {
  const { t, from, to } = timeline;
  const order = readingOrder(row);
  const names = order.map((i): Label => {
    const { name, mean, policy } = final.lines[i]!;
    return {
      ...{ name, ink: wordInk(row.lines[i]!), y: 0, bold: policy !== undefined },
      value: policy === undefined ? undefined : fixed(mean, row.digits),
    };
  });
  const tight = titleRoom(row) + namesRoom(names) > left + plot;
  const above = right >= NAMES ? 0 : tight ? LEGEND + SECOND : LEGEND;
  const box = { left, right: left + plot, top: above + TOP, bottom: above + height - 0.5 };
  const f = frame(box, {
    x: { domain: [from, to], ticks: axis ? timeTicks(from, to, plot) : [] },
    y: { domain: row.domain, ticks: upright(row.domain, height - TOP) },
  });
  const over = DECISION_SECONDS;
  const [low, high] = row.domain;
  const ruled = row.rule && row.rule.value <= high && row.rule.value > low ? row.rule : undefined;
  const ends = inOrder(
    order.map((i) => f.y(tailOf(row.lines[i]!.values))),
    APART,
    [0, 1],
  );
  const labels = names.map((label, i): Label => ({ ...label, y: ends[i]! }));
  return {
    title: `${row.title}, ${row.unit}`,
    sentence: rowSentence(final),
    width: left + plot + right,
    height: above + height + FOOT + (axis ? AXIS : 0),
    marks: [
      ...f.marks,
      ...(row.id === 'load' ? [area(f, t, row.lines[0]!.values, { ink: 'load', over })] : []),
      ...(ruled ? rule(f, ruled.value, { name: ruled.name }) : []),
      ...row.lines.map((one) =>
        line(f, t, one.values, {
          ...{ ink: inkOf(one), over, held: row.steps },
          ...(one.key === 'forecast'
            ? { width: 1.1, dash: '1.5 2.5' }
            : { width: one.key === 'a' ? 2 : 1.5, dash: one.policy && policyMark(one.policy).dash }),
        }),
      ),
      ...(above > 0
        ? legend(labels, {
            ...{ left: tight ? 0 : titleRoom(row), right: left + plot, y: tight ? 13 + SECOND : 13 },
          })
        : endLabels(labels, { ...box, top: box.top + 4, bottom: box.bottom - 5 }, left + plot + right, {
            gap: APART,
          })),
    ],
    crosshair: crosshairOf(t, row, f),
    head: ['second', ...names.map(({ name }) => name.replaceAll('\u00a0', ' '))],
    get rows() {
      return Array.from(t, (second, k) => [second, ...order.map((i) => row.lines[i]!.values[k]!)]);
    },
  };
}

function crosshairOf(t: Float64Array, row: Row, { box, x, y }: Frame): Crosshair {
  const text = ({ values }: Line, k: number): string => fixed(values[k] ?? NaN, row.digits);
  return {
    label: `Crosshair of ${row.title.toLowerCase()}`,
    ...{ box, at: t, x: (k) => x(t[k]! + DECISION_SECONDS / 2) },
    tracks: row.lines.map((one) => ({
      ...{ ink: inkOf(one), textInk: wordInk(one) },
      y: (k) => y(one.values[k] ?? NaN),
      text: (k) => text(one, k),
    })),
    say: (k) =>
      `${clock(t[k]!)}: ${readingOrder(row)
        .map((i) => `${row.lines[i]!.name} ${text(row.lines[i]!, k)}`)
        .join(', ')}`,
  };
}

/** The axis below all timelines; `height` is its own. */
export function axisMarks({ from, to }: Timeline, { left, plot, right }: Place): readonly Mark[] {
  const box = { left, right: left + plot, top: 0, bottom: 0 };
  const overhang = right < NAMES ? 0 : 20;
  const axis = { domain: [from, to], ticks: timeTicks(from, to, plot), overhang } as const;
  return [
    ...frame(box, { x: axis, y: { domain: [0, 1] } }).marks,
    ...(right < NAMES
      ? []
      : [text(left + plot + right, 15, 'means of the run', { ink: 'soft', anchor: 'end', small: true })]),
  ];
}
