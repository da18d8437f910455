/** A variant's latency by batch: what was measured with its spread, the fitted line, and how far each point is off it. */
import { batchAxis, batchStops, notOrdered, quantileName, secondsTicks, secondsWords } from './figures.ts';
import { frame, lineAcross, plotBox, type Frame } from '../../charts/frame.ts';
import { legend } from '../../charts/labels.ts';
import { dots, empty, line, text } from '../../charts/marks.ts';
import { px, type ChartModel, type Mark, type PathMark } from '../../charts/model.ts';
import { fixed, signed } from '../../format.ts';
import { latency, type Variant } from '../../../model/pipeline.ts';

export type ShownVariant = Pick<Variant, 'name' | 'cores' | 'latency' | 'provenance'>;

const PLOT = 210;
const TOP = 24;
/** Between the two panels: the axis of batches, and the name of the lower one. */
const BETWEEN = 44;
const RESIDUALS = 58;
const FOOT = 16;
const HEIGHT = TOP + PLOT + BETWEEN + RESIDUALS + FOOT;
const [LEFT, RIGHT] = [52, 12];
/** Points of the curve that the line is on this scale. */
const CURVE = 64;
/** Residuals are drawn on at least so many per cent up and down: less is no difference. */
const LEAST_SHARE = 2;
/** Per cent below which a residual is written as 0.0. */
const MET = 0.05;
/** Air above and below what is drawn, as a factor. */
const AIR = 1.25;
const DOT = 4;

/** What the line misses of a measured figure, per cent of the figure: above 0 the service took longer than the line says. */
export function residualShare({ batches, seconds, line }: Variant['latency'], i: number): number {
  const measured = seconds[i]!;
  return (100 * (measured - (line.slope * batches[i]! + line.intercept))) / measured;
}

const positive = (value: number): boolean => Number.isFinite(value) && value > 0;

export function profileChart(variant: ShownVariant, maxBatch: number, width: number): ChartModel {
  const profile = variant.latency;
  const { batches, seconds, spread = [], measuredUpTo } = profile;
  const stops = batchStops(profile, maxBatch);
  const last = stops.at(-1) ?? 1;
  const lineAt = (batch: number): number => {
    const at = profile.line.slope * batch + profile.line.intercept;
    return positive(at) ? at : NaN;
  };
  const curve = (from: number, to: number, of: (batch: number) => number): readonly [number[], number[]] => {
    const x = Array.from({ length: CURVE + 1 }, (_, i) => from * (to / from) ** (i / CURVE));
    return [x, x.map(of)];
  };
  const fitted = curve(1, Math.max(1, Math.min(measuredUpTo, last)), lineAt);
  const beyond =
    measuredUpTo < last
      ? curve(measuredUpTo, last, (batch) => (batch > measuredUpTo ? latency(profile, batch) : lineAt(batch)))
      : undefined;

  const drawn = [...seconds, ...spread.flat(), ...(batches.length > 0 ? (beyond?.[1] ?? []) : [])].filter(
    positive,
  );
  const domain: readonly [number, number] =
    drawn.length === 0 ? [0.01, 1] : [Math.min(...drawn) / AIR, Math.max(...drawn) * AIR];
  const upper = plotBox(width, TOP + PLOT, { left: LEFT, right: RIGHT, top: TOP, bottom: 0 });
  const f = frame(upper, {
    x: batchAxis(stops),
    y: { domain, scale: 'log', ticks: secondsTicks(domain, 6) },
  });

  const shares = batches.map((_, i) => residualShare(profile, i));
  const most = Math.max(LEAST_SHARE, 1.15 * Math.max(0, ...shares.filter(Number.isFinite).map(Math.abs)));
  const level = niceBelow(most);
  const g = frame(
    { ...upper, top: upper.bottom + BETWEEN, bottom: upper.bottom + BETWEEN + RESIDUALS },
    {
      x: { ...batchAxis(stops), ticks: 0 },
      y: {
        domain: [-most, most],
        ticks: [-level, 0, level].map((at) => ({ at, text: `${signed(at, at % 1 === 0 ? 0 : 1)} %` })),
      },
    },
  );

  const inside = (i: number): boolean => batches[i]! <= measuredUpTo;
  const at = (which: (i: number) => boolean): readonly number[] => [...batches.keys()].filter(which);
  const points = (frameOf: Frame, y: readonly number[]): readonly Mark[] => {
    const of = (which: readonly number[], look: Parameters<typeof dots>[3]): PathMark =>
      dots(
        frameOf,
        which.map((i) => batches[i]!),
        which.map((i) => y[i]!),
        look,
      );
    const outside = at((i) => !inside(i));
    return [
      ...(outside.length > 0
        ? [{ ...of(outside, { ink: 'paper', r: DOT - 0.5 }), stroke: 'ink', width: 1.5 } as const]
        : []),
      of(at(inside), { ink: 'ink', r: DOT }),
    ];
  };
  const none = batches.length === 0;
  const names = [
    { name: none ? '' : 'fitted line', ink: 'load', y: 0, bold: false },
    ...(beyond && !none ? [{ name: 'beyond', ink: 'load', y: 0, bold: false, dash: '4 3' } as const] : []),
  ] as const;
  const indexOf = new Map(batches.map((batch, i) => [batch, i]));
  const measuredAt = (k: number): number => seconds[indexOf.get(stops[k]!) ?? -1] ?? NaN;
  const shareAt = (k: number): number => shares[indexOf.get(stops[k]!) ?? -1] ?? NaN;
  return {
    title: `Latency of ${variant.name} by batch`,
    sentence: sentenceOf(variant, shares, last),
    width,
    height: HEIGHT,
    marks: [
      ...(last > maxBatch ? [f, g].map((panel) => notOrdered(panel, maxBatch, last)) : []),
      ...f.marks,
      ...g.marks,
      text(0, 12, '↑ one batch takes', { ink: 'soft', small: true }),
      text(0, upper.bottom + BETWEEN - 12, '↑ off the line', { ink: 'soft', small: true }),
      text(upper.right, upper.bottom + BETWEEN - 12, 'requests in a batch →', {
        ...{ ink: 'soft', anchor: 'end', small: true },
      }),
      lineAcross(g.box, g.y(0), 'soft'),
      ...(none
        ? [empty(f, 'Nothing was measured yet.')]
        : [
            ...legend(names, { left: 100, right: width - RIGHT, y: 12 }, { small: true, samples: true }),
            line(f, ...fitted, { ink: 'load', width: 1.6 }),
            ...(beyond ? [line(f, ...beyond, { ink: 'load', width: 1.6, dash: '4 3' })] : []),
            spreadMark(f, batches, spread),
            stems(g, batches, shares),
            ...points(f, seconds),
            ...points(g, shares),
          ]),
    ],
    crosshair: {
      label: `Crosshair of the latency of ${variant.name}`,
      box: { ...upper, bottom: g.box.bottom },
      at: stops,
      x: (k) => f.x(stops[k]!),
      tracks: [
        {
          ink: 'load',
          textInk: 'soft',
          y: (k) => f.y(lineAt(stops[k]!)),
          text: (k) => secondsWords(lineAt(stops[k]!)),
        },
        {
          ink: 'ink',
          y: (k) => (positive(measuredAt(k)) ? f.y(measuredAt(k)) : NaN),
          text: (k) => secondsWords(measuredAt(k)),
        },
        { ink: 'ink', y: (k) => g.y(shareAt(k)), text: (k) => `${signed(shareAt(k), 1)} %` },
      ],
      say: (k) => sayAt(variant, stops[k]!, indexOf.get(stops[k]!)),
    },
    head: [
      'Batch',
      'Measured, s',
      'Least, s',
      'Most, s',
      'Fitted line, s',
      'Off the line, %',
      'The lab reckons with, s',
    ],
    rows: Array.from(stops, (batch) => {
      const i = indexOf.get(batch);
      const [low = '', high = ''] = i === undefined ? [] : (spread[i] ?? []);
      return [
        batch,
        i === undefined ? '' : seconds[i]!,
        low,
        high,
        profile.line.slope * batch + profile.line.intercept,
        i === undefined ? '' : Number(shares[i]!.toFixed(3)),
        latency(profile, batch),
      ];
    }),
  };
}

/** The level that the axis of residuals names: round, and not above `most`. */
function niceBelow(most: number): number {
  const decade = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((step) => step * decade).find((level) => level <= most) ?? decade;
}

/** Upright lines from the least to the most of each batch, as one mark. */
function spreadMark(f: Frame, batches: readonly number[], spread: readonly (readonly number[])[]): PathMark {
  const d = batches.map((batch, i) => {
    const [low = NaN, high = NaN] = spread[i] ?? [];
    return positive(low) && positive(high) ? `M${px(f.x(batch))} ${px(f.y(low))}V${px(f.y(high))}` : '';
  });
  return {
    kind: 'path',
    d: d.join(''),
    stroke: 'ink',
    width: 5,
    opacity: 0.25,
    hint: 'From the least to the most measured',
  };
}

/** From the line to each point. */
function stems(g: Frame, batches: readonly number[], shares: readonly number[]): PathMark {
  const d = batches.map((batch, i) =>
    Number.isFinite(shares[i]) ? `M${px(g.x(batch))} ${px(g.y(0))}V${px(g.y(shares[i]!))}` : '',
  );
  return { kind: 'path', d: d.join(''), stroke: 'ink', width: 1.5 };
}

function sentenceOf(
  { latency: profile, provenance }: ShownVariant,
  shares: readonly number[],
  last: number,
): string {
  const { batches, seconds, measuredUpTo } = profile;
  if (batches.length === 0) return 'No batch was measured yet.';
  const which = provenance?.quantile === undefined ? '' : ` (${quantileName(provenance.quantile)})`;
  const end = batches.length - 1;
  const took = `One batch takes ${secondsWords(seconds[0]!)} at size ${String(batches[0]!)}${
    end > 0 ? ` and ${secondsWords(seconds[end]!)} at ${String(batches[end]!)}` : ''
  }${which}.`;
  const within = [...batches.keys()].filter((i) => batches[i]! <= measuredUpTo && Number.isFinite(shares[i]));
  const worst = within.reduce(
    (a, b) => (Math.abs(shares[b]!) > Math.abs(shares[a]!) ? b : a),
    within[0] ?? 0,
  );
  const off = Math.abs(shares[worst] ?? 0);
  const missed =
    within.length < 2
      ? ''
      : off < MET
        ? ' The line meets the points that it was fitted to.'
        : ` The line misses the points that it was fitted to by ${fixed(off, 1)} % at the most, at batch ${String(batches[worst]!)}.`;
  const beyond =
    measuredUpTo < last
      ? ` Up to batch ${String(measuredUpTo)} the lab takes what was measured, beyond it the line (dashed)${
          batches.some((batch) => batch > measuredUpTo) ? '; hollow points were not used' : ''
        }.`
      : '';
  return took + missed + beyond;
}

function sayAt({ latency: profile }: ShownVariant, batch: number, i: number | undefined): string {
  const { seconds, spread, line: by } = profile;
  const fit = `the line says ${secondsWords(by.slope * batch + by.intercept)}`;
  if (i === undefined) return `Batch ${String(batch)}: not measured; ${fit}`;
  const range = spread?.[i];
  const between = range ? ` (${secondsWords(range[0])} to ${secondsWords(range[1])})` : '';
  return `Batch ${String(batch)}: measured ${secondsWords(seconds[i]!)}${between}; ${fit}, off by ${signed(residualShare(profile, i), 1)} %`;
}
