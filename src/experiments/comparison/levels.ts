/** The levels between which a run lies: what is possible on its load, what others reach who do not know it, and chance. */
import type { ComparisonCell, References } from './result.ts';
import { knowing } from '../../policies/oracles.ts';

/** Mean rewards a decision on one load. */
export interface Levels extends Pick<References, 'kind' | 'former' | 'random'> {
  /** Nobody earns more; undefined where that is not proven. */
  readonly bound: number | undefined;
  /** What the best plan found earns: the search's or, where one of the runs earned more, that run's. */
  readonly found: number;
  /** Mean cores and mean Q of that plan; undefined in comparisons of before. */
  readonly plan: References['plan'] | undefined;
  /** The best of the runs by policies that do not know the load beforehand; undefined where none ran. */
  readonly withoutForesight: number | undefined;
}

/** Sums of rounding errors, as a share. */
const ROUNDING = 1e-9;

/** Oracles know the future: they stand on the plane, but no policy is asked to beat them. */
export function isOracle(policy: string): boolean {
  return knowing.some(({ info }) => info.id === policy);
}

/**
 * Of a load's references and the runs on it. Throws where a run or a plan earned more than the bound, which is proven: then
 * one of them is wrong.
 */
export function levelsOf(references: References, cells: readonly ComparisonCell[]): Levels {
  const { kind, former, random, bound } = references;
  let best = { reward: references.found, plan: references.plan };
  for (const { summary } of cells) {
    const { reward, cost, qos } = summary;
    if (reward > best.reward) best = { reward, plan: { cost, qos } };
  }
  const found = Math.max(best.reward, random);
  if (bound !== undefined && found > bound + ROUNDING * (1 + Math.abs(bound)))
    throw new Error(
      `on ${references.pipeline}, ${references.workload}, seed ${String(references.seed)} a plan earned ${String(found)}, more than the bound of ${String(bound)}`,
    );
  const unknowing = cells.filter(({ policy }) => !isOracle(policy)).map(({ summary }) => summary.reward);
  return {
    ...{ kind, random, found, plan: best.plan },
    ...(former ? { former } : {}),
    bound: bound === undefined ? undefined : Math.max(bound, found),
    withoutForesight: unknowing.length > 0 ? Math.max(...unknowing) : undefined,
  };
}
