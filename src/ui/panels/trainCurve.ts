/**
 * What the agent in training loses on the load on screen to the best plan found there (to the optimum, where orders take effect
 * at once), judged as it learns, and its rivals on the same load as levels. Up is better. How it fares on the loads that it
 * trains on is the Train view's.
 */
import { lostTo, type Zero } from './zero.ts';
import type { ChartModel } from '../charts/model.ts';
import { written } from '../finding/told.ts';
import { fixed, whole } from '../format.ts';
import type { Check } from '../../storage/judged.ts';
import type { Level } from '../state/replay/run.ts';
import { AGENT, policyMark, policyStyle } from '../theme/policies.ts';
import { regretPlot } from '../views/train/regretPlot.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';

interface Learning {
  /** The agent on the load on screen, by the share of the budget that was spent. */
  readonly checks: readonly Check[];
  readonly budget: Budget;
  /** What policies lose on the load on screen; of the learning one only its curve is drawn. */
  readonly levels: readonly Level[];
  readonly zero: Zero;
}

const HEIGHT = 128;
const MARGIN = { left: 28, right: 96, top: 12, bottom: 17 } as const;
/** More judgements are a line and its end: dots would cover it. */
const MOST_DOTS = 150;
const TICKS = [40, 20, 10, 5, 2, 0.5];
/** Between two of them, px. */
const APART = 13;

export function trainCurve(given: Learning, width: number): ChartModel {
  const { budget, zero } = given;
  const counted = <T extends { readonly regret: number }>(all: readonly T[]): readonly T[] =>
    zero.above === undefined ? [] : all.map((one) => ({ ...one, regret: lostTo(zero, one.regret) }));
  const checks = counted(given.checks);
  const rivals = counted(given.levels.filter(({ id }) => id !== AGENT).slice(-3));
  const worst = Math.min(
    40,
    [1.25 * Math.max(0, ...rivals.map(({ regret }) => regret)), ...checks.map(({ regret }) => regret)]
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
  const judged = checks.map(({ progress, regret }) => ({ at: progress, regret }));
  const now = judged.at(-1);
  const x = Float64Array.from(judged, ({ at }) => at);
  const mid = Float64Array.from(judged, ({ regret }) => regret);
  const say = (regret: number): string => written('regret', regret);
  const spent = (k: number): string => `${fixed(100 * x[k]!, 0)} % of ${all}`;
  const others = rivals.map(({ name, regret }) => `${name} loses ${say(regret)}`).join(', ');
  const last = checks.at(-1);
  return {
    title: `Points a decision lost to the ${zero.name}, on this load`,
    unit: `0 is ${zero.name === 'optimum' ? 'the optimum' : 'that plan'}; drawn larger the nearer to ${zero.open === undefined ? '0' : 'the bound'}`,
    sentence: last
      ? `On this load the agent loses ${say(last.regret)} points a decision to the ${zero.name}${others === '' ? '' : `; ${others}`}.`
      : `Points a decision lost to the ${zero.name} on this load${others === '' ? '' : `: ${others}`}. The agent's curve will appear here.`,
    ...{ width, height: HEIGHT },
    ...regretPlot(
      {
        ...{ height: HEIGHT, margin: MARGIN, small: true, worst, shades: [] },
        zero: zero.name === 'optimum' ? 'optimum' : 'best plan',
        bands: zero.open === undefined ? [] : [{ bound: -zero.open, ink: 'ink' }],
        ...{ domain: [0, 1], timeText: String },
        times: [
          { at: 0, text: '0' },
          { at: 1, text: all },
        ],
        ticks: ticks.map((tick) => ({ at: tick, text: String(tick) })),
        levels: rivals.map(({ id, name, regret }) => {
          const { color: ink, dash } = policyMark(id);
          return { name, ink, dash, regret };
        }),
        lines: [
          {
            ...{ name: policyStyle(AGENT).name, ink: policyStyle(AGENT), curve: { x, mid } },
            judged: judged.length > MOST_DOTS ? [] : judged.slice(0, -1),
            best: now && { ...now, ring: false },
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
    head: ['% of the budget', 'Points a decision lost'],
    get rows() {
      return checks.map(({ progress, regret }) => [100 * progress, regret]);
    },
  };
}
