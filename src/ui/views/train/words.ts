/** Sentences of the Train view. */
import { heldOutWords } from './heldOutWords.ts';
import { zeroOf, type RegretScale } from './regret.ts';
import type { RunStanding } from '../../state/training/trainingStatus.ts';
import { inTimeShare, inTimeWords, written } from '../../finding/told.ts';
import { fixed, joined, whole } from '../../format.ts';
import { AGENT } from '../../theme/policies.ts';
import type { HeldOutEvaluation } from '../../../learning/training/progress.ts';
import { inPercent } from '../../../scenario/measures.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';

/** A run of text; `policy` gives it the policy's colour. */
export interface Words {
  readonly text: string;
  readonly policy?: string;
}

export interface Told {
  readonly headline: readonly Words[];
  readonly sub: string;
}

const plain = (text: string): readonly Words[] => [{ text }];

/** What a training has reached, against what. `best` is its best evaluation on the held-out load. */
export function finding(
  name: string,
  best: HeldOutEvaluation | undefined,
  scale: RegretScale | undefined,
  live: boolean,
  environment: EnvironmentKind,
): Told {
  if (!best) {
    return {
      headline: plain(live ? 'The agent is finding its feet.' : `${name} was never judged.`),
      sub: live
        ? 'It is judged on the held-out load every few updates; the first verdict comes within seconds.'
        : 'It ended before its first evaluation on the held-out load.',
    };
  }
  if (!scale) {
    return {
      headline: plain(
        `The agent reaches ${written('objective', best.objective)} points a decision on a load it has not seen.`,
      ),
      sub: `${inTimeOf(best, environment)}Its rivals, and what is possible, are being measured on the same load.`,
    };
  }
  const own = scale.points(best.objective);
  const share = scale.ofObjective(best.objective);
  const better = [...scale.rivals].sort((a, b) => a.regret - b.regret).filter(({ regret }) => regret < share);
  const beaten = scale.rivals.filter(({ regret, id }) => regret > share && id !== 'random');
  const points = (regret: number): string => written('objective', regret * scale.one);
  const zero = zeroOf(scale.possible);
  const how =
    own < 0 && zero !== 'optimum'
      ? `${live ? 'is' : 'ended'} ${written('objective', -own)} points a decision above`
      : `${live ? 'is' : 'came within'} ${written('objective', Math.max(0, own))} points a decision ${live ? 'from' : 'of'}`;
  const lead: readonly Words[] = [
    { text: live ? 'The agent' : name, policy: AGENT },
    { text: ` ${how} the ${zero} on the held-out load` },
  ];
  const rivals = [...beaten]
    .sort((a, b) => a.regret - b.regret)
    .flatMap((rival, i): readonly Words[] => [
      { text: rival.name, policy: rival.id },
      { text: ` ${points(rival.regret)}${own < 0 && i === 0 ? ' below it' : ''}, ` },
    ]);
  const headline: readonly Words[] =
    rivals.length > 0
      ? [...lead, { text: '; ' }, ...rivals.slice(0, -1), { text: rivals.at(-1)!.text.replace(', ', '.') }]
      : [...lead, { text: live ? '; every rival is still closer.' : '; every rival came closer.' }];
  const behind =
    better.length > 0
      ? ` ${joined(better.map((r) => r.name))} ${better.length > 1 ? 'are' : 'is'} still ahead.`
      : '';
  return {
    headline,
    sub: `${inTimeOf(
      best,
      environment,
      [...scale.rivals].sort((a, b) => a.regret - b.regret),
    )}Normalised regret ${fixed(share, 2)}: 0 is the ${zero}, 1 is Greedy. Judged on a load held out from training, after ${whole(best.steps)} steps.${behind} ${heldOutWords(scale.possible, environment)}`,
  };
}

/** What those who wait feel on the held-out load, beside the rivals there; '' where a run is older than the count. */
function inTimeOf(
  { inTime }: HeldOutEvaluation,
  environment: EnvironmentKind,
  rivals: RegretScale['rivals'] = [],
): string {
  if (!Number.isFinite(inTime)) return '';
  const others = rivals.flatMap(({ id, name, inTime: share }) =>
    share === undefined || id === 'random' ? [] : [`${name} ${inTimeShare(inPercent(share), environment)}`],
  );
  return `It answers ${inTimeWords(inPercent(inTime), environment)}${others.length > 0 ? `; ${joined(others)}` : ''}. `;
}

export interface Contestant {
  readonly name: string;
  readonly colour: string;
  /** Points a decision from `zero`, below 0 above it; undefined where it was never judged or its rivals are not measured. */
  readonly points: number | undefined;
  readonly zero: ReturnType<typeof zeroOf>;
}

/** What a comparison of runs found: who came closest, and how far the others stayed. `colour` tells the runs apart. */
export function comparison(
  runs: readonly Contestant[],
): readonly { readonly text: string; readonly colour?: string }[] {
  const judged = runs
    .filter((run): run is Contestant & { readonly points: number } => run.points !== undefined)
    .sort((a, b) => a.points - b.points);
  const [first, ...rest] = judged;
  if (!first) return [{ text: `${String(runs.length)} runs side by side.` }];
  const above = ({ points, zero }: typeof first): boolean => points < 0 && zero !== 'optimum';
  const far = (one: typeof first): string =>
    written('objective', above(one) ? -one.points : Math.max(0, one.points));
  return [
    { text: first.name, colour: first.colour },
    {
      text: above(first)
        ? ` came furthest, ${far(first)} points a decision above the ${first.zero}`
        : ` came closest, within ${far(first)} points a decision of the ${first.zero}`,
    },
    ...rest.flatMap((one, i) => [
      { text: i === 0 ? '; ' : ', ' },
      { text: one.name, colour: one.colour },
      { text: ` ${far(one)}${above(one) || !above(first) ? '' : ' below it'}` },
    ]),
    { text: '.' },
  ];
}

export function budgetWords(budget: Budget): string {
  return 'seconds' in budget ? `${whole(budget.seconds)} s` : `${whole(budget.steps)} steps`;
}

/** How far a training is: `share` of its budget, and the seconds that are left. */
export function progressWords(paused: boolean, budget: Budget, share: number, left: number): string {
  const spent = `${fixed(100 * share, 0)} % of ${budgetWords(budget)} spent`;
  return paused ? `Paused with ${spent}.` : `${spent}, ${spanWords(left)} left.`;
}

/** Seconds as a reader says them. */
export function spanWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'some time';
  if (seconds < 90) return `${fixed(Math.max(0, seconds), 0)} s`;
  const minutes = seconds / 60;
  return minutes < 90 ? `${fixed(minutes, minutes < 10 ? 1 : 0)} min` : `${fixed(minutes / 60, 1)} h`;
}

export const standingWords: Record<RunStanding, string> = {
  running: 'training',
  paused: 'paused',
  finished: 'finished',
  stopped: 'stopped',
  converged: 'converged',
  failed: 'failed',
  elsewhere: 'training in another tab',
  interrupted: 'interrupted',
};

/** Today as a time, else as a day. */
export function whenWords(then: number, now: number): string {
  const date = new Date(then);
  return new Date(now).toDateString() === date.toDateString()
    ? date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}
