/** What a search found: every setting tried, the present one, the front and the best. */
import type { Score, TuneRun } from './evaluate.ts';
import type { Fidelity } from './halving.ts';
import type { TunePlan } from './plan.ts';
import { estimate, type Estimate } from '../comparison/estimate.ts';
import { paretoFront } from '../comparison/pareto.ts';

/** A setting and how it was judged last. */
export interface Tried extends Score {
  readonly key: string;
  /** Number of the last rung that it reached, from 0. */
  readonly rung: number;
  /** Which part of the load it was judged on last. */
  readonly load: Fidelity['load'];
}

export interface LateSetting {
  readonly key: string;
  readonly why: string;
}

export interface TuningResult {
  readonly tried: readonly Tried[];
  /** Key of the present setting, which is among those tried. */
  readonly present: string;
  /** Key of the best; the present one's where nothing better was found. */
  readonly best: string;
  /** Keys of the settings judged as thoroughly as the present one that no other of them beats, cheapest first. */
  readonly front: readonly string[];
  /** The best of each policy, by the same rule, where there are several; without those that nowhere hold as few cores. */
  readonly bestOf: readonly string[];
  /** Best less present, seed by seed; undefined where the best is the present one. */
  readonly difference: { readonly goodputShare: Estimate; readonly cost: Estimate } | undefined;
  /** Settings that were left out because one of their runs took too long, each with its sentence; absent where none was. */
  readonly late?: readonly LateSetting[];
  readonly plan: TunePlan;
  readonly seeds: readonly number[];
  /** False where it was stopped. */
  readonly complete: boolean;
}

/** Settings that differ by less than this share of the most goodput count as equal in it. */
export const EQUAL = 0.001;

/**
 * The best: of the settings that hold no more cores than the present one, those with the most requests answered in time
 * (within a thousandth); of these the one that holds the fewest cores; then the most answered, then the shorter key. The
 * present one is always among them, so that it is the answer where nothing does better.
 */
export function bestOf<T extends { readonly key: string; readonly cost: number; readonly goodput: number }>(
  finalists: readonly T[],
  present: T,
): T {
  const affordable = finalists.filter(({ cost }) => cost <= present.cost);
  const most = Math.max(present.goodput, ...affordable.map(({ goodput }) => goodput));
  const equal = affordable.filter(({ goodput }) => goodput >= (1 - EQUAL) * most);
  return (
    [...equal].sort(
      (a, b) =>
        a.cost - b.cost ||
        b.goodput - a.goodput ||
        a.key.length - b.key.length ||
        (a.key < b.key ? -1 : Number(a.key > b.key)),
    )[0] ?? present
  );
}

/** Those that were judged on the same load and seeds as `present`: only they can be set against it. */
export function equallyJudged(tried: readonly Tried[], present: Tried): readonly Tried[] {
  return tried.filter(({ load, seeds }) => load === present.load && seeds === present.seeds);
}

/** Keys of those that nothing beats in cores and goodput, cheapest first. */
export function frontOf(finalists: readonly Tried[]): readonly string[] {
  return paretoFront(finalists, ({ goodput }) => goodput).map(({ key }) => key);
}

/** Seed by seed, so that what chance does to both alike falls away. */
export function differenceOf(
  best: readonly TuneRun[],
  present: readonly TuneRun[],
): NonNullable<TuningResult['difference']> {
  const gap = (field: 'goodputShare' | 'cost'): Estimate =>
    estimate(best.map((run, i) => run[field] - present[i]![field]));
  return { goodputShare: gap('goodputShare'), cost: gap('cost') };
}
