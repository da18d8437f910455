/** The numbers of one run that are compared. */
import type { ComparisonCell, References } from './result.ts';
import type { RequestResults } from '../../environment/environment.ts';

export interface ComparisonMetric {
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
  readonly of: (cell: ComparisonCell, references: References | undefined) => number | undefined;
}

type Of = (summary: ComparisonCell['summary']) => number;

const plain = (
  id: string,
  name: string,
  unit: string,
  better: ComparisonMetric['better'],
  digits: number,
  meaning: string,
  of: Of,
): ComparisonMetric => ({ id, name, meaning, unit, better, digits, of: ({ summary }) => of(summary) });

const against = (
  id: string,
  name: string,
  unit: string,
  better: ComparisonMetric['better'],
  meaning: string,
  of: (cell: ComparisonCell, references: References) => number,
): ComparisonMetric => ({
  id,
  name,
  meaning,
  unit,
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
    'points',
    'less',
    'Regret that start-up and queues cost even the best plan found in hindsight.',
    (_, { optimum, hindsight }) => optimum - hindsight,
  ),
  against(
    'lookAhead',
    'Look-ahead',
    'points',
    'less',
    'Regret of deciding step by step with the coming load known, against the best plan in hindsight.',
    (_, { hindsight, myopicTrue }) => hindsight - myopicTrue,
  ),
  against(
    'forecastError',
    'Forecast',
    'points',
    'less',
    'Regret of the myopic optimum under the forecast, against the same with the coming load known.',
    (_, { myopicTrue, myopicForecast }) => myopicTrue - myopicForecast,
  ),
  against(
    'ownPart',
    'Policy',
    'points',
    undefined,
    'The rest: what the policy earns less than the myopic optimum under the same forecast; negative where it earns more.',
    ({ summary }, { myopicForecast }) => myopicForecast - summary.reward,
  ),
] as const;

/** Only where single requests are simulated. */
const ofRequests = (
  id: string,
  name: string,
  unit: string,
  better: ComparisonMetric['better'],
  meaning: string,
  of: (requests: RequestResults) => number,
): ComparisonMetric => ({
  id,
  name,
  meaning,
  unit,
  better,
  digits: unit === '%' ? 2 : 3,
  of: ({ summary: { requests } }) => requests && of(requests),
});

/** In the order of the table's columns. */
export const metrics: readonly ComparisonMetric[] = [
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
    '',
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
  ofRequests(
    'goodput',
    'Goodput',
    'req/s',
    'more',
    'Requests answered within the latency objective, a second.',
    (r) => r.goodput,
  ),
  ofRequests(
    'inTime',
    'In time',
    '%',
    'more',
    'Share of the requests answered or dropped that were answered within the latency objective.',
    (r) => 100 * r.goodputShare,
  ),
  ofRequests(
    'violations',
    'Late',
    '%',
    'less',
    'Share of the requests answered that were answered after the latency objective.',
    (r) => (r.served > 0 ? (100 * r.slaViolations) / r.served : 0),
  ),
  ...([50, 95, 99] as const).map((rank) =>
    ofRequests(
      `p${String(rank)}`,
      `p${String(rank)}`,
      's',
      'less',
      `Latency that ${String(rank)} % of the requests answered do not exceed.`,
      (r) => r[`p${rank}`],
    ),
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
];

export function metricById(id: string): ComparisonMetric {
  const found = metrics.find((metric) => metric.id === id);
  if (!found) throw new Error(`there is no metric "${id}"`);
  return found;
}
