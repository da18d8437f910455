/**
 * The finding in words, from the numbers of two runs on the same load. Pure: every case is in the test beside it. What stands
 * behind “more” is in more.ts, which comes later.
 */
import { inPercent, shareInTime } from '../../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSummary, Scenario } from '../../scenario/scenario.ts';
import { verdictOf } from '../../scenario/verdict.ts';
import { inTimeShare, written } from './told.ts';
import { fixed } from '../format.ts';

/** A run of text; `side` colours a policy's name. */
export interface Words {
  readonly text: string;
  readonly side?: 'a' | 'b';
}

export interface Finding {
  readonly headline: readonly Words[];
  /** Below it: two short sentences at most. */
  readonly sub: readonly Words[];
}

/** What a sentence needs to know of one lane. */
export interface Side {
  readonly id: string;
  readonly name: string;
  readonly summary: EpisodeSummary;
}

/** Differences below this share are no difference in words. */
const ALIKE = 0.005;
/** Points per decision below which two objectives, qualities or regrets are the same. */
export const POINT = 0.05;
/** Share of requests by which one is later than another, if it shall be said: one in a hundred. */
const LATER = 0.01;
/** Of two runs of one scenario. */
export function findingOf(
  a: Side,
  b: Side,
  { environment, weights }: Pick<Scenario, 'environment' | 'weights'>,
): Finding {
  const priced = weights.lateWeight > 0;
  const told = (side: Side): string => inTimeOf(side, environment);
  if (a.id === b.id) {
    return {
      headline: [{ text: a.name, side: 'a' }, { text: ' against itself: both lanes are the same run.' }],
      sub: [{ text: 'Choose another policy on either lane.' }],
    };
  }
  return {
    headline: headlineOf(a, b, told),
    sub: together(inTimeWords(a, b, told), balanceWords(a, b, priced)),
  };
}

/** Sentences one after another; those that there are not leave no gap. */
export function together(...sentences: readonly (readonly Words[])[]): readonly Words[] {
  return sentences
    .filter((words) => words.length > 0)
    .flatMap((words, i) => (i > 0 ? [{ text: ' ' }, ...words] : words));
}

/** Whether one of the two answers too few in time to speak of its cores. */
const tooLate = (a: Side, b: Side): boolean => [a, b].some(({ summary }) => verdictOf(summary) === 'fails');

function headlineOf(a: Side, b: Side, told: Told): readonly Words[] {
  const first: Words = { text: a.name, side: 'a' };
  const second: Words = { text: b.name, side: 'b' };
  if (tooLate(a, b)) return lateWords(first, a, second, b, told);
  const cost = relative(a.summary.cost, b.summary.cost);
  const quality = qualityOf(a.summary.qos, b.summary.qos);
  const middle = costWords(a.summary.cost, b.summary.cost, cost);
  // Who leaves some requests late does not serve the load in full: how many is said below.
  const serves = verdictOf(a.summary) === 'serves';
  if (cost === 0 && quality.sign === 0) {
    const alike =
      serves && verdictOf(b.summary) === 'serves' ? 'serve this load alike' : 'are alike on this load';
    return [first, { text: ' and ' }, second, { text: ` ${alike}: as many cores, the same quality.` }];
  }
  if (cost > 0) {
    const end =
      quality.sign > 0
        ? `, for ${quality.amount} higher quality.`
        : quality.sign === 0
          ? ', for the same quality.'
          : `, and gives ${quality.amount} lower quality.`;
    return [first, { text: ` needs ${middle} ` }, second, { text: end }];
  }
  const end =
    quality.sign === 0
      ? ', at the same quality.'
      : `, at ${quality.amount} ${quality.sign > 0 ? 'higher' : 'lower'} quality.`;
  return [
    first,
    { text: ` ${serves ? 'serves' : 'carries'} this load with ${middle} ` },
    second,
    { text: end },
  ];
}

/** Whether each carries the load is its own affair: the share in time says it, and the same word for the same share. */
function lateWords(first: Words, a: Side, second: Words, b: Side, told: Told): readonly Words[] {
  const [late, other] = [verdictOf(a.summary) === 'fails', verdictOf(b.summary) === 'fails'];
  const [shareA, shareB] = [told(a), told(b)];
  if (late && other) {
    return [
      { text: 'Neither carries this load: ' },
      first,
      { text: ` answers ${shareA} of the requests in time, ` },
      second,
      { text: ` ${shareB}.` },
    ];
  }
  const words = (fails: boolean, share: string): string =>
    fails
      ? ` does not carry this load: ${share} of the requests are answered in time`
      : ` carries it with ${share}`;
  return late
    ? [first, { text: `${words(true, shareA)}. ` }, second, { text: `${words(false, shareB)}.` }]
    : [
        first,
        { text: ` carries this load with ${shareA} of the requests in time; ` },
        second,
        { text: ` does not: ${shareB}.` },
      ];
}

/** (a - b) / b, or 0 where that is no difference or nothing to compare with. */
function relative(a: number, b: number): number {
  const share = b >= 0.01 ? a / b - 1 : 0;
  return Math.abs(share) < ALIKE ? 0 : share;
}

function costWords(a: number, b: number, share: number): string {
  if (share === 0) return 'as many cores as';
  if (share >= 1) return `${times(a / b)} the cores of`;
  return `${percent(Math.abs(share))} ${share < 0 ? 'fewer' : 'more'} cores than`;
}

function times(ratio: number): string {
  if (Math.abs(ratio - 2) < 0.05) return 'twice';
  return `${fixed(ratio, ratio < 9.95 ? 1 : 0)} times`;
}

function percent(share: number): string {
  return share < 0.0095 ? `${fixed(100 * share, 1)}\u00a0%` : `${String(Math.round(100 * share))}\u00a0%`;
}

/** In points: Q has no true zero, so a ratio of two of them means nothing. */
function qualityOf(a: number, b: number): { readonly sign: number; readonly amount: string } {
  const gap = a - b;
  return {
    sign: Math.abs(gap) < POINT ? 0 : Math.sign(gap),
    amount: `${written('qos', Math.abs(gap))} points`,
  };
}

/**
 * By name: the sentence before may have been about either. Unless late requests are priced J has no term for them, which is
 * said where it puzzles.
 */
function balanceWords(a: Side, b: Side, priced: boolean): readonly Words[] {
  const gap = a.summary.objective - b.summary.objective;
  const by = `By J, quality less priced cores${priced ? ' and late requests' : ''}, `;
  if (Math.abs(gap) < POINT) return [{ text: `${by}the two are level.` }];
  const [ahead, side, behind] = gap > 0 ? ([a, 'a', b] as const) : ([b, 'b', a] as const);
  const puzzles = !priced && (verdictOf(ahead.summary) === 'fails' || isLater(ahead, behind));
  return [
    { text: puzzles ? 'By J, which does not count who is late, ' : by },
    { text: ahead.name, side },
    { text: ` leads by ${written('objective', Math.abs(gap))} points a decision.` },
  ];
}

/** Whether fewer of its requests are in time, by more than nothing. */
export function isLater(one: Side, other: Side): boolean {
  const [own, rival] = [one, other].map(({ summary }) => shareInTime(summary) ?? NaN) as [number, number];
  return rival - own >= LATER;
}

/** What those who wait feel; where the headline does not say it already. */
function inTimeWords(a: Side, b: Side, told: Told): readonly Words[] {
  if (tooLate(a, b)) return [];
  return [
    { text: a.name, side: 'a' },
    { text: ` answers ${told(a)} of the requests in time, ` },
    { text: b.name, side: 'b' },
    { text: ` ${told(b)}.` },
  ];
}

/** A side's share in time, as every sentence writes it. */
type Told = (side: Side) => string;
const inTimeOf = ({ summary }: Side, environment: EnvironmentKind): string =>
  inTimeShare(inPercent(shareInTime(summary)) ?? NaN, environment);

/** The words without their colours. */
export function plainText(words: readonly Words[]): string {
  return words.map((word) => word.text).join('');
}
