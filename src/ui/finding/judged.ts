/** What single requests say of two lanes, or of one decision, in words. */
import { written } from './told.ts';
import type { Words } from './finding.ts';
import { environmentName } from '../state/experiment/environments.ts';
import type { EnvironmentKind } from '../../scenario/scenario.ts';

/** One lane's name and J: as its environment has it, and as single requests do. */
export interface JudgedSide {
  readonly name: string;
  readonly estimated: number;
  readonly counted: number;
}

/** Points a decision below which two objectives are level. */
const LEVEL = 0.05;

/** Whether the order by J stands in single requests, a sentence. */
export function orderWords(a: JudgedSide, b: JudgedSide): readonly Words[] {
  const before = a.estimated - b.estimated;
  const now = a.counted - b.counted;
  const level = (gap: number): boolean => Math.abs(gap) < LEVEL;
  const leader = (gap: number): Words =>
    gap > 0 ? { text: a.name, side: 'a' } : { text: b.name, side: 'b' };
  const by = (gap: number): string => written('objective', Math.abs(gap));
  if (level(now)) {
    if (level(before)) return [{ text: 'By J the two stay level.' }];
    return [
      { text: 'By J the two are level; estimated, ' },
      leader(before),
      { text: ` leads by ${by(before)} points.` },
    ];
  }
  const leads: readonly Words[] = [leader(now), { text: ` leads by ${by(now)} points a decision` }];
  if (level(before)) return [{ text: 'By J ' }, ...leads, { text: '; estimated, the two are level.' }];
  return Math.sign(now) === Math.sign(before)
    ? [{ text: 'The order by J stands: ' }, ...leads, { text: ` (estimated ${by(before)}).` }]
    : [
        { text: 'The order by J turns round: ' },
        ...leads,
        { text: '; estimated, ' },
        leader(before),
        { text: ` leads by ${by(before)}.` },
      ];
}

/** Where figures come from that were counted beside others, a sentence. */
export const countedWords = (seed: number, environment: EnvironmentKind): string =>
  `Counted request by request with seed ${String(seed)}, beside what “${environmentName(environment)}” makes of it.`;

/** The way back. */
export const backWords = (environment: EnvironmentKind): string =>
  `Back to “${environmentName(environment)}”`;
