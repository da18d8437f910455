/** The decision card in words, from its plain data. */
import type { Hides } from '../finding/ground.ts';
import { ahead, inTimeShare, written } from '../finding/told.ts';
import { coreWords, fixed, plural, short } from '../format.ts';
import { stageName, variantName, variantNames } from '../pipeline/names.ts';
import { policyStyle } from '../theme/policies.ts';
import type { CountedOrder } from '../../experiments/countedOrders.ts';
import {
  KEEP,
  PLAN,
  type Alternative,
  type DecisionCard,
  type Head,
  type StageRoom,
} from '../../experiments/decisionCard.ts';
import type { Fork } from '../../experiments/fork.ts';
import type { Configuration, Pipeline, Weights } from '../../model/pipeline.ts';
import { coresHeld } from '../../model/pipelineCores.ts';
import { inPercent, measureById } from '../../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSeries, Scenario } from '../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Loads closer than this, req/s, are said to be level. */
const LEVEL = 0.5;
/** Points below which a future earns as much as another. */
const ALIKE = 0.005;

/** What the policy had before it: load, forecast, and cores where their limit may be told. */
export function sawWords({ observation, outcome }: DecisionCard, maxCores?: number): string {
  const { load, predicted, freeCores, recent } = observation;
  const peak = Math.max(...recent);
  const before =
    peak - load >= LEVEL ? `, down from ${short(peak)} in the last two minutes` : ', the most in two minutes';
  const step = predicted - load;
  const forecast =
    Math.abs(step) < LEVEL
      ? `the forecast stayed level at ${short(predicted)}`
      : `the forecast ${step > 0 ? 'rose' : 'fell'} to ${short(predicted)}`;
  return `The last ten seconds brought up to ${short(load)} requests/s${before}; ${forecast}.${maxCores === undefined ? '' : ` ${freeWords(freeCores, maxCores)}`} Then up to ${short(outcome.load)} came.`;
}

function freeWords(free: number, max: number): string {
  if (free <= 0) return `None of the ${String(max)} cores was free.`;
  return `${String(free)} of ${String(max)} cores ${free === 1 ? 'was' : 'were'} free.`;
}

/** "3 replicas", "batches of 4", "YOLOv5 m". */
export function choiceName(pipeline: Pipeline, head: Head, index: number): string {
  const stage = pipeline.stages[head.stage]!;
  const { value } = head.choices[index]!;
  if (head.knob === 'replicas') return value === 1 ? '1 replica' : `${String(value)} replicas`;
  if (head.knob === 'batch') return value === 1 ? 'one by one' : `batches of ${String(value)}`;
  return variantName(variantNames(stage), value);
}

/** "m", "3", "4": what fits under a bar. */
export function choiceLabel(pipeline: Pipeline, head: Head, index: number): string {
  const { value } = head.choices[index]!;
  return head.knob === 'variant'
    ? (variantNames(pipeline.stages[head.stage]!).labels[value] ?? '')
    : String(value);
}

/** Which limit struck choices of this head, and by how much, where it may be told; undefined where none did. */
export function struckWords(
  pipeline: Pipeline,
  maxCores: number | undefined,
  head: Head,
  room: StageRoom,
): string | undefined {
  const first = head.choices.reduce(
    (least, choice, i) =>
      choice.forbidden && (least < 0 || choice.cores < head.choices[least]!.cores) ? i : least,
    -1,
  );
  if (first < 0) return undefined;
  const name = choiceName(pipeline, head, first);
  const needs = `${name} would take ${String(head.choices[first]!.cores)}`;
  if (maxCores === undefined) return 'Struck by the device’s cores, which the assignment hides.';
  return `Struck by the device’s ${plural(maxCores, 'core')}: ${needs}, ${roomWords(pipeline, head.stage, room)}.`;
}

function roomWords(pipeline: Pipeline, n: number, { taken, reserved, room }: StageRoom): string {
  const names = (from: number, to: number): string =>
    pipeline.stages.slice(from, to).map(stageName).join(' and ');
  const parts = [
    ...(taken > 0 ? [`${names(0, n)} ${n > 1 ? 'take' : 'takes'} ${String(taken)}`] : []),
    ...(reserved > 0
      ? [`${String(reserved)} ${reserved === 1 ? 'stays' : 'stay'} kept for ${names(n + 1, Infinity)}`]
      : []),
  ];
  const left = `${String(room)} ${room === 1 ? 'is' : 'are'} left`;
  return parts.length === 0 ? left : `${left} because ${parts.join(' and ')}`;
}

/** Alternatives that order the same, as one row. */
export interface Row {
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly configuration: Configuration;
  readonly reward: number;
  /** Share of the ten seconds' requests in time, 0..1. */
  readonly inTime: number;
}

export function alternativeName(id: string): string {
  if (id === PLAN) return 'Best plan found';
  return id === KEEP ? 'no change' : policyStyle(id).name;
}

/** Alternatives by what they order, in the order given. */
export function rowsOf(alternatives: readonly Alternative[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { id, configuration, reward, inTime } of alternatives) {
    const key = JSON.stringify(
      configuration.map(({ variant, replicas, batch }) => [variant, replicas, batch]),
    );
    const row = rows.get(key) ?? { names: [], ids: [], configuration, reward, inTime };
    rows.set(key, { ...row, names: [...row.names, alternativeName(id)], ids: [...row.ids, id] });
  }
  return [...rows.values()];
}

/** How the policy's own order fared among the others, a sentence. */
export function rankWords({ alternatives, policy, reward }: DecisionCard, name: string): string {
  const best = alternatives[0]!;
  if (best.reward - reward < ALIKE) return `Nobody would have earned more in these ten seconds than ${name}.`;
  const better = rowsOf(alternatives).filter(
    (row) => row.reward - reward >= ALIKE && !row.ids.includes(policy),
  );
  const count = better.length === 1 ? 'One other order' : `${String(better.length)} other orders`;
  return `${count} would have earned more in these ten seconds, at best ${written('reward', best.reward - reward)} more (${alternativeName(best.id)}).`;
}

/** Whose order the best plan's is, and what it earned there; `name` is the lane's. */
export const planWords = (earned: number, name: string): string =>
  `The best plan found knows the load and starts from its own past, where these ten seconds earned it ${written('reward', earned)}; in the table its order starts from where ${name} was.`;

/** What says how much could be earned at most: late requests that queue are estimated where they have a price. */
export const boundBy = ({ environment, weights }: Pick<Scenario, 'environment' | 'weights'>): string =>
  weights.lateWeight > 0 && environment !== 'instant'
    ? 'the equations and an estimate of who is late'
    : 'the equations';

/** The weight and the quantity that make each term of the reward, by its name: "0.15 × 12.00"; "? × 12.00" where it is hidden. */
export function factorsOf(
  weights: Weights,
  outcome: DecisionCard['outcome'],
  hides: Hides = () => false,
): Readonly<Record<string, string>> {
  const { accuracy, throughput, latency, unmet, spare, cost, batch, inTime } = outcome;
  const w = Object.fromEntries(
    Object.entries(weights).map(([key, value]) => [key, hides(key) ? '?' : value]),
  ) as Readonly<Record<keyof Weights, number | string>>;
  return {
    Accuracy: `${String(w.accuracyWeight)} × ${written('accuracy', accuracy)}`,
    Throughput: `${String(w.throughputWeight)} × ${short(throughput)}/s`,
    Latency: `1 × ${written('latency', latency)} s`,
    'Unmet load': `${String(w.unmetWeight)} × ${written('unmet', unmet)}/s`,
    'Spare capacity': `${String(w.spareWeight)} × ${written('unmet', spare)}/s`,
    Cores: `${String(w.costWeight)} × ${written('cost', cost)}`,
    'Late requests': `${String(w.lateWeight)} × ${written('inTime', 100 - inPercent(inTime))}\u2009%`,
    Batch: `${String(w.batchWeight)} × ${fixed(batch, 0)}`,
  };
}

/** Who would have earned most of `rows` as they were counted in single requests, in their order, a sentence. */
export function countedRankWords(
  rows: readonly Pick<Row, 'ids' | 'names'>[],
  counted: readonly Pick<CountedOrder, 'reward'>[],
  policy: string,
  name: string,
): string {
  const rewards = counted.map(({ reward }) => reward);
  const most = Math.max(...rewards);
  const own = rewards[rows.findIndex(({ ids }) => ids.includes(policy))] ?? most;
  if (most - own < ALIKE) return `In single requests nobody would have earned more than ${name}.`;
  const best = rows[rewards.indexOf(most)]!.names[0]!;
  return `In single requests ${best} would have earned most, ${written('reward', most - own)} more than ${name}.`;
}

/** Share of requests by which an order is later than another, if it shall be said: one in a hundred. */
const LATER = 0.01;

/** Where an order stands above one that leaves fewer late: what the rank counts; '' where none does. `rows` by reward. */
export function lateWords(
  rows: readonly Pick<Row, 'inTime'>[],
  { lateWeight }: Weights,
  hides: Hides = () => false,
): string {
  let least = Infinity;
  for (const { inTime } of rows) {
    if (inTime - least >= LATER)
      return hides('lateWeight')
        ? ''
        : lateWeight > 0
          ? `The rank is by reward, of which each per cent late costs ${String(lateWeight)} points.`
          : 'The rank is by reward, which has no term for who is late.';
    least = Math.min(least, inTime);
  }
  return '';
}

/** What the fork changes, with the two terms that weigh most. */
export function forkWords(
  { own, other, difference, total }: Fork,
  name: string,
  environment: EnvironmentKind,
): string {
  const steps = own.t.length;
  const time = spanWords(steps * DECISION_SECONDS);
  if (difference.every(({ value }) => Math.abs(value) < ALIKE)) {
    return `Over ${time} nothing differs: both futures are the same.`;
  }
  const verdict =
    Math.abs(total) < ALIKE
      ? `earns as much as ${name}`
      : `earns ${written('reward', Math.abs(total))} points ${total > 0 ? 'more' : 'less'} than ${name}, ${written('reward', Math.abs(total) / steps)} a decision`;
  const weighty = difference
    .filter(({ value }) => Math.abs(value) >= ALIKE)
    .sort((p, q) => Math.abs(q.value) - Math.abs(p.value));
  const named = weighty
    .slice(0, 2)
    .map((term) => `${term.name.toLowerCase()} ${ahead('reward', term.value)}`);
  return `Over ${time} the fork ${verdict}: ${named.join(', ')}${weighty.length > named.length ? ' above all' : ''}.${inTimeChange(own, other, environment)}`;
}

/** Cores by which more is held than ordered, if it shall be said. */
const BESIDE = 0.05;

/**
 * Why an order of fewer cores may cost more at first: what was there stays until the new has started. '' where the fork
 * holds no more than it ordered in its first ten seconds.
 */
export function surgeWords({ other }: Pick<Fork, 'other'>, pipeline: Pipeline): string {
  const ordered = coresHeld(
    pipeline,
    pipeline.stages.map((_, n) => {
      const [variant = 0, replicas = 0, batch = 0] = other.actions.subarray(3 * n, 3 * n + 3);
      return { variant, replicas: replicas + 1, batch: 1 << batch };
    }),
  );
  const held = other.cost[0] ?? NaN;
  if (!(held - ordered >= BESIDE)) return '';
  return `The fork orders ${coreWords(ordered)} and holds ${written('cost', held)} on average in its first ten seconds: old replicas stay, and are paid for, until new ones have started and their last requests are done.`;
}

/** What those who wait feel in both futures; one share where they are written alike. */
function inTimeChange(own: EpisodeSeries, other: EpisodeSeries, environment: EnvironmentKind): string {
  const [before, after] = [own, other].map((series) =>
    inTimeShare(measureById('inTime').over?.(series, 0, series.t.length) ?? NaN, environment),
  ) as [string, string];
  if (before === after) return ` Both answer ${before} of the requests in time.`;
  return ` The fork answers ${after} of the requests in time, it was ${before}.`;
}

function spanWords(seconds: number): string {
  if (seconds < 60) return `the last ${String(seconds)} seconds`;
  if (seconds % 60 !== 0) return `the next ${String(seconds)} seconds`;
  return seconds === 60 ? 'the next minute' : `the next ${String(seconds / 60)} minutes`;
}
