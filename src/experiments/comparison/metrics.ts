/** The numbers of one run that are compared. */
import type { Cell, References } from './result.ts';

export interface Metric {
  readonly id: string;
  /** Heading of its column. */
  readonly name: string;
  /** One sentence. */
  readonly meaning: string;
  readonly unit: string;
  /** Which way is good; undefined where neither is. */
  readonly better: 'more' | 'less' | undefined;
  /** Decimals that readers are shown. */
  readonly digits: number;
  /** Undefined where the run does not know it. */
  readonly of: (cell: Cell, references: References | undefined) => number | undefined;
}

type Of = (summary: Cell['summary']) => number;

const plain = (
  id: string,
  name: string,
  unit: string,
  better: Metric['better'],
  digits: number,
  meaning: string,
  of: Of,
): Metric => ({ id, name, meaning, unit, better, digits, of: ({ summary }) => of(summary) });

const against = (
  id: string,
  name: string,
  better: Metric['better'],
  meaning: string,
  of: (cell: Cell, references: References) => number,
): Metric => ({
  id,
  name,
  meaning,
  unit: 'points',
  better,
  digits: 3,
  of: (cell, references) => (references ? of(cell, references) : undefined),
});

/**
 * The four parts of the regret add up to it exactly. Each is the step from one level to the next on the same load:
 * the optimum of each step applied at once; the best plan in hindsight; the myopic optimum that knows the coming ten
 * seconds; the same under the forecast; the policy. The last three all run in the plan's environment.
 */
export const REGRET_PARTS = [
  against(
    'afterEffects',
    'After-effects',
    'less',
    'Regret that start-up and queues cost even the best plan found in hindsight.',
    (_, { optimum, hindsight }) => optimum - hindsight,
  ),
  against(
    'lookAhead',
    'Look-ahead',
    'less',
    'Regret of deciding step by step with the coming load known, against the best plan in hindsight.',
    (_, { hindsight, myopicTrue }) => hindsight - myopicTrue,
  ),
  against(
    'forecastError',
    'Forecast',
    'less',
    'Regret of the myopic optimum under the forecast, against the same with the coming load known.',
    (_, { myopicTrue, myopicForecast }) => myopicTrue - myopicForecast,
  ),
  against(
    'ownPart',
    'Policy',
    undefined,
    'The rest: what the policy earns less than the myopic optimum under the same forecast; negative where it earns more.',
    ({ summary }, { myopicForecast }) => myopicForecast - summary.reward,
  ),
] as const;

/**
 * In the order of the table's columns. What only the discrete-event run knows (goodput, violations, percentiles of
 * requests) belongs between `dropped` and `switches`: undefined for the runs of the other environments.
 */
export const metrics: readonly Metric[] = [
  plain(
    'objective',
    'J',
    'points',
    'more',
    2,
    'Mean objective (4): Q less the priced cost.',
    (s) => s.objective,
  ),
  plain('qos', 'Q', 'points', 'more', 2, 'Mean quality of service (3).', (s) => s.qos),
  plain('cost', 'Cost', 'cores', 'less', 2, 'Mean cores held (2).', (s) => s.cost),
  plain('reward', 'Reward', 'points', 'more', 2, 'Mean reward (7).', (s) => s.reward),
  against(
    'score',
    'Score',
    'more',
    'Reward on a scale where Random is 0 and the optimum of each step, applied at once, is 1.',
    ({ summary }, { random, optimum }) => (summary.reward - random) / (optimum - random),
  ),
  plain(
    'regret',
    'Regret',
    'points',
    'less',
    3,
    'Mean reward of the optimum less that earned.',
    (s) => s.regret,
  ),
  ...REGRET_PARTS,
  plain('accuracy', 'Accuracy', '', 'more', 3, 'Mean sum of the stages’ accuracies (1).', (s) => s.accuracy),
  plain(
    'latency',
    'Latency',
    's',
    'less',
    3,
    'Mean latency: wait, batch fill and service.',
    (s) => s.latency,
  ),
  plain('unmet', 'Unmet', 'req/s', 'less', 3, 'Mean load beyond the capacity.', (s) => s.unmet),
  plain(
    'dropped',
    'Dropped',
    '%',
    'less',
    2,
    'Share of the requests that waited too long and were dropped.',
    (s) => (s.arrived > 0 ? (100 * s.dropped) / s.arrived : 0),
  ),
  plain('switches', 'Changes', '', 'less', 0, 'Settings changed over the run.', (s) => s.switches),
  plain(
    'decisionMs',
    'Decision',
    'ms',
    'less',
    3,
    'Mean time of one decision on this machine.',
    (s) => s.decisionMs,
  ),
].map((metric) => (metric.id === 'score' ? { ...metric, unit: '' } : metric));

export function metricById(id: string): Metric {
  const found = metrics.find((metric) => metric.id === id);
  if (!found) throw new Error(`there is no metric "${id}"`);
  return found;
}
