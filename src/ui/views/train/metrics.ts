/** What the small multiples show: each metric with its reading, its healthy range and its meaning. */
import type { Clock, Reading } from './curve.ts';
import { knobEntropy, type EvidenceMetric } from '../../../learning/doctor/evidence.ts';
import { fixed, short, whole } from '../../format.ts';

export interface MetricLine {
  readonly name: string;
  readonly read: Reading;
  /** How the line is drawn where several share a chart. */
  readonly dash?: string;
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly MetricLine[];
  /** What stands for them where runs are compared, each with one line; the first line unless said otherwise. */
  readonly compared?: Reading;
  /** Of the vertical axis; linear unless it says so. */
  readonly scale?: 'log';
  /** Fixed ends of the axis. */
  readonly domain?: readonly [number, number];
  readonly healthy?: readonly [number, number];
  readonly show: (value: number) => string;
  readonly meaning: string;
  /** As the paper writes it. */
  readonly equation?: string;
  /** Findings that point at this chart. */
  readonly evidence?: readonly EvidenceMetric[];
}

export interface MetricGroup {
  readonly title: string;
  readonly note: string;
  readonly metrics: readonly Metric[];
}

const one = (read: Reading): readonly MetricLine[] => [{ name: '', read }];
const percent = (value: number): string => `${fixed(100 * value, Math.abs(value) < 0.0995 ? 1 : 0)} %`;
export const small = (value: number): string => {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1) return short(value);
  if (size >= 1e-3) return fixed(value, size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4);
  return value
    .toExponential(1)
    .replace('.0', '')
    .replace('e-', '·10⁻')
    .replace(/\d$/, (d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)] ?? d)
    .replace('-', '−');
};

export const groups: readonly MetricGroup[] = [
  {
    title: 'What the paper plots',
    note: 'Fig. 7',
    metrics: [
      {
        id: 'reward',
        title: 'Mean episode reward',
        unit: 'points a decision',
        lines: [
          { name: 'agent', read: (p) => p.reward },
          { name: 'optimum', read: (p) => p.reward + p.regret, dash: '3 3' },
        ],
        show: (v) => fixed(v, 2),
        meaning:
          'Reward of one decision, averaged over a rollout while the agent explores; the dashed line is the optimum of the equations on the same seconds, whose choices take effect at once. It should rise towards that line, which with queues or start-up is neither a bound nor quite within reach.',
        equation: 'r = Q − β C − κ late − γ B  (7), where κ is 0 in the paper',
        evidence: ['regret'],
      },
      {
        id: 'policyLoss',
        title: 'Policy loss',
        unit: '',
        lines: one((p) => p.policyLoss),
        show: small,
        meaning:
          'The clipped surrogate, negated. It starts near 0 in every update because advantages are normalised, so its level says little; a drift away from 0 means that updates are large.',
        equation: 'L = E[min(ρ A, clip(ρ, 1 − ε, 1 + ε) A)]  (12)',
      },
      {
        id: 'valueLoss',
        title: 'Value loss',
        unit: 'log scale',
        lines: one((p) => p.valueLoss),
        scale: 'log',
        show: small,
        meaning:
          'Squared error of the predicted return. It falls as the critic learns, and may rise again when the policy reaches states it has not seen.',
        equation: 'L = E[(V(s) − R)²]  (11)',
      },
    ],
  },
  {
    title: 'Is each update the right size?',
    note: 'what practitioners watch',
    metrics: [
      {
        id: 'approxKl',
        title: 'Approximate KL',
        unit: 'nats, log scale',
        lines: one((p) => Math.max(0, p.approxKl)),
        scale: 'log',
        healthy: [5e-4, 0.06],
        show: small,
        meaning:
          'How far one update moves the policy. Healthy is 0.0005 to 0.06 for all heads together (one head alone: up to 0.02); above 0.1 the update outruns its data, near 0 nothing is learned.',
        equation: 'KL ≈ E[(ρ − 1) − ln ρ]',
        evidence: ['approxKl'],
      },
      {
        id: 'clipFraction',
        title: 'Clip fraction',
        unit: 'share of samples',
        lines: one((p) => p.clipFraction),
        healthy: [0.01, 0.3],
        show: percent,
        meaning:
          'Share of samples whose ratio left the clip region, and so gave no gradient. Healthy is 1 to 30 %; more means steps too large or too many epochs.',
        equation: '|ρ − 1| > ε in (12)',
        evidence: ['clipFraction'],
      },
      {
        id: 'gradientNorm',
        title: 'Gradient norm',
        unit: 'before clipping at 0.5, log scale',
        lines: one((p) => p.gradientNorm),
        scale: 'log',
        show: small,
        meaning:
          'Length of the gradient before it is cut to 0.5. Large at first, while returns are far from what the critic expects; it should fall by an order of magnitude or more.',
      },
    ],
  },
  {
    title: 'Does it still explore, and does the critic see?',
    note: '',
    metrics: [
      {
        id: 'entropy',
        title: 'Entropy',
        unit: 'share of pure chance',
        lines: [
          { name: 'variant', read: (p) => knobEntropy(p, 0) },
          { name: 'replicas', read: (p) => knobEntropy(p, 1), dash: '5 3' },
          { name: 'batch', read: (p) => knobEntropy(p, 2), dash: '1.5 2.5' },
        ],
        compared: (p) => (knobEntropy(p, 0) + knobEntropy(p, 1) + knobEntropy(p, 2)) / 3,
        domain: [0, 1],
        show: (v) => fixed(v, 2),
        meaning:
          'How undecided the heads are, by knob and averaged over the stages: 1 is drawing lots, 0 is certain. It should fall slowly; near 0 before the regret is low means that exploring has ended too soon.',
        equation: 'H(π) / ln(choices)',
        evidence: ['entropy'],
      },
      {
        id: 'explainedVariance',
        title: 'Explained variance',
        unit: '1 is perfect',
        lines: one((p) => Math.max(-1, p.explainedVariance)),
        domain: [-1, 1],
        healthy: [0.3, 1],
        show: (v) => fixed(v, 2),
        meaning:
          'Share of the returns’ variance that the critic predicts. 0 is what a constant would give; healthy is above 0.3 once training has begun. Below 0 the critic misleads.',
        equation: '1 − Var(R − V) / Var(R)',
        evidence: ['explainedVariance'],
      },
      {
        id: 'valueScale',
        title: 'Size of returns',
        unit: 'root mean square, log scale',
        lines: one((p) => p.valueScale),
        scale: 'log',
        healthy: [0.1, 60],
        show: small,
        meaning:
          'Size of what the value head must predict, after rewards are scaled. Above 60 the value loss takes the whole gradient; divide the rewards by more then.',
        evidence: ['valueScale'],
      },
    ],
  },
  {
    title: 'Who teaches, and how fast?',
    note: '',
    metrics: [
      {
        id: 'guidance',
        title: 'Expert',
        unit: 'share of decisions, weight',
        lines: [
          { name: 'weight', read: (p) => p.imitation },
          { name: 'plays', read: (p) => p.expertShare, dash: '5 3' },
          { name: 'masked', read: (p) => p.masked, dash: '1.5 2.5' },
        ],
        domain: [0, 1],
        show: (v) => fixed(v, 2),
        meaning:
          'Weight of imitating the expert, the share of decisions that the expert played, and the share of choices that the capacity masks left no choice in. The weight fades by design.',
        equation: 'Algorithm 2',
        evidence: ['expertShare', 'masked'],
      },
      {
        id: 'learningRate',
        title: 'Learning rate',
        unit: '',
        lines: one((p) => p.learningRate),
        show: small,
        meaning: 'Length of Adam’s steps, on its schedule from the start to the end of the budget.',
      },
      {
        id: 'stepsPerSecond',
        title: 'Speed',
        unit: 'steps a second',
        lines: one((p) => p.stepsPerSecond),
        show: whole,
        meaning:
          'Decisions learned from per second of one seed’s training: rollouts, gradients and evaluations together, in this tab.',
      },
    ],
  },
];

export const clockTitle: Record<Clock, string> = { steps: 'steps', seconds: 'seconds' };

/** A position on the clock in words. */
export function clockText(clock: Clock, value: number): string {
  return clock === 'steps' ? `${whole(value)} steps` : `${fixed(value, value < 99.5 ? 1 : 0)} s`;
}

/** The same on an axis. */
export function tickText(clock: Clock, value: number): string {
  if (clock === 'seconds') return `${String(Number(value.toFixed(1)))} s`;
  return value >= 1e6
    ? `${String(Number((value / 1e6).toFixed(1)))} M`
    : value >= 1000
      ? `${String(Number((value / 1000).toFixed(1)))} k`
      : String(value);
}

/** A value on the vertical axis: no more digits than it needs. */
export function tickOf({ show }: Metric, value: number): string {
  if (show === percent) return `${String(Number((100 * value).toFixed(1)))} %`;
  const size = Math.abs(value);
  if (size >= 1e4) return `${String(Number((value / 1000).toPrecision(3)))} k`;
  return size !== 0 && size < 1e-3 ? small(value) : String(Number(value.toPrecision(3))).replace('-', '−');
}
