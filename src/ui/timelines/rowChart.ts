/** A timeline as a chart: on screen beside its title, without an axis of its own; in a file with both. */
import type { Line, Row, Timeline } from './rows.ts';
import { rowSentence } from './words.ts';
import { frame, type Frame } from '../charts/frame.ts';
import { endLabels, legend, tailOf, type Label } from '../charts/labels.ts';
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

/** `row` is what is drawn, perhaps on its way to `final`, which names and sentences are of. */
export function rowChart(
  timeline: Timeline,
  row: Row,
  { left, plot, right, height, axis = false }: Place,
  final: Row = row,
): ChartModel {
  const above = right < NAMES ? LEGEND : 0;
  const { t, from, to } = timeline;
  const box = { left, right: left + plot, top: above + TOP, bottom: above + height - 0.5 };
  const f = frame(box, {
    x: { domain: [from, to], ticks: axis ? timeTicks(from, to, plot) : [] },
    y: { domain: row.domain, ticks: height > 70 ? 3 : 2 },
  });
  const over = DECISION_SECONDS;
  const [low, high] = row.domain;
  const ruled = row.rule && row.rule.value <= high && row.rule.value > low ? row.rule : undefined;
  const labels = row.lines.map((one, i): Label => {
    const { name, mean, policy } = final.lines[i]!;
    return {
      ...{ name, ink: wordInk(one), y: f.y(tailOf(one.values)), bold: policy !== undefined },
      value: policy === undefined ? undefined : fixed(mean, row.digits),
    };
  });
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
        ? legend([...labels].reverse(), { left: titleRoom(row), right: left + plot, y: 13 })
        : endLabels(labels, { ...box, top: box.top + 4, bottom: box.bottom - 5 }, left + plot + right, {
            gap: 16,
          })),
    ],
    crosshair: crosshairOf(t, row, f),
    head: ['second', ...row.lines.map(({ name }) => name.replaceAll('\u00a0', ' '))],
    get rows() {
      return Array.from(t, (second, k) => [second, ...row.lines.map(({ values }) => values[k]!)]);
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
    say: (k) => `${clock(t[k]!)}: ${row.lines.map((one) => `${one.name} ${text(one, k)}`).join(', ')}`,
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
