/** The numbers of one run that are compared. */
import type { ComparisonCell, References } from './result.ts';
import { measures, type Measure } from '../../scenario/measures.ts';

/** A measure of the run, or one that takes the references of the same load too. */
export interface ComparisonMetric extends Omit<Measure, 'of' | 'over' | 'title' | 'axis'> {
  /** Undefined where the run does not know it. */
  readonly of: (cell: ComparisonCell, references: References | undefined) => number | undefined;
}

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

const SCORE = against(
  'score',
  'Score',
  '',
  'more',
  'Reward on a scale where choosing at random on the same load is 0 and the optimum of each step, applied at once, is 1.',
  ({ summary }, { random, optimum }) => (summary.reward - random) / (optimum - random),
);

const ofRun = ({ of, over: _over, title: _title, axis: _axis, ...words }: Measure): ComparisonMetric => ({
  ...words,
  of: ({ summary }) => of(summary),
});

/** In the order of the table's columns: what a run comes to, and beside its reward and regret what the references add. */
export const metrics: readonly ComparisonMetric[] = measures.flatMap((measure) => {
  const own = ofRun(measure);
  if (measure.id === 'reward') return [own, SCORE];
  return measure.id === 'regret' ? [own, ...REGRET_PARTS] : [own];
});

export function metricById(id: string): ComparisonMetric {
  const found = metrics.find((metric) => metric.id === id);
  if (!found) throw new Error(`there is no metric "${id}"`);
  return found;
}
