/** The sentences above the lanes: every number in them is claimed by what it must be of, for the policy that it is said of. */
import { isOpen, lossesShould, possibleShould } from './possible.ts';
import { byLength, digitsOf, shareOf, whole, type Lane, type Walked } from './runs.ts';
import type { PlayedPlan } from '../../src/scenario/plan.ts';
import { fixed } from '../../src/ui/format.ts';

/** Below it two values are alike in words. */
const POINT = 0.05;

/** What is left of the sentences without what the measures claim; nothing where it has no number. */
export interface Unclaimed {
  readonly shares: boolean;
  readonly lead: boolean;
  readonly regrets: boolean;
  readonly rest: string;
}

export const CLAIMED: Unclaimed = { shares: true, lead: true, regrets: true, rest: '' };

/** `plan` is the best plan found, where orders have after-effects. */
export function unclaimed(text: string, walked: Walked, plan: PlayedPlan | undefined): Unclaimed {
  const { names } = walked;
  // An equation has a number, and is none of a run's.
  let left = text.replace('objective (3)', 'objective');
  for (const lane of byLength(names)) left = left.replaceAll(names[lane], lane.toUpperCase());
  const claim = (claims: readonly string[]): boolean => {
    const found = claims.find((one) => left.includes(one));
    if (found !== undefined) left = left.replace(found, '…');
    return found !== undefined;
  };
  const [shares, lead] = [sharesOf(walked), leadOf(walked)].map(claim);
  const reach = plan ? [possibleShould(left, walked, plan), lossesShould(walked, plan)] : regretsOf(walked);
  const regrets = plan ? reach.every((one) => claim([one])) : !isOpen(walked) && claim(reach);
  for (const claims of [percentilesOf(walked), dropsOf(walked), coresOf(walked), qualityOf(walked)])
    claim(claims);
  return { shares: shares!, lead: lead!, regrets, rest: /\d|twice/.test(left) ? left : '' };
}

const both = <T>(of: (lane: Lane) => T): readonly [T, T] => [of('a'), of('b')];

function sharesOf(walked: Walked): readonly string[] {
  const [a, b] = both((lane) => shareOf(whole('inTime', walked.runs[lane]), walked));
  return [
    `A answers ${a} of the requests in time, B ${b}.`,
    `A does not carry this load: ${a} of the requests are answered in time. B carries it with ${b}.`,
    `A carries this load with ${a} of the requests in time; B does not: ${b}.`,
  ];
}

function leadOf({ runs }: Walked): readonly string[] {
  const [a, b] = both((lane) => whole('objective', runs[lane])!);
  if (Math.abs(a - b) < POINT) return ['the two are level.'];
  return [`${a > b ? 'A' : 'B'} leads by ${digitsOf('objective', Math.abs(a - b))} points a decision`];
}

function regretsOf({ runs }: Walked): readonly string[] {
  const [a, b] = both((lane) => whole('regret', runs[lane])!);
  const amount = (regret: number): string => digitsOf('regret', Math.abs(regret));
  const own = Math.abs(a) < POINT ? 'matches' : a > 0 ? `loses ${amount(a)} to` : `gains ${amount(a)} on`;
  const other = Math.abs(b) < POINT ? 'loses nothing' : b > 0 ? `loses ${amount(b)}` : `gains ${amount(b)}`;
  const planner = 'the optimum of each ten seconds whose load is known';
  const middle = a <= -POINT ? `${planner}, which reckons with the peak of each` : planner;
  return ['it', 'A'].map((subject) => `By reward, ${subject} ${own} ${middle}, B ${other}.`);
}

function percentilesOf({ runs }: Walked): readonly string[] {
  const [a, b] = both((lane) => digitsOf('p99', whole('p99', runs[lane])));
  return [`Of a hundred requests that A answers, 99 take at most ${a} s; B: ${b} s.`];
}

function dropsOf({ runs }: Walked): readonly string[] {
  const LEAST = 0.2;
  const [a, b] = both((lane) => whole('dropped', runs[lane])!);
  const own = a < LEAST ? 'no requests' : `${digitsOf('dropped', a)} % of requests`;
  const other = b < LEAST ? 'none' : `${digitsOf('dropped', b)} %`;
  return ['It', 'A'].map((subject) => `${subject} drops ${own}, B ${other}.`);
}

/** In how many per cent, or times, the cores of B: as rough as a reader says it. */
function coresOf({ runs }: Walked): readonly string[] {
  const [a, b] = both((lane) => whole('cost', runs[lane])!);
  const share = 100 * Math.abs(a / b - 1);
  const amount = share < 0.95 ? fixed(share, 1) : String(Math.round(share));
  const times = a / b;
  return [
    `${amount} % ${a < b ? 'fewer' : 'more'} cores than B`,
    `${Math.abs(times - 2) < 0.05 ? 'twice' : `${fixed(times, times < 9.95 ? 1 : 0)} times`} the cores of B`,
  ];
}

function qualityOf({ runs }: Walked): readonly string[] {
  const [a, b] = both((lane) => whole('qos', runs[lane])!);
  return [`${digitsOf('qos', Math.abs(a - b))} points ${a > b ? 'higher' : 'lower'} quality`];
}
