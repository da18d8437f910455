/** The load as a quiet line, and below it a row of marks for each knob: one mark a change, in the row of its dearest knob. */
import { placesOf } from './historyMarks.ts';
import { changeSentence, coresWords, historyFinding, knobNames, turnWords } from './historyWords.ts';
import { nearest } from '../../charts/crosshair.ts';
import { domainOf, frame, lineAcross } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { area, line, text } from '../../charts/marks.ts';
import { px, type ChartModel, type Crosshair, type Mark, type Numbers } from '../../charts/model.ts';
import { timeTicks } from '../../charts/time.ts';
import { clock, short, whole } from '../../format.ts';
import type { MarkRow } from '../../state/exporting/changeRows.ts';
import { policyStyle } from '../../theme/policies.ts';
import { restartSentence, strongest, type Change } from '../../../export/cluster/changes.ts';
import type { Layout } from '../../../export/cluster/plan.ts';
import type { Knob } from '../../../model/pipeline.ts';
import type { EpisodeSeries } from '../../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';

/** The changes of one run of a policy. */
export interface ToldChanges {
  readonly series: Pick<EpisodeSeries, 't' | 'load'>;
  readonly changes: readonly Change[];
  readonly rows: readonly MarkRow[];
  readonly layout: Layout;
  /** Of the policy: its key, and its name. */
  readonly policy: string;
  readonly name: string;
}

interface ChangeChart extends ChartModel {
  readonly crosshair: Crosshair;
  /** What stands out of the change that is shown. */
  readonly chosen: (index: number) => readonly Mark[];
  /** The change that is meant by a place, px: the nearest of the row there, or of all; undefined where there is none. */
  readonly pick: (x: number, y: number) => number | undefined;
}

const LOAD = 44;
const ROW = 22;
const FIRST = LOAD + 8;
const AXIS = 18;
/** Between the edges of the plot and what is drawn in it. */
const INSET = 6;
/** How far the axis' texts may stand out at the right. */
const REACH = 20;
/** Half of a mark's width. */
const HALF = 6;
/** Px from one decision to the next at which marks have their full size. */
const ROOMY = 9;
/** Marks nearer than that, px, are drawn once. */
const NEAR = 1.5;
/** Paths around a place, told apart by their shapes too; `w` is half of a mark's width. */
const shapes: Readonly<Record<Knob, (w: number) => string>> = {
  variant: (w) => `m0 -6l${px(w)} 6l${px(-w)} 6l${px(-w)} -6z`,
  batch: (w) => `m${px(-0.7 * w)} -4h${px(1.4 * w)}v8h${px(-1.4 * w)}z`,
  replicas: () => 'm-1 -5h2v10h-2z',
};

const middle = (row: number): number => FIRST + ROW * (row + 0.5);

/** Where the plot begins in a drawing of that width, px: right of the names. */
export const plotLeft = (width: number): number => (width < 560 ? 84 : 98);

export function changeChart(told: ToldChanges, width: number): ChangeChart {
  const { series, changes, rows, layout, policy } = told;
  const { t, load } = series;
  const [from, to] = [t[0] ?? 0, (t.at(-1) ?? 0) + DECISION_SECONDS];
  const left = plotLeft(width);
  const floor = FIRST + ROW * rows.length;
  const box = { left: left + INSET, right: width - INSET, top: 2, bottom: LOAD };
  const domain = domainOf([load], { zero: true, above: 0 });
  const f = frame(box, { x: { domain: [from, to] }, y: { domain } });
  // Its texts reach beyond the box that they are given, and not out of the picture.
  const inner = { ...box, right: width - REACH, bottom: floor - 2 };
  const axis = frame(inner, {
    x: { domain: [from, f.x.invert(inner.right)], ticks: timeTicks(from, to, box.right - box.left) },
    y: { domain: [0, 1] },
  });
  const over = DECISION_SECONDS;
  const accent = policyStyle(policy);
  const half = HALF * Math.min(1, Math.max(0.35, (f.x(from + over) - f.x(from)) / ROOMY));
  const numbers = changeNumbers(told);
  const seconds = changes.map((change) => change.t);
  return {
    title: 'Changes over time',
    sentence: historyFinding(told.name, changes, t.length, layout),
    width,
    height: floor + AXIS,
    marks: [
      area(f, t, load, { ink: 'load', opacity: 0.09, over }),
      line(f, t, load, { ink: 'load', width: 1.1, over }),
      ...axis.marks,
      ...named(12, 'Load', load.length === 0 ? '' : `to ${short(domain[1])}/s`, left),
      ...rows.flatMap((row, r): readonly Mark[] => [
        ...named(middle(r) + 4, knobNames[row.knob], whole(row.members.length), left),
        lineAcross({ ...box, left, right: width }, middle(r), 'line'),
        {
          kind: 'path',
          d: placesOf(row, changes, f.x, NEAR)
            .map((place) => `M${px(place)} ${middle(r)}${shapes[row.knob](half)}`)
            .join(''),
          fill: accent,
        },
      ]),
    ],
    crosshair: {
      label: 'Changes over time',
      box: { left, right: width, top: 0, bottom: floor + AXIS },
      at: seconds,
      x: (k) => f.x(seconds[k]!),
      tracks: [],
      say: (k) => changeSentence(changes[k]!, layout),
    },
    chosen: (index) => {
      const knob = strongest(changes[index]!);
      const x = px(f.x(seconds[index]!));
      const y = middle(rows.findIndex((row) => row.knob === knob));
      return [
        { kind: 'path', d: `M${x} 0V${floor}`, stroke: 'ink', width: 1.2 },
        { kind: 'circle', x, y, r: 9, fill: 'paper', stroke: 'ink', width: 1.6 },
        { kind: 'path', d: `M${x} ${y}${shapes[knob](HALF)}`, fill: accent },
      ];
    },
    pick: (x, y) => {
      const second = f.x.invert(x);
      const members = rows[Math.floor((y - FIRST) / ROW)]?.members ?? [];
      const within = nearest(
        members.map((k) => seconds[k]!),
        second,
      );
      return members[within] ?? (changes.length === 0 ? undefined : nearest(seconds, second));
    },
    head: numbers.head,
    get rows() {
      return numbers.rows;
    },
  };
}

/** A row's name, and quietly behind it how much there is; below it where there is no room beside. */
function named(y: number, name: string, much: string, room: number): readonly Mark[] {
  const beside = textWidth(name) + 5;
  const below = beside + textWidth(much) > room - 2;
  return [
    text(0, y, name, { ink: 'ink' }),
    ...(much === '' ? [] : [text(below ? 0 : beside, below ? y + 15 : y, much, { ink: 'soft' })]),
  ];
}

/** Every change in words. */
export function changeNumbers({ changes, layout }: Pick<ToldChanges, 'changes' | 'layout'>): Numbers {
  return {
    head: ['Time', 'Change', 'Cores', 'What restarts'],
    get rows() {
      return changes.map((change) => [
        clock(change.t),
        change.stages.map(({ title, knobs }) => `${title}: ${knobs.map(turnWords).join(', ')}`).join('; '),
        coresWords(change),
        restartSentence(layout, change),
      ]);
    },
  };
}
