/** Training and held-out loss while a predictor learns. */
import { domainOf, frame, plotBox } from '../../charts/frame.ts';
import { endLabels } from '../../charts/labels.ts';
import { dot, empty, line } from '../../charts/marks.ts';
import type { ChartModel } from '../../charts/model.ts';
import { fixed } from '../../format.ts';
import { AGENT, policyStyle } from '../../theme/policies.ts';

/** Of a training's points, what is drawn. */
interface LossPoint {
  readonly elapsedSeconds: number;
  readonly training: number;
  readonly validation: number;
  /** The best held-out loss so far. */
  readonly best: boolean;
}

const HEIGHT = 132;

/** `seconds` is how long the training takes in all, as far as can be told. */
export function lossChart(points: readonly LossPoint[], seconds: number, width: number): ChartModel {
  const at = Float64Array.from(points, (p) => p.elapsedSeconds);
  const training = Float64Array.from(points, (p) => p.training);
  const held = Float64Array.from(points, (p) => p.validation);
  // The first, random steps would flatten what follows.
  const settled = points.length > 12 ? 2 : 0;
  const domain = domainOf([training.subarray(settled), held.subarray(settled)]);
  const digits = domain[1] < 0.1 ? 3 : domain[1] < 10 ? 2 : 1;
  const say = (loss: number): string => fixed(loss, digits);
  const end = Math.max(seconds, at.at(-1) ?? 0, 1);
  const box = plotBox(width, HEIGHT, { left: 38, right: 74, top: 8, bottom: 20 });
  const f = frame(box, {
    x: {
      domain: [0, end],
      ticks: [0, end].map((s) => ({ at: s, text: s === 0 ? '0' : `${fixed(s, 0)} s` })),
    },
    y: { domain, ticks: 3, text: say, clamp: true },
  });
  const own = policyStyle(AGENT);
  const last = points.at(-1);
  const best = points.findLast((p) => p.best);
  const names = [
    { name: 'training', ink: 'soft', y: f.y(last?.training ?? NaN), bold: false },
    { name: 'held out', ink: own, y: f.y(last?.validation ?? NaN) },
  ] as const;
  return {
    title: 'Loss while it learns',
    sentence: last
      ? `Loss after ${fixed(last.elapsedSeconds, 0)} seconds: ${say(last.training)} on what it learns from, ${say(last.validation)} on what is held out.`
      : 'The loss will appear here.',
    width,
    height: HEIGHT,
    marks: [
      ...f.marks,
      line(f, at, training, { ink: 'load', width: 1.3 }),
      line(f, at, held, { ink: own, width: 1.9 }),
      ...(best ? [dot(f, best.elapsedSeconds, best.validation, { ink: own, r: 3.6, edge: 'card' })] : []),
      ...(last
        ? endLabels(names, { ...box, right: Math.min(box.right, f.x(last.elapsedSeconds)) }, width, {
            small: true,
          })
        : [empty(f, 'The loss will appear here.')]),
    ],
    crosshair: {
      label: 'Crosshair of the losses',
      ...{ box, at, x: (k) => f.x(at[k]!) },
      tracks: [
        { ink: 'load', textInk: 'soft', y: (k) => f.y(training[k]!), text: (k) => say(training[k]!) },
        { ink: own, y: (k) => f.y(held[k]!), text: (k) => say(held[k]!) },
      ],
      say: (k) => `${fixed(at[k]!, 1)} s: training ${say(training[k]!)}, held out ${say(held[k]!)}`,
      where: (k) => `${fixed(at[k]!, 0)} s`,
    },
    head: ['Second', 'Training', 'Held out'],
    get rows() {
      return points.map((p) => [p.elapsedSeconds, p.training, p.validation]);
    },
  };
}
