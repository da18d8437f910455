/** A share in time that was asked for: what it is by the world's own reckoning, and what it came to counted request by request, in words. */
import type { AskedInTime } from '../scenario/chosen.ts';
import { shareInTime } from '../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSummary } from '../scenario/scenario.ts';

/** What says it before anything is played. */
const BY: Readonly<Record<EnvironmentKind, string>> = {
  chance: 'by queueing theory',
  discrete: 'by queueing theory',
  fluid: 'by the fluid’s equations, which know no chance',
  instant: 'by the paper’s equations, which know no waiting',
};

/** How what was asked for came out. */
export interface Answer {
  /** A sentence. */
  readonly says: string;
  /** It is less than was asked for, as reckoned or as counted. */
  readonly short: boolean;
}

/** "99.5 % by queueing theory". */
export const estimateWords = (
  { percent, estimate, keeps }: AskedInTime,
  environment: EnvironmentKind,
): string => `${shareWords(estimate, percent, keeps)} ${BY[environment]}`;

/**
 * `counted`: the configuration played in single requests, 0..1 of them in time; undefined where that is not known, or where
 * nobody came.
 */
export function answerTo(
  asked: AskedInTime,
  environment: EnvironmentKind,
  counted: number | undefined,
): Answer {
  const { percent, keeps } = asked;
  const estimate = estimateWords(asked, environment);
  const begins = keeps
    ? `At least ${String(percent)} % in time was asked for: it is ${estimate}`
    : `At least ${String(percent)} % in time was asked for, and nothing within the limits comes to it: the nearest is ${estimate}`;
  if (counted === undefined) return { says: `${begins}.`, short: !keeps };
  const enough = 100 * counted >= percent;
  const said = `${begins}${environment === 'chance' || environment === 'discrete' ? '' : ','} and ${shareWords(counted, percent, enough)} counted in single requests`;
  if (enough) return { says: `${said}.`, short: !keeps };
  return { says: `${said}, ${gapWords(percent - 100 * counted)} short of what was asked.`, short: true };
}

/** What of a play in single requests answers it. */
export const countedShare = (summary: EpisodeSummary | undefined): number | undefined =>
  summary && summary.arrived > 0 ? shareInTime(summary) : undefined;

/** With as many decimals as show on which side of what was asked it lies. */
function shareWords(share: number, percent: number, enough: boolean): string {
  for (let digits = 1; digits <= 6; digits++) {
    const text = (100 * share).toFixed(digits);
    if (Number(text) >= percent === enough) return `${text} %`;
  }
  return `just ${enough ? '' : 'under '}${String(percent)} %`;
}

const gapWords = (points: number): string =>
  points < 0.05 ? 'less than 0.1 points' : `${points.toFixed(1)} points`;
