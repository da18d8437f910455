/** Regret per step while training in the Lab: what the agent loses to the optimum, its rivals as levels. Up is better. */
import type { ChartModel } from '../charts/model.ts';
import { fixed, whole } from '../format.ts';
import type { Level } from '../state/replay/run.ts';
import { AGENT, policyMark, policyStyle } from '../theme/policies.ts';
import { curveOf } from '../views/train/curve.ts';
import { regretPlot } from '../views/train/regretPlot.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';
import type { TrainPoint } from '../../learning/training/progress.ts';

interface Learning {
  readonly points: readonly TrainPoint[];
  /** The agent's own J on the load on screen, by the share of the budget that was spent. */
  readonly checks: readonly { readonly progress: number; readonly regret: number }[];
  readonly budget: Budget;
  /** How many share a budget in seconds. */
  readonly seeds: number;
  /** The policies on screen; of the learning one only its curve is drawn. */
  readonly levels: readonly Level[];
}

const HEIGHT = 128;
const MARGIN = { left: 28, right: 96, top: 12, bottom: 17 } as const;
/** Means of so many points that the noise of single rollouts does not hide the trend. */
const MOST = 150;
const TICKS = [40, 20, 10, 5, 2, 0.5];
/** Between two of them, px. */
const APART = 13;

export function trainCurve({ points, checks, budget, seeds, levels }: Learning, width: number): ChartModel {
  const rivals = levels.filter(({ id }) => id !== AGENT).slice(-3);
  const shareOf = ({ elapsedSeconds, steps }: TrainPoint): number =>
    'seconds' in budget ? (seeds * elapsedSeconds) / budget.seconds : steps / budget.steps;
  const { x, mid } = curveOf([points], shareOf, ({ regret }) => Math.max(0, regret), MOST);
  const worst = Math.min(
    40,
    [1.25 * Math.max(0, ...rivals.map(({ regret }) => regret)), ...points.slice(0, 400).map((p) => p.regret)]
      .filter(Number.isFinite)
      .reduce((a, b) => Math.max(a, b), 3),
  );
  const depth = (regret: number): number => Math.sqrt(regret / worst) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const ticks = TICKS.reduce<readonly number[]>(
    (kept, tick) =>
      tick < 0.98 * worst && depth(kept.at(-1) ?? Infinity) - depth(tick) >= APART && depth(tick) >= APART
        ? [...kept, tick]
        : kept,
    [],
  );
  const all = 'seconds' in budget ? `${budget.seconds} s` : `${whole(budget.steps)} steps`;
  const judged = checks.map(({ progress, regret }) => ({ at: progress, regret: Math.max(0, regret) }));
  const best = judged.at(-1);
  const say = (regret: number): string => fixed(regret, 1);
  const spent = (k: number): string => `${fixed(100 * x[k]!, 0)} % of ${all}`;
  const others = rivals.map(({ name, regret }) => `${name} loses ${say(regret)}`).join(', ');
  const last = points.at(-1);
  return {
    title: 'Points a decision lost to the optimum',
    sentence: last
      ? `The agent now loses ${say(last.regret)} points a decision to the optimum; ${others}.`
      : `Points a decision lost to the optimum${others === '' ? '' : `: ${others}`}. The agent's curve will appear here.`,
    ...{ width, height: HEIGHT },
    ...regretPlot(
      {
        ...{ height: HEIGHT, margin: MARGIN, small: true, worst, shades: [] },
        ...{ domain: [0, 1], timeText: String },
        times: [
          { at: 0, text: '0' },
          { at: 1, text: all },
        ],
        ticks: ticks.map((tick) => ({ at: tick, text: `−${tick}` })),
        levels: rivals.map(({ id, name, regret }) => {
          const { color: ink, dash } = policyMark(id);
          return { name, ink, dash, regret: Math.max(0, regret) };
        }),
        lines: [
          {
            ...{ name: policyStyle(AGENT).name, ink: policyStyle(AGENT), curve: { x, mid } },
            judged: judged.slice(0, -1),
            best: best && { ...best, ring: false },
          },
        ],
        crosshair: {
          label: 'Crosshair of the training',
          text: (_, regret) => say(regret),
          where: spent,
          say: (k, [told]) => `${spent(k)}: ${say(told!.value)} points a decision lost`,
        },
      },
      width,
    ),
    head: ['Steps', 'Seconds', 'Points a decision lost'],
    get rows() {
      return points.map(({ steps, elapsedSeconds, regret }) => [steps, elapsedSeconds, regret]);
    },
  };
}
