/** What a comparison runs: every policy on every pipeline, workload and seed. */
import { defaultEnvironment, type EnvironmentKind, type Scenario } from '../../scenario/scenario.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import type { OwnPolicy } from '../../policies/own/program.ts';
import { settingsMisfit } from '../../policies/settings/key.ts';
import { generateWorkload, generators } from '../../workload/generators.ts';
import type { Workload } from '../../workload/workload.ts';

/** A generator's load is drawn anew for each seed; a fixed one is the same for all, so that only policies' own draws differ. */
export type PlannedWorkload =
  { readonly kind: 'drawn'; readonly id: string } | { readonly kind: 'fixed'; readonly workload: Workload };

/** `key` tells policies of one plan apart: a registry's id, or what the caller names an agent. */
export type PlannedPolicy =
  | { readonly kind: 'named'; readonly key: string }
  | { readonly kind: 'agent'; readonly key: string; readonly name: string; readonly agent: AgentRecord }
  | { readonly kind: 'own'; readonly key: string; readonly name: string; readonly own: OwnPolicy };

/** A visitor's code, and no network of hers. */
export function isCode(planned: PlannedPolicy): boolean {
  return planned.kind === 'own' && planned.own.program.kind === 'code';
}

/** Everything of a scenario but pipeline, workload and seed; without `slaSeconds` each pipeline's own holds. */
export type ComparisonSettings = Omit<Scenario, 'pipeline' | 'workload' | 'seed' | 'slaSeconds'> & {
  readonly slaSeconds: number | undefined;
  /** What single requests are set against, run for run; absent in comparisons of before, which meant the fluid. */
  readonly twin?: EnvironmentKind;
};

/** What of a scenario holds for all that is compared. */
export function settingsOf(scenario: Scenario, slaSeconds: number | undefined): ComparisonSettings {
  const { pipeline: _pipeline, workload: _workload, seed: _seed, ...rest } = scenario;
  return { ...rest, slaSeconds, ...(rest.environment === 'discrete' ? { twin: defaultEnvironment } : {}) };
}

/** Plain, structured-cloneable data. Pipelines by their ids, workloads and policies by their keys, seeds: all distinct. */
export interface ComparisonPlan {
  readonly pipelines: readonly Pipeline[];
  readonly workloads: readonly PlannedWorkload[];
  readonly policies: readonly PlannedPolicy[];
  readonly seeds: readonly number[];
  readonly settings: ComparisonSettings;
  /** Cells whose values over time are kept. */
  readonly series: 'none' | 'first seed' | 'all';
}

/** One scenario of the plan: all its policies meet the same load. */
export interface Group {
  readonly pipeline: Pipeline;
  readonly workload: PlannedWorkload;
  readonly seed: number;
  /** Of the policies that can decide for this pipeline. */
  readonly policies: readonly PlannedPolicy[];
  readonly keepSeries: boolean;
}

export function workloadKey(workload: PlannedWorkload): string {
  return workload.kind === 'drawn' ? workload.id : workload.workload.id;
}

/** What a reader calls it. */
export function workloadName(planned: PlannedWorkload): string {
  if (planned.kind === 'fixed') return planned.workload.name;
  return generators.find((g) => g.id === planned.id)?.name ?? planned.id;
}

/** Its length; 0 for a generator that does not exist. */
export function secondsOf(planned: PlannedWorkload): number {
  if (planned.kind === 'fixed') return planned.workload.rates.length;
  return generators.find((g) => g.id === planned.id)?.seconds ?? 0;
}

/** The load that every policy of a group meets. Throws for a generator that does not exist. */
export function workloadOf({ workload, seed }: Group): Workload {
  return workload.kind === 'drawn' ? generateWorkload(workload.id, seed) : workload.workload;
}

/**
 * The plan's scenarios in a fixed order: seed by seed, so that a plan stopped half way has compared everything with
 * fewer seeds. An agent decides only for the pipeline it was trained for, settings only for one that has what they name.
 */
export function groupsOf(plan: ComparisonPlan): readonly Group[] {
  return plan.seeds.flatMap((seed, i) =>
    plan.pipelines.flatMap((pipeline) =>
      plan.workloads.map((workload) => ({
        pipeline,
        workload,
        seed,
        policies: plan.policies.filter((p) => decides(p, pipeline, plan.settings.limits)),
        keepSeries: plan.series === 'all' || (plan.series === 'first seed' && i === 0),
      })),
    ),
  );
}

function decides(planned: PlannedPolicy, pipeline: Pipeline, limits: Limits): boolean {
  if (planned.kind === 'agent') return planned.agent.pipeline === pipeline.id;
  return !planned.key.includes(':') || settingsMisfit(planned.key, pipeline, limits) === undefined;
}

/** Which settings name what a chosen pipeline lacks, a sentence each: they are not run there. */
export function misfits({ pipelines, policies, settings }: ComparisonPlan): readonly string[] {
  return pipelines.flatMap((pipeline) =>
    policies.flatMap((p) => {
      const why = p.kind === 'named' && settingsMisfit(p.key, pipeline, settings.limits);
      return why ? [why] : [];
    }),
  );
}

/** Where a run was made; its policy makes it a cell. */
export interface Place {
  readonly pipeline: string;
  readonly workload: string;
  readonly seed: number;
}

/** Where the runs of a group are made. */
export function placeOf({ pipeline, workload, seed }: Pick<Group, 'pipeline' | 'workload' | 'seed'>): Place {
  return { pipeline: pipeline.id, workload: workloadKey(workload), seed };
}

/** Unique for distinct places. */
export function placeKey({ pipeline, workload, seed }: Place): string {
  return JSON.stringify([pipeline, workload, seed]);
}

/** Unique for distinct runs. */
export function cellKey({ pipeline, workload, policy, seed }: Place & { readonly policy: string }): string {
  return JSON.stringify([pipeline, workload, policy, seed]);
}

/** Number of runs that the table will hold. */
export function cellCount(plan: ComparisonPlan): number {
  return groupsOf(plan).reduce((sum, group) => sum + group.policies.length, 0);
}

/** Duplicates and empty lists, as a sentence; undefined where the plan can run. */
export function planRefusal(plan: ComparisonPlan): string | undefined {
  const lists: readonly (readonly [string, readonly (string | number)[]])[] = [
    ['pipeline', plan.pipelines.map((p) => p.id)],
    ['workload', plan.workloads.map(workloadKey)],
    ['policy', plan.policies.map((p) => p.key)],
    ['seed', plan.seeds],
  ];
  for (const [what, keys] of lists) {
    if (keys.length === 0) return `Choose at least one ${what}.`;
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice !== undefined) return `The ${what} "${String(twice)}" is there twice.`;
  }
  if (cellCount(plan) === 0)
    return plan.policies.some((p) => p.kind === 'agent')
      ? 'The agents chosen were trained for other pipelines than those chosen.'
      : 'The settings chosen name stages or variants that the pipelines chosen do not have.';
  return undefined;
}
