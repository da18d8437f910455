/** What the optimum takes over the range of loads: its cores as a line, and a band of variants for each stage. */

import { domainOf, frame, plotBox, type Frame } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { bar, empty, line, text } from '../../charts/marks.ts';
import { px, type ChartModel, type Mark } from '../../charts/model.ts';
import { coreWords, fixed, joined, plural, short } from '../../format.ts';
import { settingWords, stageName, variantName, variantNames } from '../../pipeline/names.ts';
import type { Configuration, Pipeline } from '../../../model/pipeline.ts';
import type { Optima } from '../../../policies/optimum/overLoads.ts';

interface OptimaShown {
  readonly pipeline: Pipeline;
  readonly optima: Optima;
  /** The load in force, requests per second. */
  readonly load: number;
}

const CORES = 96;
const TOP = 24;
/** Of a stage: its name, and its band. */
const [NAME, BAND] = [17, 22] as const;
const FOOT = 36;
const [LEFT, RIGHT] = [34, 14] as const;
/** Shades of the first and the last variant: dark ink stands on both. */
const [FAINT, FULL] = [0.08, 0.42];
/** More variants than so many are counted instead of named. */
const NAMED = 6;
/** Between a band's edge and the name in it. */
const WITHIN = 5;

/** Loads at which the optimum stays as it is: of the first up to the last of them, and what it is. */
interface Span {
  readonly first: number;
  readonly last: number;
}

export function optimaChart({ pipeline, optima, load }: OptimaShown, width: number): ChartModel {
  const { stages } = pipeline;
  const { loads, cores, throughput, accuracy } = optima;
  const count = loads.length;
  const step = loads[0] ?? 1;
  const most = loads.at(-1) ?? 1;
  const height = TOP + CORES + stages.length * (NAME + BAND) + FOOT;
  const box = plotBox(width, TOP + CORES, { left: LEFT, right: RIGHT, top: TOP, bottom: 0 });
  const whole = { ...box, bottom: height - FOOT };
  const x = { domain: [0, most], ticks: count > 0 ? Math.max(3, Math.floor(width / 90)) : 0 } as const;
  const f = frame(box, { x: { ...x, ticks: 0 }, y: { domain: domainOf([cores], { zero: true }), ticks: 3 } });
  const g = frame(whole, { x: { ...x, overhang: 12 }, y: { domain: [0, 1] } });
  const at = (k: number): Configuration =>
    stages.map((_, n) => ({
      variant: optima.variant[k * stages.length + n]!,
      replicas: optima.replicas[k * stages.length + n]!,
      batch: optima.batch[k * stages.length + n]!,
    }));
  const words = (k: number): readonly string[] =>
    at(k).map((setting, n) => settingWords(stages[n]!, setting));
  const knobs = [optima.variant, optima.replicas, optima.batch];
  const spans = spansOf(count, (j, k) =>
    stages.every((_, n) => knobs.every((of) => of[j * stages.length + n] === of[k * stages.length + n])),
  );
  /** From where a load stands to where the one before it did: the optimum of a load holds for what is just below it. */
  const left = (k: number): number => f.x(k === 0 ? 0 : loads[k - 1]!);

  const bands = stages.flatMap((stage, n): readonly Mark[] => {
    const names = variantNames(stage);
    const top = box.bottom + n * (NAME + BAND) + NAME;
    const title = [stageName(stage), names.family].filter((part) => part !== '').join(': ');
    return [
      text(LEFT, top - 5, title, { ink: 'soft', small: true, room: box.right - LEFT }),
      ...spansOf(
        count,
        (j, k) => optima.variant[j * stages.length + n] === optima.variant[k * stages.length + n],
      ).flatMap(({ first, last }): readonly Mark[] => {
        const variant = optima.variant[first * stages.length + n]!;
        const [from, to] = [left(first), f.x(loads[last]!)];
        const of = stage.variants.length;
        const opacity = FAINT + (of < 2 ? 0.5 : variant / (of - 1)) * (FULL - FAINT);
        const name = names.labels[variant] ?? '';
        const hint = `${variantName(names, variant)}, ${fixed(from === LEFT ? 0 : loads[first]! - step, 1)} to ${fixed(loads[last]!, 1)} requests/s`;
        const fits = textWidth(name, { small: true }) + 2 * WITHIN <= to - from;
        return [
          bar(
            { left: px(from), right: px(Math.max(from + 1, to - 1)), top, bottom: top + BAND },
            { ink: 'ink', opacity, hint },
          ),
          ...(fits ? [text(from + WITHIN, top + BAND / 2 + 4, name, { ink: 'ink', small: true })] : []),
        ];
      }),
    ];
  });
  const say = (k: number): string =>
    `${fixed(loads[k]!, 1)} requests/s: ${stages.map((stage, n) => `${stageName(stage)} ${words(k)[n]!}`).join('; ')}; ${coreWords(cores[k]!)}, ${short(throughput[k]!)} requests/s can be served`;
  return {
    title: 'What the optimum takes over the range of loads',
    sentence: sentenceOf(pipeline, optima, spans),
    width,
    height,
    marks: [
      ...f.marks,
      ...g.marks,
      text(0, 12, '↑ cores', { ink: 'soft', small: true }),
      text(box.right, height - 4, 'requests per second →', { ink: 'soft', anchor: 'end', small: true }),
      ...(count === 0
        ? [empty(f, 'It is being computed.')]
        : [
            // Each holds up to its load, from the one before.
            line(f, [0, ...loads.subarray(0, -1)], cores, { ink: 'ink', held: true, over: step }),
            ...bands,
            ...inForce(g, load, most),
          ]),
    ],
    crosshair: {
      label: 'Crosshair of what the optimum takes',
      ...{ box: whole, at: loads, x: (k) => f.x(loads[k]!) },
      tracks: [{ ink: 'ink', y: (k) => f.y(cores[k]!), text: (k) => coreWords(cores[k]!) }],
      where: (k) => `${fixed(loads[k]!, 1)}/s`,
      say,
    },
    head: [
      'Above, req/s',
      'Up to, req/s',
      ...stages.map(stageName),
      'Cores',
      'Served, req/s',
      'Accuracy, all stages',
    ],
    rows: spans.map(({ first, last }) => [
      Number((first === 0 ? 0 : loads[first - 1]!).toFixed(3)),
      Number(loads[last]!.toFixed(3)),
      ...words(last),
      cores[last]!,
      Number(throughput[last]!.toFixed(3)),
      Number(accuracy[last]!.toFixed(4)),
    ]),
  };
}

/** Loads in a row of which the first and each other are alike. */
function spansOf(count: number, alike: (first: number, k: number) => boolean): readonly Span[] {
  const spans: Span[] = [];
  let first = 0;
  for (let k = 1; k <= count; k++) {
    if (k < count && alike(first, k)) continue;
    spans.push({ first, last: k - 1 });
    first = k;
  }
  return spans;
}

/** A line at the load in force, named above the plot. */
function inForce(g: Frame, load: number, most: number): readonly Mark[] {
  if (!(load > 0 && load <= most)) return [];
  const at = g.x(load);
  const body = `the load now: ${short(load)}/s`;
  const half = textWidth(body, { small: true }) / 2;
  const middle = Math.min(g.box.right - half, Math.max(g.box.left + 50 + half, at));
  return [
    {
      kind: 'path',
      d: `M${px(at)} ${g.box.top}V${g.box.bottom}`,
      ...{ stroke: 'ink', dash: '1 3', crisp: true },
    },
    text(middle, 12, body, { ink: 'ink', anchor: 'middle', small: true }),
  ];
}

function sentenceOf(
  { stages }: Pipeline,
  { loads, variant, cores, throughput }: Optima,
  spans: readonly Span[],
): string {
  if (loads.length === 0) return 'The optimum is being computed.';
  const never = stages.flatMap((stage, n) =>
    stage.variants.flatMap(({ name }, z) =>
      loads.some((_, k) => variant[k * stages.length + n] === z) ? [] : [name],
    ),
  );
  const most = Math.max(...Array.from(cores).filter(Number.isFinite));
  const lacking = loads.map((load, k) => Math.max(0, 1 - throughput[k]! / load));
  const worst = lacking.reduce((a, share, k) => (share > lacking[a]! ? k : a), 0);
  const unserved =
    lacking[worst]! < 0.0005
      ? 'It serves all of every load.'
      : `Where a further replica costs more than it earns it leaves a part of the load unserved, ${fixed(100 * lacking[worst]!, 1)} % at the most, at ${short(loads[worst]!)}.`;
  const untaken =
    never.length === 0
      ? 'Every variant is taken at some load.'
      : never.length > NAMED
        ? `${String(never.length)} variants are taken at none.`
        : `${joined(never)} ${never.length === 1 ? 'is' : 'are'} taken at none.`;
  return `Under loads that stay, by the equations alone: ${plural(spans.length, 'configuration')} up to ${short(loads.at(-1)!)} requests a second, the most that fits the limits, on at most ${coreWords(most)}. ${unserved} ${untaken}`;
}
