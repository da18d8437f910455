import { metricChart } from './metricChart.ts';
import { groups } from './metrics.ts';
import { learningCurve } from './learningCurve.ts';
import type { RegretScale } from './regret.ts';
import { RUN_COLOURS, type RunSet, type Shade } from './sets.ts';
import { describe, expect, it } from 'vitest';
import { onSeries, testChart } from '../../charts/chartTest.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';

const point = (value: number, k: number): TrainPoint => ({
  ...{ member: 0, update: k, steps: 256 * (k + 1), elapsedSeconds: k + 1, reward: value, regret: value / 4 },
  ...{ policyLoss: value / 1e4, valueLoss: value, entropy: 1, approxKl: value / 1000, maxKl: value / 100 },
  ...{ clipFraction: value / 100, explainedVariance: value / 20, gradientNorm: value, masked: 0.2 },
  ...{ valueScale: value, imitationLoss: 0, expertShare: 0.1, learningRate: 1e-3, entropyCoefficient: 0.01 },
  ...{
    imitation: 0.5,
    epochs: 4,
    stepsPerSecond: 1000,
    headEntropies: [1, 2, 3].map((n) => value / (20 * n)),
  },
});
const scale: RegretScale = {
  ofRollout: ({ regret }) => regret,
  ofObjective: (objective) => (20 - objective) / 10,
  points: (objective) => 20 - objective,
  rivals: [
    { id: 'ipa-exact', name: 'IPA', regret: 0.6, inTime: undefined },
    { id: 'greedy', name: 'Greedy', regret: 1, inTime: undefined },
    { id: 'random', name: 'Random', regret: 30, inTime: undefined },
  ],
  unit: 4,
  one: 10,
  floor: -0.2,
  possible: { kind: 'bracket', plan: 20, bound: 22, searching: false },
};
const setOf = (values: Float64Array, place: number, name: string): RunSet => {
  const points = Array.from(values, point);
  return {
    ...{ id: name, name, colour: RUN_COLOURS[place]!, members: [points], scale },
    evaluations: points
      .filter((_, k) => k % 4 === 3)
      .map(({ update, steps, elapsedSeconds, reward }) => ({
        ...{ member: 0, update, steps, elapsedSeconds, objective: reward, inTime: 0.9, best: false },
      })),
  };
};
const shades: readonly Shade[] = [
  { id: 'a', from: 1000, to: 2000, severity: 'warning', title: 'Steps too large' },
  { id: 'b', from: 3000, to: 3001, severity: 'note', title: 'Over' },
];
const domainOf = (values: Float64Array): readonly [number, number] => [0, Math.max(256, 256 * values.length)];

testChart(
  'one learning',
  onSeries((values) => {
    const sets = [setOf(values, 0, 'Run 1')];
    return (width) => learningCurve({ sets, scale, clock: 'steps', domain: domainOf(values), shades }, width);
  }),
);

testChart(
  'several that learn',
  onSeries((values) => {
    const sets = [
      setOf(values, 0, 'Run 1'),
      setOf(values.map((v) => v / 3).subarray(0, 17), 1, 'Run 1 with a learning rate of 0.003'),
    ];
    const domain = [0, Math.max(1, values.length)] as const;
    return (width) => learningCurve({ sets, scale, clock: 'seconds', domain, shades: [] }, width);
  }),
);

/** One of each kind: lines with dashes, a logarithm with health, shares, fixed ends. */
const KINDS = ['reward', 'approxKl', 'clipFraction', 'entropy'];
const metrics = groups.flatMap((group) => group.metrics).filter(({ id }) => KINDS.includes(id));

describe.each(metrics)('the metric $id', (metric) => {
  testChart(
    metric.title,
    onSeries((values) => {
      const sets = [setOf(values, 0, 'Run 1')];
      return (width) =>
        metricChart(metric, { sets, clock: 'steps', domain: domainOf(values), shades }, width);
    }),
  );
});

describe('the crosshair of a training', () => {
  const values = Float64Array.from({ length: 6 }, (_, k) => 8 - k);
  const sized = { clock: 'steps', domain: domainOf(values), shades: [] } as const;
  const chart = (sets: readonly RunSet[]) =>
    learningCurve({ sets, scale, clock: 'steps', domain: domainOf(values), shades: [] }, 720).crosshair!;

  it('tells what stands in the other charts too where one run is shown', () => {
    expect(chart([setOf(values, 0, 'Run 1')]).say(0)).toBe(
      '256 steps: regret 2.0, mean episode reward 8.00, approximate kl 0.0080, clip fraction 8.0 %, explained variance 0.40',
    );
  });

  it('tells every run where several are, at the end of one that ended before', () => {
    const { say, at } = chart([setOf(values, 0, 'Run 1'), setOf(values.subarray(0, 2), 1, 'Run 2')]);
    expect(at).toHaveLength(6);
    expect(say(5)).toBe('1,536 steps: Run 1 0.75, Run 2 1.8');
  });

  it('reaches to the end of the longer run, though it is drawn with fewer marks', () => {
    const falling = (count: number): Float64Array =>
      Float64Array.from({ length: count }, (_, k) => 8 - k / 100);
    const sets = [setOf(falling(200), 0, 'Run 1'), setOf(falling(300), 1, 'Run 2')];
    const { at, say } = chart(sets);
    expect(at[at.length - 1]).toBe(300 * 256);
    // Both of a pair of updates; the longer is drawn by pairs.
    expect(at).toHaveLength(200 + 50);
    expect(say(at.length - 1)).toBe('76,800 steps: Run 1 1.5, Run 2 1.3');
    const { crosshair } = metricChart(metrics[0]!, { ...sized, sets }, 280);
    expect(crosshair!.at).toHaveLength(250);
    expect(crosshair!.tracks.map(({ text }) => text(249))).toEqual(['6.01', '5.01']);
  });

  it('tells the last value of a run at rest, also where its last marks stand at one place', () => {
    const points = [8, 7, 6].map((value, k) => ({ ...point(value, k), steps: [256, 512, 512][k]! }));
    const sets = [
      { ...setOf(values, 0, 'Run 1'), members: [points] },
      setOf(values.subarray(0, 2), 1, 'Run 2'),
    ];
    const { at, tracks } = metricChart(metrics[0]!, { ...sized, sets }, 280).crosshair!;
    expect(tracks.map(({ text }) => text(at.length - 1))).toEqual(['6.00', '7.00']);
  });

  it('gives every run its own value where one has none yet', () => {
    const sets = [setOf(values.subarray(0, 0), 0, 'Run 1'), setOf(values, 1, 'Run 2')];
    expect(chart(sets).say(5)).toBe('1,536 steps: Run 2 0.75');
    const { say, tracks } = metricChart(metrics[0]!, { ...sized, sets }, 280).crosshair!;
    expect(say(5)).toBe('Mean episode reward: Run 2 3.00');
    expect(tracks.map(({ text }) => text(5))).toEqual(['3.00']);
  });

  it('has no stops before anything is trained', () => {
    expect(chart([]).at).toHaveLength(0);
  });
});
