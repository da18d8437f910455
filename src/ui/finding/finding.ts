/** The finding in words, from the numbers of two runs on the same load. Pure: every case is in the test beside it. */
import type { EpisodeSummary } from '../../scenario/scenario.ts';
import { fixed } from '../format.ts';

/** A run of text; `side` colours a policy's name. */
export interface Words {
  readonly text: string;
  readonly side?: 'a' | 'b';
}

export interface Finding {
  readonly headline: readonly Words[];
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
/** Points per step below which two objectives or a regret are the same. */
const POINT = 0.05;
/** Share of requests dropped from which it must be said. */
const DROPS = 0.002;
/** Share of requests lost from which a policy does not serve the load, whatever its cores. */
const FAILS = 0.1;

export function findingOf(a: Side, b: Side): Finding {
  if (a.id === b.id) {
    return {
      headline: [{ text: a.name, side: 'a' }, { text: ' against itself: both lanes are the same run.' }],
      sub: [{ text: 'Choose another policy on either lane. ' }, ...regretWords(a, undefined)],
    };
  }
  return {
    headline: headlineOf(a, b),
    sub: [...balanceWords(a, b), ...regretWords(a, b), ...requestWords(a, b), ...dropWords(a, b)],
  };
}

function headlineOf(a: Side, b: Side): readonly Words[] {
  const first: Words = { text: a.name, side: 'a' };
  const second: Words = { text: b.name, side: 'b' };
  const [lostA, lostB] = [lostShare(a), lostShare(b)];
  if (lostA >= FAILS && lostB >= FAILS) {
    return [
      { text: 'Neither carries this load: ' },
      first,
      { text: ` loses ${percent1(lostA)} of the requests, ` },
      second,
      { text: ` ${percent1(lostB)}.` },
    ];
  }
  if (lostA >= FAILS || lostB >= FAILS) return oneFails(first, lostA, second, lostB);
  const cost = relative(a.summary.cost, b.summary.cost);
  const quality = qualityOf(a.summary.qos, b.summary.qos);
  const middle = costWords(a.summary.cost, b.summary.cost, cost);
  // Who drops a part of the load does not serve it: how much is said below.
  const serves = lostA < DROPS;
  if (cost === 0 && quality.sign === 0) {
    const alike = serves && lostB < DROPS ? 'serve this load alike' : 'are alike on this load';
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
    { text: ` ${serves ? 'serves this load with' : 'takes'} ${middle} ` },
    second,
    { text: end },
  ];
}

/** Only who loses no more than a rounding carries the load; otherwise both losses are said. */
function oneFails(a: Words, lostA: number, b: Words, lostB: number): readonly Words[] {
  if (lostB < DROPS)
    return [a, { text: ` loses ${percent1(lostA)} of this load; ` }, b, { text: ' carries it.' }];
  if (lostA < DROPS)
    return [a, { text: ' carries this load; ' }, b, { text: ` loses ${percent1(lostB)} of it.` }];
  return [a, { text: ` loses ${percent1(lostA)} of this load, ` }, b, { text: ` ${percent1(lostB)}.` }];
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

/** Per cent where both qualities are well above zero, points where a ratio would mean nothing. */
function qualityOf(a: number, b: number): { readonly sign: number; readonly amount: string } {
  const gap = a - b;
  const scale = Math.min(a, b);
  if (scale >= 2) {
    const share = relative(a, b);
    return { sign: Math.sign(share), amount: percent(Math.abs(share)) };
  }
  return { sign: Math.abs(gap) < POINT ? 0 : Math.sign(gap), amount: `${fixed(Math.abs(gap), 1)} points` };
}

/** The headline's subject is lane A's policy, so `it` is that policy here. */
function balanceWords(a: Side, b: Side): readonly Words[] {
  const gap = a.summary.objective - b.summary.objective;
  if (Math.abs(gap) < POINT) return [{ text: 'Weighing both, the two are level. ' }];
  const by = ` leads by ${fixed(Math.abs(gap), 2)} a step. `;
  if (gap > 0) return [{ text: `Weighing both, it${by}` }];
  return [{ text: 'Weighing both, ' }, { text: b.name, side: 'b' }, { text: by }];
}

const PLANNER = 'a planner that knows each second’s load';

/** After a sentence about A alone, `it` is A; otherwise A is named again. */
function subject(a: Side, b: Side | undefined): Words {
  const leads = b !== undefined && a.summary.objective - b.summary.objective >= POINT;
  return leads ? { text: 'It' } : { text: a.name, side: 'a' };
}

function regretWords(a: Side, b: Side | undefined): readonly Words[] {
  const first = subject(a, b);
  const own: Words = { text: ` ${regretOf(a.summary.regret, PLANNER)}` };
  if (!b) return [first, own, { text: '.' }];
  return [
    first,
    own,
    { text: ', ' },
    { text: b.name, side: 'b' },
    { text: ` ${regretOf(b.summary.regret, undefined)}.` },
  ];
}

/** `planner` is named where it was not yet. */
function regretOf(regret: number, planner: string | undefined): string {
  const amount = fixed(Math.abs(regret), Math.abs(regret) < 9.95 ? 1 : 0);
  if (Math.abs(regret) < POINT) return planner === undefined ? 'loses nothing' : `matches ${planner}`;
  if (regret > 0) return planner === undefined ? `loses ${amount}` : `loses ${amount} to ${planner}`;
  return planner === undefined ? `gains ${amount}` : `gains ${amount} on ${planner} but not what queues do`;
}

/** Share of the requests that were lost; of the load that found no capacity where nothing queues. */
function lostShare({ summary }: Side): number {
  const { arrived, served, dropped, unmet, load } = summary;
  if (served > 0 || dropped > 0) return arrived > 0 ? dropped / arrived : 0;
  return load > 0 ? unmet / load : 0;
}

function dropWords(a: Side, b: Side): readonly Words[] {
  const [da, db] = [lostShare(a), lostShare(b)];
  if ((da < DROPS && db < DROPS) || da >= FAILS || db >= FAILS) return [];
  const own = da < DROPS ? 'no requests' : `${percent1(da)} of requests`;
  const other = db < DROPS ? 'none' : percent1(db);
  return [
    { text: ' ' },
    subject(a, b),
    { text: ` loses ${own}, ` },
    { text: b.name, side: 'b' },
    { text: ` ${other}.` },
  ];
}

/** What those who wait feel, where single requests were followed. */
function requestWords(a: Side, b: Side): readonly Words[] {
  const [own, other] = [a.summary.requests, b.summary.requests];
  if (!own || !other) return [];
  return [
    { text: ' ' },
    subject(a, b),
    { text: ` answers ${share(own.goodputShare)} of requests in time (p99 ${fixed(own.p99, 2)}\u00a0s), ` },
    { text: b.name, side: 'b' },
    { text: ` ${share(other.goodputShare)} (${fixed(other.p99, 2)}\u00a0s).` },
  ];
}

function share(value: number): string {
  return `${fixed(100 * value, 1)}\u00a0%`;
}

function percent1(share: number): string {
  return share < 0.1 ? `${fixed(100 * share, 1)}\u00a0%` : `${fixed(100 * share, 0)}\u00a0%`;
}

/** The words without their colours. */
export function plainText(words: readonly Words[]): string {
  return words.map((word) => word.text).join('');
}
