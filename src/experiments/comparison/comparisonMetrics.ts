/** The numbers of one run that are compared. */
import type { Levels } from './levels.ts';
import type { ComparisonCell } from './result.ts';
import { measures, type Measure } from '../../scenario/measures.ts';

/** A measure of the run, or one that takes the levels of the same load too. */
export interface ComparisonMetric extends Omit<Measure, 'of' | 'over' | 'title' | 'axis'> {
  /** Undefined where the run does not know it. */
  readonly of: (cell: ComparisonCell, levels: Levels | undefined) => number | undefined;
}

type Against = (levels: Levels, reward: number) => number | undefined;

const against = (
  id: string,
  name: string,
  unit: string,
  better: ComparisonMetric['better'],
  meaning: string,
  of: Against,
): ComparisonMetric => ({
  id,
  name,
  meaning,
  unit,
  better,
  digits: 3,
  of: ({ summary }, levels) => (levels ? of(levels, summary.reward) : undefined),
});

/** `a - b` where both are known. */
const gap = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;

/** Against the bound; among single requests, where none is proven, against the best plan found. */
const REGRET = {
  ...against(
    'regret',
    'Regret',
    'points',
    'less',
    'Mean reward that nobody can exceed (the bound) less that earned; among single requests, where no bound is proven, that of the best plan found less that earned.',
    ({ bound, found }, reward) => (bound ?? found) - reward,
  ),
  digits: 2,
};

/**
 * The parts of the regret add up to it exactly. Each is the step from one level to the next on the same load: the bound,
 * which nobody exceeds; the best plan found with the load known; the best policy compared that does not know it; the
 * policy. Where there is no bound the first part is not known, and the regret begins at the plan.
 */
export const REGRET_PARTS = [
  against(
    'unavoidable',
    'Unavoidable',
    'points',
    'less',
    'Regret of the best plan found: from what nobody can exceed to the most that anybody is known to earn. 0 where orders take effect at once, since there the optimum is exact.',
    ({ bound, found }) => gap(bound, found),
  ),
  against(
    'foresight',
    'Foresight',
    'points',
    'less',
    'Regret that only foresight avoids: what the best policy compared that does not know the load earns less than the best plan found.',
    ({ found, withoutForesight }) => gap(found, withoutForesight),
  ),
  against(
    'ownPart',
    'Policy',
    'points',
    undefined,
    'The rest: what the policy earns less than the best compared that does not know the load; negative where it knows the load and earns more.',
    ({ withoutForesight }, reward) => gap(withoutForesight, reward),
  ),
] as const;

const SCORE = against(
  'score',
  'Score',
  '',
  'more',
  'Reward on a scale where choosing at random on the same load is 0 and the best plan found with the load known is 1.',
  ({ random, found }, reward) => (reward - random) / (found - random),
);

const ofRun = ({ of, over: _over, title: _title, axis: _axis, ...words }: Measure): ComparisonMetric => ({
  ...words,
  of: ({ summary }) => of(summary),
});

/** In the order of the table's columns: what a run comes to, and beside its reward what the levels of its load add. */
export const metrics: readonly ComparisonMetric[] = measures.flatMap((measure) => {
  const own = ofRun(measure);
  if (measure.id === 'reward') return [own, SCORE];
  // A run's own regret is against the equations; here it is against what is possible.
  return measure.id === 'regret' ? [REGRET, ...REGRET_PARTS] : [own];
});

export function metricById(id: string): ComparisonMetric {
  const found = metrics.find((metric) => metric.id === id);
  if (!found) throw new Error(`there is no metric "${id}"`);
  return found;
}
