/** Who is best in a comparison, in words: by J, in time, and on the way from chance to the best that is possible. */
import { fixed, joined, plural } from '../../format.ts';
import { inTimeShare, written } from '../../finding/told.ts';
import { overallOf, type Overall } from '../../../experiments/comparison/aggregate.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { estimate } from '../../../experiments/comparison/estimate.ts';
import { isOracle } from '../../../experiments/comparison/levels.ts';
import { inPercent } from '../../../scenario/measures.ts';

/** One policy named, as the headline colours it. */
export type Piece = string | { readonly policy: string };

/** What a score is 0 at. */
export const ZERO = 'random';
/** Of more that cannot be told apart, the others are counted. */
const NAMED = 3;

const named = ({ policy }: Overall): Piece => ({ policy });

/**
 * Who has the highest J of all compared, or which cannot be told apart; where these know the load beforehand, the best
 * that does not; and who answers most in time, which J counts only where late requests have a price.
 */
export function headline({ result }: ComparisonDocument): readonly Piece[] {
  const ranked = best(overallOf(result, 'objective'));
  const [first, second] = ranked;
  if (!first) return ['No policy ran on all that was chosen.'];
  const pipelines = result.plan.pipelines.map(({ name }) => `“${name}”`);
  const where = pipelines.length > 2 ? plural(pipelines.length, 'pipeline') : joined(pipelines);
  const j = ({ estimate }: Overall): string => written('objective', estimate.mean);
  const behind = ranked.findIndex((one) => j(one) !== j(first) && apart(first, one));
  const leaders = behind < 0 ? ranked : ranked.slice(0, behind);
  const real = ranked.find(({ policy }) => !isOracle(policy));
  const yardsticks = leaders.every(({ policy }) => isOracle(policy));
  const after: readonly Piece[] =
    yardsticks && real && real !== second
      ? ['; the best that does not know the load beforehand is ', named(real), `, with ${j(real)}`]
      : [];
  const next = ranked[leaders.length];
  const lead: readonly Piece[] =
    leaders.length === 1
      ? [
          named(first),
          ` has the highest J, ${j(first)}`,
          ...(yardsticks ? [', knowing the load beforehand'] : []),
          ...(next ? ['; ', named(next), ` follows with ${j(next)}`] : []),
        ]
      : [...listed(leaders, j), ' have the highest J, too close to tell them apart'];
  return [`On ${where}, `, ...lead, ...after, '.', ...inTimeWords(result, first)];
}

/** "A with 9.93, B with 9.91 and 2 more". */
function listed(leaders: readonly Overall[], value: (one: Overall) => string): readonly Piece[] {
  const shown = leaders.slice(0, leaders.length > NAMED + 1 ? NAMED : leaders.length);
  const left = leaders.length - shown.length;
  const words = shown.flatMap((one, i): readonly Piece[] => [
    i === 0 ? '' : i === shown.length - 1 && left === 0 ? ' and ' : ', ',
    named(one),
    ` with ${value(one)}`,
  ]);
  return [...words.filter((piece) => piece !== ''), ...(left > 0 ? [` and ${String(left)} more`] : [])];
}

/** Who answers most in time, against the best by J; nothing where runs do not know it. */
function inTimeWords(result: ComparisonDocument['result'], first: Overall): readonly Piece[] {
  const ranked = best(overallOf(result, 'inTime'));
  const [most, second] = ranked;
  const own = ranked.find(({ policy }) => policy === first.policy);
  if (!most || !own) return [];
  const share = ({ estimate }: Overall): string => inTimeShare(estimate.mean, result.plan.environment);
  const rival = most === own ? second : most;
  const alike =
    rival !== undefined && (share(rival) === share(own) || !apart(most, most === own ? rival : own));
  if (most === own && !alike) return [' ', named(own), ` also answers most in time: ${share(own)}.`];
  if (alike) return [' ', named(own), ` answers ${share(own)} in time, and no other clearly more.`];
  return [
    ' ',
    named(most),
    ` answers most in time, ${share(most)} against ${share(own)} of `,
    named(own),
    pricesLate(result) ? '.' : ': J does not count who is late.',
  ];
}

const pricesLate = ({ plan }: ComparisonDocument['result']): boolean => plan.weights.lateWeight > 0;

/** How far the best that does not know the load comes from chance to the best plan found; nothing where no run knows it. */
export function scoreWords({ overall, result }: ComparisonDocument): readonly Piece[] {
  const [first] = best(overall.filter(({ policy }) => !isOracle(policy)));
  if (!first) return [];
  const zero = isShown(result, ZERO) ? 'Random' : 'choices at random';
  return [
    'In reward, ',
    named(first),
    ` comes ${fixed(inPercent(first.estimate.mean), 1)}\u00a0% of the way from ${zero} to ${result.plan.environment === 'instant' ? 'the optimum' : 'the best plan found'}: a share of what can be earned, not of requests.`,
  ];
}

export const isShown = ({ plan }: ComparisonDocument['result'], policy: string): boolean =>
  plan.policies.some(({ id }) => id === policy);

const best = (all: readonly Overall[]): readonly Overall[] =>
  [...all].sort((a, b) => b.estimate.mean - a.estimate.mean);

/** Whether the seeds that both have tell that `a` has more; of one seed there is no interval, and its difference stands. */
function apart(a: Overall, b: Overall): boolean {
  const gaps = a.seeds.flatMap((seed, i) => {
    const j = b.seeds.indexOf(seed);
    return j < 0 ? [] : [a.estimate.values[i]! - b.estimate.values[j]!];
  });
  return gaps.length > 0 && (estimate(gaps).meanInterval?.[0] ?? gaps[0]!) > 0;
}

const BEST_FIXED = 'static-best';
const KNOWN_LOAD = 'optimum-true';

/** Why a yardstick that is compared need not be the best. */
export function yardstickNotes({ result }: ComparisonDocument): readonly string[] {
  // Where nothing takes time, both are what they are called.
  if (result.plan.environment === 'instant') return [];
  const ranked = best(overallOf(result, 'objective'));
  const beaten = ranked.findIndex(({ policy }) => policy === KNOWN_LOAD) > 0;
  return [
    ...(isShown(result, BEST_FIXED)
      ? [
          'Best fixed choice is chosen by the equations, which know the load but no queues and no single requests, so another can beat it here.',
        ]
      : []),
    ...(beaten
      ? [
          `Optimum with known load stands below another because it takes every ten seconds by themselves: ${pricesLate(result) ? 'start-up and what has queued before are' : 'start-up, queues and lateness are'} not in what it maximises.`,
        ]
      : []),
  ];
}
