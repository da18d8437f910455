/** What a measure of a run comes to, as the page writes it: its decimals and its unit are the measure's own. */
import { estimatesInTime, measureById } from '../../scenario/measures.ts';
import type { EnvironmentKind } from '../../scenario/scenario.ts';
import { fixed, signed } from '../format.ts';

/** Said of a share in time that nobody counted. */
const ESTIMATE = 'An estimate: waiting by chance is not counted.';
const OF_CHANCE = 'An estimate, by formulas for waiting by chance.';

/** Where J and the reward stand side by side: why they differ (equations 4 and 7). */
export const J_AND_REWARD =
  'Policies are compared on J. The reward, from which the agent learns, also takes off a small price of large batches.';

const isEstimate = (id: string, environment: EnvironmentKind): boolean =>
  id === 'inTime' && estimatesInTime(environment);

/** In the measure's own decimals, where its unit stands elsewhere: "−0.42". */
export const written = (id: string, value: number): string => fixed(value, measureById(id).digits);

/** What one has more than another of it: "+0.42". */
export const ahead = (id: string, value: number): string => signed(value, measureById(id).digits);

/** In a table or beside a name: "−0.42", "≈ 96.3 %". Units other than per cent stand in the heading. */
export function told(id: string, value: number | undefined, environment: EnvironmentKind): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const text = written(id, value) + (measureById(id).unit === '%' ? '\u2009%' : '');
  return isEstimate(id, environment) ? `≈\u2009${text}` : text;
}

/** A share in time, per cent, within a sentence: "about 96.3 %". */
export function inTimeShare(percent: number, environment: EnvironmentKind): string {
  const about = isEstimate('inTime', environment) ? 'about ' : '';
  return `${about}${written('inTime', percent)}\u00a0%`;
}

/** "about 96.3 % in time". */
export const inTimeWords = (percent: number, environment: EnvironmentKind): string =>
  `${inTimeShare(percent, environment)} in time`;

/** The meaning of a measure, and that it is an estimate where it is one. */
export function meaningOf(id: string, environment: EnvironmentKind): string {
  const { meaning } = measureById(id);
  return isEstimate(id, environment)
    ? `${meaning} ${environment === 'chance' ? OF_CHANCE : ESTIMATE}`
    : meaning;
}
