/** Goals by name: predicates over the lab that say in words what is still missing. Lessons and assignments share them. */
import type { Facts } from './facts.ts';
import { figureWords, valueOf, type Figure } from './figures.ts';
import { clock } from '../model/clockWords.ts';
import { capital } from '../model/text.ts';

export type Relation = 'above' | 'below' | 'at least' | 'at most' | 'equal' | 'between';

/** JSON-safe. `name` is what a sentence calls the figure: “lane A’s share in time”. */
export type Goal =
  | {
      readonly goal: 'figure';
      readonly figure: Figure;
      readonly name: string;
      /** Said while the figure is not known, a sentence. */
      readonly unknown?: string;
      readonly is: Relation;
      readonly than: number;
      readonly and?: number;
    }
  /** A setting that is a text: a policy in a lane, the environment; `words` says what to do where it is another. */
  | { readonly goal: 'choice'; readonly field: string; readonly equals: string; readonly words: string }
  | { readonly goal: 'page'; readonly page: string; readonly words: string }
  | { readonly goal: 'card'; readonly lane: 'a' | 'b' | 'any' }
  /** The run on screen stands within these seconds of the trace. */
  | { readonly goal: 'moment'; readonly from: number; readonly to: number }
  | { readonly goal: 'agent' }
  /** A view tells so of itself. */
  | {
      readonly goal: 'told';
      readonly name: string;
      readonly equals: string | boolean;
      readonly words: string;
    }
  | { readonly goal: 'all'; readonly goals: readonly Goal[] };

export interface Judged {
  readonly met: boolean;
  /** What is still missing, a sentence; '' where nothing is. */
  readonly missing: string;
}

const met: Judged = { met: true, missing: '' };
const missing = (sentence: string): Judged => ({ met: false, missing: sentence });

/** Whether `value` stands so to `than`; what is no number stands nowhere. */
export function stands(value: number, is: Relation, than: number, and = than): boolean {
  switch (is) {
    case 'above':
      return value > than;
    case 'below':
      return value < than;
    case 'at least':
      return value >= than;
    case 'at most':
      return value <= than;
    case 'equal':
      return value === than;
    case 'between':
      return value >= than && value <= and;
  }
}

function relationWords(is: Relation, than: string, and: string): string {
  return is === 'between' ? `between ${than} and ${and}` : is === 'equal' ? than : `${is} ${than}`;
}

export function judge(goal: Goal, facts: Facts): Judged {
  switch (goal.goal) {
    case 'figure': {
      const value = valueOf(goal.figure, facts);
      if (value === undefined || Number.isNaN(value))
        return missing(goal.unknown ?? `${capital(goal.name)} is not known yet.`);
      if (stands(value, goal.is, goal.than, goal.and)) return met;
      const words = (number: number): string => figureWords(goal.figure, number);
      const wanted = relationWords(goal.is, words(goal.than), words(goal.and ?? goal.than));
      return missing(`${capital(goal.name)} is ${words(value)}; it must be ${wanted}.`);
    }
    case 'choice': {
      const value = (facts.experiment as unknown as Readonly<Record<string, unknown>>)[goal.field];
      return value === goal.equals ? met : missing(goal.words);
    }
    case 'page':
      return facts.page === goal.page ? met : missing(goal.words);
    case 'card':
      if (facts.card !== undefined && (goal.lane === 'any' || facts.card === goal.lane)) return met;
      return missing(
        goal.lane === 'any'
          ? 'No decision card is open.'
          : `The decision card of lane ${goal.lane.toUpperCase()} is not open.`,
      );
    case 'moment':
      return facts.time >= goal.from && facts.time <= goal.to
        ? met
        : missing(
            `The run stands at ${clock(facts.time)}; bring it to between ${clock(goal.from)} and ${clock(goal.to)}.`,
          );
    case 'agent':
      return facts.training.agent
        ? met
        : missing(
            facts.training.active ? 'The training has not given an agent yet.' : 'No agent is trained yet.',
          );
    case 'told':
      return facts.told[goal.name] === goal.equals ? met : missing(goal.words);
    case 'all': {
      const left = goal.goals.map((one) => judge(one, facts)).filter((one) => !one.met);
      return left.length === 0 ? met : missing(left.map((one) => one.missing).join(' '));
    }
  }
}
