/** What `compare` is asked for: its options as a plan, and what is said of it before it runs. */
import { basename } from 'node:path';
import type { Notes } from './notes.ts';
import { oneByOne } from './oneByOne.ts';
import { list, number, text, UsageError, type Options } from './options.ts';
import { MISFITS, misfitsIn, ownInFile, refuseIdleMisfits } from './ownFile.ts';
import { RANGES } from './ranges.ts';
import { keysInFile, tellUnused } from './scalers.ts';
import {
  loadLimits,
  loadPipeline,
  loadScenario,
  loadWorkload,
  SCENARIO_OPTIONS,
  type OnScalers,
} from './scenario.ts';
import { keyedPolicy, loadAgent } from './simulate.ts';
import { loadNames } from './shapedLoad.ts';
import { PAIRED_WITH } from '../experiments/comparison/document.ts';
import {
  misfits,
  planRefusal,
  settingsOf,
  type ComparisonPlan,
  type PlannedPolicy,
  type PlannedWorkload,
} from '../experiments/comparison/plan.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { figure } from '../model/range.ts';
import { AGENT_NAME } from '../policies/ids.ts';
import type { OnMisfit } from '../policies/own/program.ts';
import { policies } from '../policies/registry.ts';
import { settingsRemarks, splitPolicyKeys } from '../policies/settings/key.ts';
import { generators } from '../workload/generators.ts';

/** Options that make a plan, and flags. */
export const PLAN_OPTIONS = [
  ...SCENARIO_OPTIONS.filter((name) => !['pipeline', 'workload', 'seed'].includes(name)),
  ...['pipelines', 'workloads', 'policies', MISFITS, 'seeds', 'against'],
];
export const PLAN_FLAGS = ['series'];

const PIPELINES = ['video'];
const WORKLOADS = ['steady-low', 'fluctuating', 'steady-high'];
/** Slow, and decides the same as by exact search: only where it is asked for by name. */
const SLOW = 'ipa';

function names(options: Options, option: string, fallback: readonly string[]): readonly string[] {
  const given = list(options, option);
  return given.length > 0 ? given : fallback;
}

/** `--pipelines`, `--workloads` and `--policies` as they were typed, or what stands for them. */
export function namedIn(options: Options): Readonly<Record<'pipelines' | 'workloads', readonly string[]>> & {
  /** Empty where all are meant. */
  readonly policies: readonly string[];
} {
  return {
    pipelines: names(options, 'pipelines', PIPELINES),
    workloads: loadNames(names(options, 'workloads', WORKLOADS)),
    policies: splitPolicyKeys(text(options, 'policies') ?? ''),
  };
}

/** Policies of one name of `--policies`: a manifest may hold several autoscalers. */
async function plannedPolicies(
  name: string,
  pipelines: readonly Pipeline[],
  onMisfit: OnMisfit,
  notes: Notes,
): Promise<readonly PlannedPolicy[]> {
  const keyed = keyedPolicy(name);
  if (keyed) return [{ kind: 'named', key: keyed.info.id }];
  const own = await ownInFile(name, onMisfit);
  if (own) return [{ kind: 'own', key: own.key, name: own.name, own }];
  const keys = await manifestKeys(name, pipelines, notes);
  if (keys) return keys.map((key) => ({ kind: 'named', key }));
  const agent = await loadAgent(name);
  return [{ kind: 'agent', key: basename(name), name: `${AGENT_NAME} (${basename(name)})`, agent }];
}

/** Keys of the autoscalers in a file, which must mean the same on every pipeline; undefined where it holds no manifests. */
async function manifestKeys(
  name: string,
  pipelines: readonly Pipeline[],
  notes: Notes,
): Promise<readonly string[] | undefined> {
  const found: (readonly string[])[] = [];
  for (const pipeline of pipelines) {
    const keys = await keysInFile(name, pipeline, notes);
    if (!keys) return undefined;
    found.push(keys);
  }
  const [first = []] = found;
  const other = found.find((keys) => keys.join() !== first.join());
  if (other)
    throw new UsageError(
      `${basename(name)} is ${first.join(' and ')} on one pipeline and ${other.join(' and ')} on another, because its targets are stages of one; compare one pipeline at a time, or name the keys.`,
    );
  notes.add(basename(name), [
    first.length === 1
      ? `Its autoscaler is run as ${first[0]!}.`
      : `Its autoscalers are run as ${first.join(' and ')}.`,
  ]);
  return first;
}

/** "1 load". */
function counted(count: number, what: string): string {
  return `${figure(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** How many runs there are, and of what: "12 runs to do (1 pipeline × ..)". */
export function planWords({ pipelines, workloads, policies: compared, seeds }: ComparisonPlan): string {
  const runs = pipelines.length * workloads.length * compared.length * seeds.length;
  const parts = [
    counted(pipelines.length, 'pipeline'),
    counted(workloads.length, 'load'),
    `${figure(compared.length)} ${compared.length === 1 ? 'policy' : 'policies'}`,
    counted(seeds.length, 'seed'),
  ];
  return `${counted(runs, 'run')} to do (${parts.join(' × ')})`;
}

async function plannedWorkload(
  name: string,
  seed: number,
  options: Options,
  notes: Notes,
): Promise<PlannedWorkload> {
  if (generators.some((g) => g.id === name)) return { kind: 'drawn', id: name };
  return { kind: 'fixed', workload: await loadWorkload(name, seed, options, notes) };
}

/** The plan of the options, and the policies that the others are set against in pairs. Throws UsageError. */
export async function planned(
  options: Options,
  notes: Notes,
): Promise<{ readonly plan: ComparisonPlan; readonly against: readonly string[] }> {
  const seeds = number(options, 'seeds', 5, RANGES.seeds);
  // Pipelines and workloads are the plan's own; the rest of the scenario is shared.
  const { read: _, ...rest } = options;
  const scenario = await loadScenario({ ...rest, workload: 'fluctuating' }, notes);
  const every = policies.map((p) => p.info.id).filter((id) => id !== SLOW);
  const { policies: given, ...named } = namedIn(options);
  const beside: Parameters<OnScalers>[] = [];
  const pipelines = await oneByOne(named.pipelines, (name) =>
    loadPipeline(name, loadLimits(options), notes, (...found) => beside.push(found)),
  );
  const compared = await oneByOne(given.length > 0 ? given : every, (name) =>
    plannedPolicies(name, pipelines, misfitsIn(options), notes),
  );
  refuseIdleMisfits(
    options,
    compared.flat().map(({ key }) => key),
  );
  const plan: ComparisonPlan = {
    pipelines,
    workloads: await oneByOne(named.workloads, (name) => plannedWorkload(name, 1, options, notes)),
    policies: compared.flat(),
    seeds: Array.from({ length: seeds }, (_seed, i) => i + 1),
    settings: settingsOf(scenario, options['sla'] === undefined ? undefined : scenario.slaSeconds),
    series: options['series'] === true ? 'all' : 'none',
  };
  const asked = splitPolicyKeys(text(options, 'against') ?? '').flatMap((name) => {
    const at = given.indexOf(name);
    return at < 0 ? [keyedPolicy(name)?.info.id ?? name] : compared[at]!.map(({ key }) => key);
  });
  const stranger = asked.find((id) => plan.policies.every((p) => p.key !== id));
  if (stranger !== undefined)
    throw new UsageError(`--against names "${stranger}", which is not compared here.`);
  const refused = planRefusal(plan) ?? misfits(plan)[0];
  if (refused !== undefined) throw new UsageError(refused);
  for (const pipeline of plan.pipelines) {
    const said = plan.policies.flatMap(({ key }) => settingsRemarks(key, pipeline, scenario.limits));
    notes.add(plan.pipelines.length > 1 ? pipeline.name : undefined, said);
  }
  for (const found of beside)
    tellUnused(
      ...found,
      plan.policies.map(({ key }) => key),
      (key) => `is not compared here; --policies ${key} adds it`,
      notes,
    );
  return { plan, against: asked.length > 0 ? asked : PAIRED_WITH };
}
