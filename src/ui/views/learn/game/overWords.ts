/** What came of a game, as rows and in a sentence. Pure. */
import { told, written } from '../../../finding/told.ts';
import { joined } from '../../../format.ts';
import type { BestPlan, Score } from '../../../state/learn/game/game.svelte.ts';
import { baseOf, HAND, policyStyle } from '../../../theme/policies.ts';
import { inPercent, shareInTime } from '../../../../scenario/measures.ts';
import type { EpisodeSummary, Scenario } from '../../../../scenario/scenario.ts';
import { verdictOf } from '../../../../scenario/verdict.ts';

/** Rows that are no policy's. */
export const PLAN_ROW = 'plan';
const BOUND_ROW = 'bound';

export interface ScoreRow {
  readonly id: string;
  readonly name: string;
  readonly objective: number;
  /** Points below the best plan found; undefined before there is one, and of what lies above it. */
  readonly lost: number | undefined;
  readonly inTime: number | undefined;
  readonly cost: number | undefined;
  readonly own: boolean;
}

const isOwn = ({ id }: Pick<Score, 'id'>): boolean => baseOf(id) === HAND;
const nameOf = (score: Score): string => (isOwn(score) ? 'You' : policyStyle(score.id).name);

/** Highest J first, with the best plan found and the bound where they are known. */
export function scoreRows(scores: readonly Score[], plan: BestPlan | undefined): readonly ScoreRow[] {
  const found = plan?.earned;
  const rows = scores.map((score): ScoreRow => ({
    ...score,
    name: nameOf(score),
    lost: found === undefined ? undefined : Math.max(0, found - score.objective),
    own: isOwn(score),
  }));
  const none = { inTime: undefined, cost: undefined, own: false };
  if (plan) rows.push({ id: PLAN_ROW, name: 'Best plan found', objective: plan.earned, lost: 0, ...none });
  if (plan?.bound !== undefined)
    rows.push({
      id: BOUND_ROW,
      name: 'Nobody reaches more than',
      objective: plan.bound,
      lost: undefined,
      ...none,
    });
  return rows.sort((p, q) => q.objective - p.objective);
}

/** "J 10.21: more than HPA, less than Myopic optimum." */
export function verdictWords(scores: readonly Score[]): string {
  const own = scores.find(isOwn);
  if (!own) return '';
  const say = ({ objective }: Score): string => written('objective', objective);
  const others = scores.filter((score) => !isOwn(score));
  const named = (list: readonly Score[]): string => joined(list.map(nameOf));
  const less = others.filter((one) => say(one) !== say(own) && one.objective < own.objective);
  const more = others.filter((one) => say(one) !== say(own) && one.objective > own.objective);
  const alike = others.filter((one) => say(one) === say(own));
  const parts = [
    ...(less.length > 0 ? [`more than ${named(less)}`] : []),
    ...(alike.length > 0 ? [`as much as ${named(alike)}`] : []),
    ...(more.length > 0 ? [`less than ${named(more)}`] : []),
  ];
  const reached = `You reach J ${say(own)}`;
  return parts.length === 0 ? `${reached}.` : `${reached}: ${parts.join(', ')}.`;
}

/** That a J may be high though most came late, where lateness has no price; '' where it has one, or the load was carried. */
export function lateWords(
  summary: EpisodeSummary,
  { weights, environment }: Pick<Scenario, 'weights' | 'environment'>,
): string {
  if (weights.lateWeight > 0 || verdictOf(summary) !== 'fails') return '';
  return `J does not count who is late here, and only ${told('inTime', inPercent(shareInTime(summary)), environment)} of your requests were in time.`;
}
