/** What stands behind “more” of the finding: what is possible, and what a reader may ask of the sentences before. Pure. */
import { isLater, POINT, together, type Side, type Words } from './finding.ts';
import { lostWords, possibleWords, SEARCHING, UNDER_WAY, type Known } from './possible.ts';
import { written } from './told.ts';
import { baseOf, policyStyles } from '../theme/policies.ts';
import { assumedCaution } from '../../model/assumed.ts';
import { estimatesInTime, inPercent } from '../../scenario/measures.ts';
import type { EnvironmentKind, Scenario } from '../../scenario/scenario.ts';
import { coarseCaution } from '../../workload/coarse.ts';
import type { Workload } from '../../workload/workload.ts';

/** Share of requests dropped from which it must be said. */
const DROPS = 0.002;
/** Policies that are called the optimum of something. */
const OPTIMA: ReadonlySet<string> = new Set(
  policyStyles.filter(({ group }) => group === 'Optimum').map(({ id }) => id),
);

/** Of two runs of one scenario, and what is known to be possible there: nothing yet, or a sentence why it is not. */
export function moreOf(
  a: Side,
  b: Side,
  { environment, weights }: Pick<Scenario, 'environment' | 'weights'>,
  known: Known | string | undefined,
): readonly Words[] {
  const other = a.id === b.id ? undefined : b;
  const reach = environment === 'instant' ? regretWords(a, other) : reachWords(a, other, known);
  if (!other) return reach;
  return together(
    weights.lateWeight > 0 ? [] : optimumWords(a, b),
    reach,
    percentileWords(a, b),
    dropWords(a, b),
    estimateWords(environment),
  );
}

/** Where what was found rests on what was assumed of the pipeline or of imported loads: a sentence each; '' where it does not. */
export const groundsWords = (
  { pipeline, workload }: Pick<Scenario, 'pipeline' | 'workload'>,
  imports: readonly Workload[],
): string =>
  [assumedCaution(pipeline), coarseCaution(workload.id, imports)]
    .filter((sentence) => sentence !== undefined)
    .join(' ');

/** With after-effects: what is possible, and what each lane earns less than the best plan found. */
function reachWords(a: Side, b: Side | undefined, known: Known | string | undefined): readonly Words[] {
  if (typeof known === 'string' || !known) return [{ text: known ?? UNDER_WAY }];
  const own = (side: Side): string => ` ${lostWords(known, side.summary.reward)}`;
  return [
    { text: `${possibleWords(known)} ${known.state === 'searching' ? `${SEARCHING} ` : ''}By reward, ` },
    { text: a.name, side: 'a' },
    { text: `${own(a)}${b ? '; ' : '.'}` },
    ...(b ? [{ text: b.name, side: 'b' } as const, { text: `${own(b)}.` }] : []),
  ];
}

/** What an estimate leaves out. */
function estimateWords(environment: EnvironmentKind): readonly Words[] {
  if (!estimatesInTime(environment)) return [];
  const text =
    environment === 'chance'
      ? 'Shares in time are estimates, by formulas for waiting by chance.'
      : 'Shares in time are estimates: single requests are late by chance too.';
  return [{ text }];
}

/** An optimum that is later than its rival: it is the optimum of something else. */
function optimumWords(a: Side, b: Side): readonly Words[] {
  return (
    [
      [a, 'a', b],
      [b, 'b', a],
    ] as const
  ).flatMap(([one, side, other]) =>
    OPTIMA.has(baseOf(one.id)) && isLater(one, other)
      ? [
          { text: one.name, side },
          { text: ' seeks the most by the paper’s objective (3), which has no term for who is late.' },
        ]
      : [],
  );
}

/** Where orders take effect at once. */
const PLANNER = 'the optimum of each ten seconds whose load is known';

function regretWords(a: Side, b: Side | undefined): readonly Words[] {
  const first: Words = { text: a.name, side: 'a' };
  const own: Words = { text: ` ${regretOf(a.summary.regret, PLANNER)}` };
  const by: Words = { text: 'By reward, ' };
  if (!b) return [by, first, own, { text: '.' }];
  return [
    by,
    first,
    own,
    { text: ', ' },
    { text: b.name, side: 'b' },
    { text: ` ${regretOf(b.summary.regret, undefined)}.` },
  ];
}

/** `planner` is named where it was not yet. */
function regretOf(regret: number, planner: string | undefined): string {
  const amount = written('regret', Math.abs(regret));
  if (Math.abs(regret) < POINT) return planner === undefined ? 'loses nothing' : `matches ${planner}`;
  if (regret > 0) return planner === undefined ? `loses ${amount}` : `loses ${amount} to ${planner}`;
  return planner === undefined
    ? `gains ${amount}`
    : `gains ${amount} on ${planner}, which reckons with the peak of each`;
}

/** Share of the requests that arrived and were dropped. */
function droppedShare({ summary: { arrived, dropped } }: Side): number {
  return arrived > 0 ? dropped / arrived : 0;
}

function dropWords(a: Side, b: Side): readonly Words[] {
  const [da, db] = [droppedShare(a), droppedShare(b)];
  if (da < DROPS && db < DROPS) return [];
  const own = da < DROPS ? 'no requests' : `${percentOf(da)} of requests`;
  const other = db < DROPS ? 'none' : percentOf(db);
  return [
    { text: a.name, side: 'a' },
    { text: ` drops ${own}, ` },
    { text: b.name, side: 'b' },
    { text: ` ${other}.` },
  ];
}

/** Where single requests were followed. */
function percentileWords(a: Side, b: Side): readonly Words[] {
  const [own, other] = [a.summary.requests, b.summary.requests];
  if (!own || !other) return [];
  return [
    { text: 'Of a hundred requests that ' },
    { text: a.name, side: 'a' },
    { text: ` answers, 99 take at most ${written('p99', own.p99)}\u00a0s; ` },
    { text: b.name, side: 'b' },
    { text: `: ${written('p99', other.p99)}\u00a0s.` },
  ];
}

function percentOf(share: number): string {
  return `${written('dropped', inPercent(share))}\u00a0%`;
}
