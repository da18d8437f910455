import { basename } from 'node:path';
import { loadBundle } from './bundle.ts';
import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { readInput } from './inputs.ts';
import { MAP_OPTIONS, mapOf } from './map.ts';
import { Notes } from './notes.ts';
import { parseOptions, text, UsageError } from './options.ts';
import { MISFITS, misfitsIn, ownInFile, refuseIdleMisfits } from './ownFile.ts';
import { ownRuns } from './ownRuns.ts';
import { keysInFile, tellUnused } from './scalers.ts';
import { loadScenario, SCENARIO_OPTIONS, type OnScalers } from './scenario.ts';
import { entries, VALUE_COLUMNS } from '../environment/columns.ts';
import { runEpisode } from '../scenario/episode.ts';
import { prepare, type Prepared } from '../scenario/prepare.ts';
import { estimatesInTime, shareInTime } from '../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSeries, EpisodeSummary } from '../scenario/scenario.ts';
import {
  AgentMismatch,
  agentPolicy,
  parseAgent,
  type AgentRecord,
} from '../learning/network/trainedAgent.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { toConfiguration } from '../model/tables.ts';
import { HAND_ID } from '../policies/ids.ts';
import { OwnFailure } from '../policies/own/failure.ts';
import { misfitSentence } from '../policies/own/misfitWords.ts';
import { ownPolicy } from '../policies/own/ownPolicy.ts';
import type { OnMisfit } from '../policies/own/program.ts';
import type { OwnRuns } from '../policies/own/runs.ts';
import type { PolicyFactory } from '../policies/policy.ts';
import { policies, policyById } from '../policies/registry.ts';
import { canonicalKey, settingsMisfit, settingsRemarks } from '../policies/settings/key.ts';

/** A trained agent's file, or a bundle that holds one: told apart by content. */
export async function loadAgent(name: string): Promise<AgentRecord> {
  const file = await readInput(name, 'The policy', 'policy');
  if (!file)
    throw new UsageError(
      `The policy "${name}" is neither an agent's file or bundle, nor an autoscaler's manifest that can be read, nor one of ${policies.map((p) => p.info.id).join(', ')}.`,
    );
  if (file[0] === 0x50 && file[1] === 0x4b) return (await loadBundle(name)).agent;
  const agent = parseAgent(new TextDecoder().decode(file), name);
  if (!agent.ok) throw new UsageError(agent.message);
  return agent.value;
}

/**
 * The policy of a key (`hpa:target=0.5`); undefined where the text names none, so that it may be an agent's file. Refuses
 * settings that the policy does not have.
 */
export function keyedPolicy(name: string): PolicyFactory | undefined {
  const factory = policyById(name);
  const ids = [HAND_ID, ...policies.map(({ info }) => info.id)];
  if (factory || !ids.some((id) => name.startsWith(`${id}:`))) return factory;
  const read = canonicalKey(name);
  throw new UsageError(read.ok ? `There is no policy "${name}".` : read.message);
}

/** What runs policies of one's own, and what becomes of their orders that break a limit. */
interface OwnWays {
  readonly runs: OwnRuns;
  readonly onMisfit: OnMisfit;
}

/**
 * A policy by its key, an autoscaler's manifest, a trained agent's file, a bundle, or a file of one's own policy, which `own`
 * runs.
 */
export async function loadPolicy(
  name: string,
  pipeline: Pipeline,
  notes: Notes,
  own?: OwnWays,
): Promise<PolicyFactory> {
  const keyed = keyedPolicy(name);
  if (keyed) return keyed;
  const brought = await ownInFile(name, own?.onMisfit ?? 'repair');
  if (brought && own) return ownPolicy(brought, own.runs);
  if (brought)
    throw new UsageError(`${brought.name}: policies of one's own are run by simulate and compare alone.`);
  const [key, ...others] = (await keysInFile(name, pipeline, notes)) ?? [];
  if (key === undefined) return agentPolicy(await loadAgent(name));
  notes.add(basename(name), [
    `Its autoscaler is run as ${key}.`,
    ...others.map((other) => `It holds another, which --policy ${other} runs.`),
  ]);
  return keyedPolicy(key)!;
}

/** Rows of a series with the configuration spelt out. */
export function stepsOf(prepared: Prepared, series: EpisodeSeries): readonly object[] {
  const { tables } = prepared;
  const width = 3 * tables.stages;
  return Array.from(series.t, (t, k) => ({
    t,
    load: series.load[k],
    predicted: series.predicted[k],
    configuration: toConfiguration(tables, series.actions, k * width).map((stage, n) => ({
      ...stage,
      name: tables.pipeline.stages[n]!.variants[stage.variant]!.name,
    })),
    ...entries(VALUE_COLUMNS, (column) => series[column][k]),
    optimum: series.optimum[k],
    dropped: series.dropped[k],
    inTime: series.inTime[k],
    decisionMs: series.decisionMs[k],
  }));
}

/**
 * A summary with the share in time beside the rest, and whether it was counted or estimated; where single requests were
 * followed, with what they met.
 */
function flat({ requests, ...summary }: EpisodeSummary, environment: EnvironmentKind): object {
  if (!requests)
    return { ...summary, goodputShare: shareInTime(summary), inTimeEstimated: estimatesInTime(environment) };
  const { slaViolations, goodput, goodputShare, mean, p50, p95, p99 } = requests;
  return {
    ...summary,
    latencyMean: mean,
    p50,
    p95,
    p99,
    slaViolations,
    goodput,
    goodputShare,
    inTimeEstimated: false,
  };
}

/** An agent that does not fit, and a policy of one's own that fails, is refused in a sentence. */
async function orRefusal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AgentMismatch || error instanceof OwnFailure
      ? new UsageError(error.message)
      : error;
  }
}

/** `simulate`: one policy on one workload; with `--map`, what it runs in the steady state over load and cores. */
export async function simulate(args: readonly string[], notes: Notes = new Notes()): Promise<object> {
  const runs = ownRuns();
  try {
    return await simulated(args, notes, runs);
  } finally {
    runs.end();
  }
}

async function simulated(args: readonly string[], notes: Notes, runs: OwnRuns): Promise<object> {
  const options = parseOptions(
    args,
    [...SCENARIO_OPTIONS, 'policy', MISFITS, ...MAP_OPTIONS, TIME_LIMIT],
    ['map'],
  );
  const own = { runs, onMisfit: misfitsIn(options) };
  const map = options['map'] === true;
  for (const option of MAP_OPTIONS)
    if (!map && text(options, option) !== undefined)
      throw new UsageError(`--${option} is for --map; a run has one policy, and the load of --workload.`);
  let beside: Parameters<OnScalers> | undefined;
  const scenario = await loadScenario(options, notes, (...found) => {
    beside = found;
  });
  const asked = text(options, 'policy') ?? 'ipa';
  const factory = await loadPolicy(asked, scenario.pipeline, notes, own);
  const { id } = factory.info;
  if (beside && asked !== beside[0])
    tellUnused(...beside, [id], (key) => `is not run here; --policy ${key} runs it`, notes);
  const misfit = id.includes(':') ? settingsMisfit(id, scenario.pipeline, scenario.limits) : undefined;
  if (misfit !== undefined) throw new UsageError(misfit);
  notes.add(undefined, settingsRemarks(id, scenario.pipeline, scenario.limits));
  if (map) {
    const against = text(options, 'against');
    const other =
      against === undefined ? undefined : await loadPolicy(against, scenario.pipeline, notes, own);
    refuseIdleMisfits(options, [id, ...(other ? [other.info.id] : [])]);
    return orRefusal(() => mapOf(options, notes, scenario, factory, other));
  }
  refuseIdleMisfits(options, [id]);
  const prepared = prepare(scenario, undefined, undefined, patienceIn(options));
  const episode = await orRefusal(() => runEpisode(prepared, factory, { clock, record: false }));
  const misfits = misfitSentence(factory.info.name, episode.summary.misfits ? [episode.summary.misfits] : []);
  if (misfits !== undefined) notes.add(undefined, [misfits]);
  const { seed, environment, forecaster, weights, limits } = scenario;
  return {
    pipeline: scenario.pipeline.id,
    workload: scenario.workload.name,
    policy: episode.policy,
    environment,
    predictor: forecaster,
    seed,
    weights,
    limits,
    summary: flat(episode.summary, environment),
    steps: stepsOf(prepared, episode.series),
  };
}
