/** A comparison cut into parts that processes of their own run, evenly by what the runs are expected to take. */
import {
  groupsOf,
  placeOf,
  workloadOf,
  type ComparisonPlan,
  type ComparisonSettings,
  type Group,
  type PlannedPolicy,
} from './plan.ts';
import { commonKey, type ComparisonTask } from './tasks.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** One of `of` parts, counted from 0. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * Tenths of a millisecond of processor time that a decision takes with its ten seconds of the world: measured on the pipelines
 * video and nlp under the load “fluctuating”, rounded. They decide who runs what, never what is found.
 */
const USUAL = 1;
const OF_DECISION: Readonly<Record<string, number>> = { ipa: 100, planner: 40, aquatope: 60 };
/** Of a visitor's own policy nothing is known; one that is trained runs its network. */
const OF_KIND: Readonly<Record<string, number>> = { agent: 5, own: 20 };
/** Of a search for what is possible, a decision of the load. */
const OF_SEARCH = 150;

function ofDecision(planned: PlannedPolicy): number {
  return OF_KIND[planned.kind] ?? OF_DECISION[planned.key.split(':', 1)[0]!] ?? USUAL;
}

/** A run, or where `policy` is undefined a scenario's references. */
interface Unit {
  readonly group: Group;
  readonly policy: PlannedPolicy | undefined;
  readonly work: number;
}

/**
 * All that a plan asks for, pipeline by pipeline, load by load and seed by seed: neighbours share tables, forecasts and what
 * is searched for.
 */
function unitsOf(plan: ComparisonPlan): readonly Unit[] {
  const { pipelines, workloads, seeds } = plan;
  const groups = groupsOf(plan);
  // A generator's load is as long for every seed.
  const decisions = workloads.map((workload, w) =>
    Math.max(1, Math.ceil(workloadOf({ ...groups[w]!, workload }).rates.length / DECISION_SECONDS)),
  );
  return pipelines.flatMap((_pipeline, p) =>
    workloads.flatMap((_workload, w) =>
      seeds.flatMap((_seed, s): readonly Unit[] => {
        const group = groups[(s * pipelines.length + p) * workloads.length + w]!;
        const length = decisions[w]!;
        return [
          ...group.policies.map((policy) => ({ group, policy, work: length * ofDecision(policy) })),
          { group, policy: undefined, work: length * searchOf(group, plan.settings, s) },
        ];
      }),
    ),
  );
}

/** Of a load that many seeds share, the first searches for all. */
function searchOf(group: Group, settings: ComparisonSettings, seed: number): number {
  const shared = commonKey({ group, references: true }, settings) !== undefined && seed > 0;
  return shared ? USUAL : OF_SEARCH;
}

/**
 * What each of `of` shards runs, in its order: of the units laid end to end by their work, those whose middle lies in its
 * share. The shards of a plan have every run once, whatever their number.
 */
export function shardsOf(plan: ComparisonPlan, of: number): readonly (readonly ComparisonTask[])[] {
  const units = unitsOf(plan);
  const all = units.reduce((sum, { work }) => sum + work, 0);
  const shards = Array.from({ length: of }, (): ComparisonTask[] => []);
  let index = 0;
  let before = 0;
  for (const { group, policy, work } of units) {
    // Whole numbers below 2^53: every machine cuts alike.
    const middle = 2 * before + work;
    before += work;
    while (middle * of >= 2 * all * (index + 1)) index++;
    const tasks = shards[index]!;
    const last = tasks.at(-1);
    const same = last !== undefined && sameGroup(last.group, group);
    const policies = [...(same ? last.group.policies : []), ...(policy ? [policy] : [])];
    const task = { group: { ...group, policies }, references: policy === undefined };
    if (same) tasks[tasks.length - 1] = task;
    else tasks.push(task);
  }
  return shards;
}

/** What one of them runs. */
export function shardTasks(plan: ComparisonPlan, { index, of }: Shard): readonly ComparisonTask[] {
  return shardsOf(plan, of)[index]!;
}

function sameGroup(a: Group, b: Group): boolean {
  const [one, other] = [placeOf(a), placeOf(b)];
  return one.seed === other.seed && one.pipeline === other.pipeline && one.workload === other.workload;
}

/** Runs of tasks, references not counted. */
export function runsIn(tasks: readonly ComparisonTask[]): number {
  return tasks.reduce((sum, { group }) => sum + group.policies.length, 0);
}
