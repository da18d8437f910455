/** What is possible on a load that is known in advance, in words and figures: the one sentence, the same wherever it stands. Pure. */
import { POINT } from './finding.ts';
import { written } from './told.ts';
import type { Survey } from '../state/replay/survey.ts';

/** What a sentence needs to know of it. */
export type Known = Pick<Survey, 'kind' | 'earned' | 'bound' | 'state'>;

export const UNDER_WAY = 'What is possible on this load is being worked out.';
export const SEARCHING = 'A better plan is still being searched for.';

/** In what a plan is counted, and how that is said of it. */
interface Counted {
  readonly measure: 'reward' | 'objective';
  readonly earns: string;
  /** Whole: a word of the glossary is looked for as it is written. */
  readonly nobody: string;
}
const REWARD: Counted = { measure: 'reward', earns: 'earns', nobody: 'nobody can earn more' };
export const OBJECTIVE: Counted = {
  measure: 'objective',
  earns: 'reaches J',
  nobody: 'nobody can reach more',
};

/** The one sentence's beginning. */
export function foundWords(earned: number, { measure, earns }: Counted = REWARD): string {
  return `With the load known in advance, the best plan found ${earns} ${written(measure, earned)} a decision`;
}

/** The one sentence. */
export function possibleWords(
  { earned, bound }: Pick<Known, 'earned' | 'bound'>,
  counted: Counted = REWARD,
): string {
  const found = foundWords(earned, counted);
  return bound === undefined
    ? `${found}; among single requests no bound is proven.`
    : `${found} and ${counted.nobody} than ${written(counted.measure, bound)}: what is possible lies between.`;
}

/** How the search stands, a sentence. */
export const searchWords = {
  searching: SEARCHING,
  resting: 'The search for a better plan rests.',
  enough: 'The time for the search is up.',
  ended: 'The search finds no better plan any more.',
} as const satisfies Readonly<Record<Known['state'], string>>;

/** "earns 11.20, 1.37 less than that plan", of a mean reward a decision. */
export function lostWords(known: Pick<Known, 'earned' | 'bound'>, reward: number): string {
  const lost = shortOf(known, reward).plan;
  const less = lost < POINT ? 'as much as' : `${written('regret', lost)} less than`;
  return `earns ${written('reward', reward)}, ${less} that plan`;
}

/** What a mean reward is short of: points a decision. */
export interface Short {
  /** Of the best plan found, which knows the load: foresight, and what the policy itself lost. */
  readonly plan: number;
  /** From there to the bound: nobody has found it, and nobody has proven that it cannot be had. Undefined where no bound is. */
  readonly open: number | undefined;
  /** Both together: nobody loses more. */
  readonly most: number | undefined;
}

/** None is ever below 0: a run that earns more than the best plan found is that plan. */
export function shortOf({ earned, bound }: Pick<Known, 'earned' | 'bound'>, reward: number): Short {
  const plan = Math.max(0, earned - reward);
  const open = bound === undefined ? undefined : bound - earned;
  return { plan, open, most: open === undefined ? undefined : plan + open };
}
