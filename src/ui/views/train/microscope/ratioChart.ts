/** Ratio against advantage of a minibatch, one dot a decision, with the region beyond which the clip stops it. */
import { litBy, stops } from './symbols.ts';
import { digits, orderedWords, type Ordering } from './words.ts';
import { fixed, plural, whole } from '../../../format.ts';
import { frame, plotBox } from '../../../charts/frame.ts';
import { textWidth } from '../../../charts/letters.ts';
import { bar, dots, empty, pointAt, text } from '../../../charts/marks.ts';
import { px, type ChartModel, type Ink, type Mark } from '../../../charts/model.ts';
import type { SymbolId } from '../../../state/training/microscope.svelte.ts';
import type { Shape } from '../../../theme/look.ts';
import { AGENT, policyMark } from '../../../theme/policies.ts';
import { DUAL_CLIP } from '../../../../learning/ppo/loss.ts';
import { FATES, type Fate } from '../../../../learning/ppo/slides.ts';
import type { LookedAt } from '../../../../learning/training/look.ts';

interface Pictured {
  readonly slide: LookedAt;
  readonly clip: number;
  readonly ordering: Ordering;
  /** The symbol whose decisions are lit. */
  readonly lit?: SymbolId | undefined;
}

/** How the fates of a decision look and are called. */
const looks: Readonly<
  Record<Fate, { readonly shape: Shape; readonly ink: Ink; readonly r: number; readonly name: string }>
> = {
  free: { shape: 'circle', ink: policyMark(AGENT).color, r: 2.4, name: 'pushed' },
  clip: { shape: 'cross', ink: 'warn', r: 4, name: 'stopped by the clip' },
  dual: { shape: 'diamond', ink: 'warn', r: 4, name: `beyond r ${String(DUAL_CLIP)}, stopped` },
  none: { shape: 'square', ink: 'soft', r: 2.6, name: 'imitated' },
};

/** Of the values, how many the axes show; the others stand at their edge. */
const SHOWN = 0.98;
/** Of the legend: between a shape and its name, between two, and from line to line, px. */
const BESIDE = 9;
const APART = 16;
const LINE = 16;
/** More dots than so many are thinned evenly: the eye cannot use them. */
const DRAWN = 2048;
/** Dots left pale while others are lit. */
const PALE = 0.16;

/** The decisions of a minibatch in the order in which keys go through them: by ratio. */
export function orderOf({ ratio, advantage }: LookedAt): readonly number[] {
  return [...ratio.keys()]
    .filter((i) => Number.isFinite(ratio[i]) && Number.isFinite(advantage[i]))
    .sort((a, b) => ratio[a]! - ratio[b]! || advantage[a]! - advantage[b]!);
}

export function ratioChart({ slide, clip, ordering, lit }: Pictured, width: number): ChartModel {
  const order = orderOf(slide);
  const { ratio, advantage, fate } = slide;
  const narrow = width < 480;
  const count = (name: Fate): number => order.filter((i) => FATES[fate[i]!] === name).length;
  const legend = legendOf(
    FATES.filter((name) => count(name) > 0).map((name) => [name, count(name)] as const),
    width - 16,
  );
  const height = (narrow ? 324 : 394) + LINE * legend.lines;
  const box = plotBox(width, height, { left: 38, right: 10, top: 34, bottom: 44 + LINE * legend.lines });
  const [x, y] = domains(slide, order, clip);
  const f = frame(box, {
    x: { domain: x, ticks: narrow ? 4 : 6, clamp: true },
    y: { domain: y, ticks: 5, clamp: true },
  });
  const shining = lit && litBy(lit, slide, clip);
  const few = (i: number): boolean => shining === undefined || shining[i] === 1;
  const every = Math.ceil(order.length / DRAWN);
  const drawn = every > 1 ? order.filter((_, k) => k % every === 0) : order;
  const cloud = FATES.flatMap((name, code): readonly Mark[] =>
    [false, true].flatMap((bright) => {
      const own = drawn.filter((i) => fate[i] === code && few(i) === bright);
      const { shape, ink, r } = looks[name];
      const opacity = bright ? (lit ? 1 : name === 'free' ? 0.55 : 0.9) : PALE;
      return own.length === 0
        ? []
        : [
            dots(
              f,
              own.map((i) => ratio[i]!),
              own.map((i) => advantage[i]!),
              { ink, r: bright && lit ? r + 0.8 : r, opacity, shape },
            ),
          ];
    }),
  );
  const stopped = order.filter((i) => stops(fate[i]!)).length;
  const beyond = order.filter(
    (i) => ratio[i]! < x[0] || ratio[i]! > x[1] || advantage[i]! < y[0] || advantage[i]! > y[1],
  ).length;
  const place = (i: number): readonly [number, number] => [f.x(ratio[i]!), f.y(advantage[i]!)];
  return {
    title: 'Ratio against advantage',
    unit: 'one dot a decision',
    sentence:
      order.length === 0
        ? 'No minibatch was looked at yet.'
        : `${whole(stopped)} of ${plural(order.length, 'decision')} stopped by the clip at ${fixed(1 - clip, 2)} and ${fixed(1 + clip, 2)}${beyond > 0 ? `; ${plural(beyond, 'decision')} beyond the axes stand${beyond === 1 ? 's' : ''} at their edge` : ''}${every > 1 ? `; one in ${String(every)} is drawn` : ''}.`,
    ...{ width, height },
    marks: [
      ...zones(f, clip, lit === 'clip'),
      ...f.marks,
      upright(f, 1, { dash: '1 3' }),
      ...(y[0] < 0 && y[1] > 0
        ? [
            {
              ...{ kind: 'path' as const, d: `M${px(box.left)} ${px(f.y(0))}H${px(box.right)}` },
              ...{ stroke: 'strong' as const, crisp: true },
            },
          ]
        : []),
      ...edges(f, clip, lit === 'clip'),
      ...(order.length === 0 ? [empty(f, 'nothing was looked at yet')] : cloud),
      text(box.left - 30, 12, 'advantage A', { ink: 'soft', small: true }),
      text(box.right, box.bottom + 32, 'ratio r: how much more probable the update has made it', {
        ...{ ink: 'soft', small: true, anchor: 'end', room: box.right - 8 },
      }),
      ...legend.marks(box.bottom + 52),
    ],
    crosshair: {
      label: 'Decision, by ratio',
      ...{ box, at: order.map((_, k) => k), x: (k) => place(order[k]!)[0] },
      point: (left, top) => nearestTo(order.map(place), left, top),
      tracks: [
        {
          ink: 'ink',
          y: (k) => place(order[k]!)[1],
          text: (k) => `r ${fixed(ratio[order[k]!]!, 3)}, A ${fixed(advantage[order[k]!]!, 2)}`,
        },
      ],
      say: (k) =>
        `decision ${whole(k + 1)} of ${whole(order.length)} by ratio: r ${fixed(ratio[order[k]!]!, 3)}, A ${fixed(advantage[order[k]!]!, 2)}, ${looks[FATES[fate[order[k]!]!]!].name}, counts ${digits(slide.surrogate[order[k]!]!)}`,
    },
    head: [
      'Ratio',
      'Advantage',
      'Counts',
      'What becomes of it',
      'Entropy',
      'Value',
      'Return',
      'Load',
      'Forecast',
      'Ordered',
    ],
    get rows() {
      const six = (value: number): number => Number(value.toFixed(6));
      return order.map((i) => [
        ...[ratio, advantage, slide.surrogate].map((column) => six(column[i]!)),
        looks[FATES[fate[i]!]!].name,
        ...[slide.entropy, slide.value, slide.returns].map((column) => six(column[i]!)),
        ...[slide.load, slide.forecast].map((column) => Number(column[i]!.toFixed(2))),
        orderedWords(ordering, slide, i),
      ]);
    },
  };
}

type Plot = ReturnType<typeof frame>;

/** Both axes: the clip region and as much again at least, and most decisions; the advantages as far up as down. */
function domains(
  { ratio, advantage }: LookedAt,
  order: readonly number[],
  clip: number,
): readonly [readonly [number, number], readonly [number, number]] {
  const quantile = (values: readonly number[], share: number): number => {
    const all = [...values].sort((a, b) => a - b);
    return all[Math.min(all.length - 1, Math.max(0, Math.round(share * (all.length - 1))))] ?? 0;
  };
  const ratios = order.map((i) => ratio[i]!);
  const rest = (1 - SHOWN) / 2;
  const low = Math.min(1 - 2 * clip, ratios.length > 0 ? quantile(ratios, rest) : 1);
  const high = Math.max(1 + 2 * clip, ratios.length > 0 ? quantile(ratios, 1 - rest) : 1);
  const reach = quantile(
    order.map((i) => Math.abs(advantage[i]!)),
    SHOWN,
  );
  const most = reach > 0 ? 1.1 * reach : 1;
  // Far beyond the region nothing more is to be seen of it.
  return [
    [Math.max(0, low), Math.min(high, Math.max(1 + 4 * clip, 1.1 * DUAL_CLIP))],
    [-most, most],
  ];
}

/** Where the clip stops a decision: beyond the region, in the direction of its advantage. */
function zones({ box, x, y }: Plot, clip: number, strong: boolean): readonly Mark[] {
  const look = { ink: 'warn', opacity: strong ? 0.2 : 0.08 } as const;
  const zero = y(0);
  return [
    bar(
      { left: x(1 + clip), right: box.right, top: box.top, bottom: zero },
      {
        ...{ ...look, hint: 'more probable and better than expected: the clip stops it here' },
      },
    ),
    bar(
      { left: box.left, right: x(1 - clip), top: zero, bottom: box.bottom },
      {
        ...{ ...look, hint: 'less probable and worse than expected: the clip stops it here' },
      },
    ),
  ];
}

/** The ends of the clip region, by name. */
function edges(f: Plot, clip: number, strong: boolean): readonly Mark[] {
  const names = [
    [1 - clip, '1 − ε', 'end'],
    [1 + clip, '1 + ε', 'start'],
  ] as const;
  return names.flatMap(([value, name, anchor]) => [
    upright(f, value, { ink: strong ? 'warn' : 'strong', width: strong ? 2 : 1 }),
    text(f.x(value), f.box.top - 6, name, {
      ...{ ink: strong ? 'warn' : 'soft', small: true, anchor, bold: strong },
    }),
  ]);
}

const upright = (
  { box, x }: Plot,
  value: number,
  { ink = 'strong', ...look }: { readonly ink?: Ink; readonly dash?: string; readonly width?: number },
): Mark => ({
  ...{ kind: 'path', d: `M${px(x(value))} ${px(box.top)}V${px(box.bottom)}`, stroke: ink, crisp: true },
  ...look,
});

/** What the shapes mean and how many there are, in as many lines as they take. */
function legendOf(
  fates: readonly (readonly [Fate, number])[],
  room: number,
): { readonly lines: number; readonly marks: (top: number) => readonly Mark[] } {
  let [left, line] = [0, 0];
  const entries = fates.map(([name, count]) => {
    const body = `${whole(count)} ${looks[name].name}`;
    const wide = BESIDE + textWidth(body, { small: true });
    if (left > 0 && left + wide > room) [left, line] = [0, line + 1];
    const entry = { ...looks[name], body, left: left + 8, line };
    left += wide + APART;
    return entry;
  });
  return {
    lines: line + 1,
    marks: (top) =>
      entries.flatMap(({ shape, ink, body, left: from, line: row }) => [
        pointAt(from, top + row * LINE - 4, shape, { ink, r: 4 }),
        text(from + BESIDE, top + row * LINE, body, { ink: 'soft', small: true }),
      ]),
  };
}

/** The place nearest to a point; -1 where there are none. */
function nearestTo(places: readonly (readonly [number, number])[], x: number, y: number): number {
  let best = -1;
  let least = Infinity;
  places.forEach(([left, top], k) => {
    const distance = (left - x) ** 2 + (top - y) ** 2;
    if (distance < least) [best, least] = [k, distance];
  });
  return best;
}
