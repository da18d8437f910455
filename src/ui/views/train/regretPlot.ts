/** Regret over a training, what is possible at the top: marks and crosshair of the Train view's learning curve and of the Lab's. */
import type { Curve } from './curve.ts';
import type { Shade } from './sets.ts';
import { placeAt, stopsOf } from '../../charts/crosshair.ts';
import { frame, plotBox, type Frame, type Tick } from '../../charts/frame.ts';
import { endLabels, tailOf } from '../../charts/labels.ts';
import { band, dot, dots, line, rule, stretch, text } from '../../charts/marks.ts';
import type { Crosshair, Ink, Mark } from '../../charts/model.ts';

/** The agent judged by its most probable choices. */
interface Judged {
  readonly at: number;
  readonly regret: number;
}

export interface RegretLine {
  readonly name: string;
  readonly ink: Ink;
  readonly curve: Pick<Curve, 'x' | 'mid'> & Partial<Curve>;
  readonly judged: readonly Judged[];
  /** The judgement that stands out: a ring with its value where that is written, else a dot. */
  readonly best?: (Judged & { readonly name?: string; readonly ring: boolean }) | undefined;
}

/** A policy that does not learn. */
interface RegretLevel {
  readonly name: string;
  readonly ink: Ink;
  readonly textInk?: Ink;
  readonly dash?: string | undefined;
  readonly regret: number;
}

/** The truth as a band: from a plan that was found, which is at 0, to a bound that nobody passes. */
export interface RegretBand {
  /** Of the bound, below 0. */
  readonly bound: number;
  readonly ink: Ink;
}

interface RegretData {
  readonly height: number;
  readonly margin: Parameters<typeof plotBox>[2];
  readonly small: boolean;
  /** Of the horizontal axis, and its marks. */
  readonly domain: readonly [number, number];
  readonly times: number | readonly Tick[];
  readonly timeText: (at: number) => string;
  /** The regret at the bottom; above it the root opens up the last, hardest part without hiding the first. */
  readonly worst: number;
  readonly ticks: readonly Tick[];
  /** What is at 0; the optimum unless said otherwise. */
  readonly zero?: string;
  readonly bands?: readonly RegretBand[];
  readonly levels: readonly RegretLevel[];
  readonly lines: readonly RegretLine[];
  readonly shades: readonly Shade[];
  readonly crosshair: Pick<Crosshair, 'label' | 'where'> & {
    readonly text: (line: RegretLine, regret: number) => string;
    readonly say: (
      stop: number,
      values: readonly { readonly name: string; readonly value: number }[],
    ) => string;
  };
}

/** How doctor's evidence lies behind the lines of a chart. */
export const shadeMarks = (f: Parameters<typeof stretch>[0], shades: readonly Shade[]): readonly Mark[] =>
  shades.map(({ from, to, severity, title }) =>
    stretch(f, 'x', [from, to], { ...SHADE[severity === 'note' ? 'note' : 'fault'], hint: title }, 3),
  );
const SHADE = { note: { ink: 'soft', opacity: 0.12 }, fault: { ink: 'warn', opacity: 0.14 } } as const;

/** What is at the top: the furthest bound, or what was judged better than a plan without a bound. */
const topOf = ({ bands = [], lines }: RegretData): number =>
  Math.min(
    0,
    ...bands.map(({ bound }) => bound),
    ...lines
      .flatMap(({ judged, best }) => [...judged, ...(best ? [best] : [])].map(({ regret }) => regret))
      .filter(Number.isFinite),
  );

/** Apart from the last one, px. */
const TICKS_APART = 11;

/** The plot whose root begins at `top`. */
function from(top: number, { domain, worst, ticks, times, timeText }: RegretData, box: Frame['box']): Frame {
  const axis = { domain: [0, worst - top], scale: 'root', down: true, clamp: true } as const;
  const bare = frame(box, { x: { domain }, y: axis });
  const at = (value: number): number => bare.y(value - top);
  let last = at(0);
  const apart = [...ticks]
    .sort((a, b) => a.at - b.at)
    .filter((tick) => {
      if (at(tick.at) - last < TICKS_APART) return false;
      last = at(tick.at);
      return true;
    });
  const made = frame(box, {
    x: { domain, ticks: times, text: timeText, clamp: true },
    y: { ...axis, ticks: (top < 0 ? apart : ticks).map((tick) => ({ ...tick, at: tick.at - top })) },
  });
  const y = Object.assign((value: number) => made.y(value - top), {
    invert: (px: number) => made.y.invert(px) + top,
    domain: () => [top, worst] as const,
    ticks: made.y.ticks,
  });
  return { ...made, y };
}

export function regretPlot(
  data: RegretData,
  width: number,
): { readonly marks: readonly Mark[]; readonly crosshair: Crosshair } {
  const { height, small, domain, lines, levels, zero = 'optimum', bands = [] } = data;
  const box = plotBox(width, height, data.margin);
  const f = from(topOf(data), data, box);
  const [first] = bands;
  const marks: Mark[] = [
    ...shadeMarks(f, data.shades),
    ...bands.map(({ bound, ink }) =>
      stretch(f, 'y', [bound, 0], {
        ...{ ink, opacity: bands.length > 1 ? 0.08 : 0.1 },
        hint: `What is possible: from the ${zero} to the bound`,
      }),
    ),
    ...f.marks,
    text(box.left - 7, f.y(0) + 3.6, '0', { ink: 'soft', anchor: 'end', small: true }),
    ...bands.flatMap(({ bound }) => rule(f, bound)),
    ...rule(f, 0, { ink: 'ink', dash: '3 3' }),
    ...levels.map(({ ink, dash, regret }) =>
      line(f, domain, [regret, regret], { ink, dash, width: small ? 1.4 : 1.1, opacity: small ? 1 : 0.85 }),
    ),
  ];
  for (const { ink, curve, judged, best } of lines) {
    const { x, mid, low, high } = curve;
    if (low && high) marks.push(band(f, x, low, high, { ink, opacity: 0.14 }));
    marks.push(line(f, x, mid, { ink, width: small ? 1.8 : 2 }));
    const at = judged.map((mark) => mark.at);
    const regrets = judged.map(({ regret }) => regret);
    marks.push(dots(f, at, regrets, { ink, r: small ? 2 : 2.6, opacity: small ? 0.65 : 0.75 }));
    if (!best) continue;
    const look = best.ring ? { r: 5, ring: true } : { r: 3.6, edge: 'card' as const };
    marks.push(dot(f, best.at, best.regret, { ink, ...look }));
    if (best.name === undefined) continue;
    const [x0, y0] = [f.x(best.at), f.y(best.regret)];
    const anchor = x0 > box.right - 60 ? 'end' : x0 < box.left + 30 ? 'start' : 'middle';
    const y = best.regret > 0.6 ? Math.min(y0 + 19, box.bottom - 2) : Math.max(y0 - 10, box.top + 10);
    marks.push(text(x0, y, best.name, { ink, anchor, bold: true, halo: true }));
  }
  const ends = lines.filter(({ curve }) => curve.x.length > 0);
  const names = [
    ...(first ? [{ name: 'upper bound', ink: 'soft' as const, y: f.y(first.bound), bold: small }] : []),
    { name: zero, ink: 'ink' as const, y: f.y(0), bold: small },
    ...levels.map(({ name, ink, textInk = ink, regret }) => ({
      ...{ name, ink: textInk, y: f.y(regret), bold: small },
    })),
    // The Lab's small one is named above it.
    ...(small ? [] : ends.map(({ name, ink, curve }) => ({ name, ink, y: f.y(tailOf(curve.mid, 1)) }))),
  ];
  marks.push(...endLabels(names, { ...box, bottom: box.bottom - 4 }, width, { small, gap: small ? 13 : 14 }));

  const stops = stopsOf(ends.map(({ curve }) => curve.x));
  /** What a line says at a stop; where it ended before, its last. */
  const valueAt = ({ curve }: RegretLine, k: number): number => curve.mid[placeAt(curve.x, stops, k)]!;
  const { text: say, say: sayAll, ...rest } = data.crosshair;
  return {
    marks,
    crosshair: {
      ...rest,
      ...{ box, at: stops, x: (k) => f.x(stops[k]!) },
      tracks: ends.map((one) => ({
        ink: one.ink,
        y: (k) => f.y(valueAt(one, k)),
        text: (k) => say(one, valueAt(one, k)),
      })),
      say: (k) =>
        sayAll(
          k,
          ends.map((one) => ({ name: one.name, value: valueAt(one, k) })),
        ),
    },
  };
}
