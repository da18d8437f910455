import { basename } from 'node:path';
import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { Notes } from './notes.ts';
import { list, number, parseOptions, text, UsageError, type Options } from './options.ts';
import { leftOf, silent, type Progress } from './progress.ts';
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
import { reproduce } from './reproduce.ts';
import { keyedPolicy, loadAgent } from './simulate.ts';
import { loadNames } from './shapedLoad.ts';
import { unstoppable, type Stop } from './stop.ts';
import { documentOf, PAIRED_WITH } from '../experiments/comparison/document.ts';
import {
  misfits,
  planRefusal,
  settingsOf,
  type ComparisonPlan,
  type PlannedPolicy,
  type PlannedWorkload,
} from '../experiments/comparison/plan.ts';
import { resultOf } from '../experiments/comparison/record.ts';
import type { ComparisonResult } from '../experiments/comparison/result.ts';
import { runPlan } from '../experiments/comparison/run.ts';
import { AgentMismatch } from '../learning/network/trainedAgent.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { figure } from '../model/range.ts';
import { OutOfTime, TooMuch } from '../model/watch.ts';
import { AGENT_NAME } from '../policies/ids.ts';
import { policies } from '../policies/registry.ts';
import { settingsRemarks, splitPolicyKeys } from '../policies/settings/key.ts';
import { generators } from '../workload/generators.ts';

const PIPELINES = ['video'];
const WORKLOADS = ['steady-low', 'fluctuating', 'steady-high'];
/** Slow, and decides the same as by exact search: only where it is asked for by name. */
const SLOW = 'ipa';

function names(options: Options, option: string, fallback: readonly string[]): readonly string[] {
  const given = list(options, option);
  return given.length > 0 ? given : fallback;
}

/** Policies of one name of `--policies`: a manifest may hold several autoscalers. */
async function plannedPolicies(
  name: string,
  pipelines: readonly Pipeline[],
  notes: Notes,
): Promise<readonly PlannedPolicy[]> {
  const keyed = keyedPolicy(name);
  if (keyed) return [{ kind: 'named', key: keyed.info.id }];
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

function runsOf({ pipelines, workloads, policies, seeds }: ComparisonPlan): number {
  return pipelines.length * workloads.length * policies.length * seeds.length;
}

/** What is going to be run, before it is. */
function planWords(plan: ComparisonPlan): string {
  const { pipelines, workloads, policies, seeds } = plan;
  const parts = [
    counted(pipelines.length, 'pipeline'),
    counted(workloads.length, 'load'),
    `${figure(policies.length)} ${policies.length === 1 ? 'policy' : 'policies'}`,
    counted(seeds.length, 'seed'),
  ];
  return `compare: ${counted(runsOf(plan), 'run')} to do (${parts.join(' × ')}).`;
}

/** What there is of a comparison that was stopped. */
function partOf(plan: ComparisonPlan, { cells }: ComparisonResult): string {
  return `Stopped after ${figure(cells.length)} of ${figure(runsOf(plan))} runs; the tables hold those, seed by seed.`;
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

/**
 * `compare`: every policy of `--policies` (keys, autoscalers' manifests or agents' files; without it all but IPA by its slow solver) on every
 * pipeline, workload and seed 1 .. `--seeds` (5). `--against` names the policies that the others are set against in
 * pairs, `--series` keeps every run's values over time. `--paper` instead runs the paper's own evaluation, agents'
 * trainings included (see reproduce.ts).
 */
export async function compare(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  if (args.includes('--paper'))
    return reproduce(
      args.filter((arg) => arg !== '--paper'),
      notes,
      stop,
      progress,
    );
  const shared = SCENARIO_OPTIONS.filter((name) => !['pipeline', 'workload', 'seed'].includes(name));
  const options = parseOptions(
    args,
    [...shared, 'pipelines', 'workloads', 'policies', 'seeds', 'against', TIME_LIMIT],
    // `paper` was looked for above; here it stands for --help.
    ['series', 'paper'],
  );
  const seeds = number(options, 'seeds', 5, RANGES.seeds);
  // Pipelines and workloads are the plan's own; the rest of the scenario is shared.
  const { read: _, ...rest } = options;
  const scenario = await loadScenario({ ...rest, workload: 'fluctuating' }, notes);
  const every = policies.map((p) => p.info.id).filter((id) => id !== SLOW);
  const given = splitPolicyKeys(text(options, 'policies') ?? '');
  const beside: Parameters<OnScalers>[] = [];
  const pipelines = await Promise.all(
    names(options, 'pipelines', PIPELINES).map((name) =>
      loadPipeline(name, loadLimits(options), notes, (...found) => beside.push(found)),
    ),
  );
  const planned = await Promise.all(
    (given.length > 0 ? given : every).map((name) => plannedPolicies(name, pipelines, notes)),
  );
  const plan: ComparisonPlan = {
    pipelines,
    workloads: await Promise.all(
      loadNames(names(options, 'workloads', WORKLOADS)).map((name) =>
        plannedWorkload(name, 1, options, notes),
      ),
    ),
    policies: planned.flat(),
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    settings: settingsOf(scenario, options['sla'] === undefined ? undefined : scenario.slaSeconds),
    series: options['series'] === true ? 'all' : 'none',
  };
  const named = splitPolicyKeys(text(options, 'against') ?? '').flatMap((name) => {
    const at = given.indexOf(name);
    return at < 0 ? [keyedPolicy(name)?.info.id ?? name] : planned[at]!.map(({ key }) => key);
  });
  const against = named.length > 0 ? named : PAIRED_WITH;
  const stranger = named.find((id) => plan.policies.every((p) => p.key !== id));
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
  const cpu = process.cpuUsage();
  const before = performance.now();
  try {
    stop.keeps('Stopping after the run under way; what was found until then is printed.');
    progress.begins(planWords(plan));
    const all = runsOf(plan);
    let done = 0;
    const found = await runPlan(plan, {
      clock,
      patience: patienceIn(options),
      stopped: stop.asked,
      onPiece: (piece) => {
        // What a load's own references are is no run.
        if (piece.kind === 'cell' || (piece.kind === 'late' && piece.late.policy !== undefined)) done++;
        progress.reached({
          done: `${figure(done)} of ${figure(all)} runs done`,
          left: leftOf(done, all, (performance.now() - before) / 1000),
        });
      },
    });
    const wallSeconds = (performance.now() - before) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const result = resultOf(plan, found);
    if (!result.complete) notes.add(undefined, [partOf(plan, result)]);
    const late = [...new Set(result.late?.map(({ why }) => why))];
    const first = result.late?.[0];
    if (result.cells.length === 0 && first)
      throw new TooMuch(first.why, first.moreTime ? { cause: new OutOfTime(first.why) } : {});
    notes.add(undefined, late);
    const document = documentOf(result, against);
    return { wallSeconds, processorSeconds: (user + system) / 1e6, ...document };
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  }
}
