/** Runs the scenarios of a plan; what is already done is left out. */
import { runEpisode } from '../episode.ts';
import { prepare, tablesOf, type Prepared } from '../prepare.ts';
import type { EpisodeSeries, Scenario } from '../scenario.ts';
import { workloadKey, workloadOf, type ComparisonPlan, type Group, type PlannedPolicy } from './plan.ts';
import { referencesOf } from './references.ts';
import type { CellSeries } from './result.ts';
import { nothingFound, tasksOf, type Found, type FoundPiece, type Task } from './tasks.ts';
import { agentPolicy } from '../../learning/agent.ts';
import type { Tables } from '../../model/tables.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { policyById } from '../../policies/registry.ts';

/** What a pipeline needs under one plan's settings, made once for all its loads and seeds. */
export class Grounds {
  readonly #settings: ComparisonPlan['settings'];
  readonly #known = new Map<string, Tables>();

  constructor(settings: ComparisonPlan['settings']) {
    this.#settings = settings;
  }

  prepare(group: Group): Prepared {
    const { slaSeconds, ...settings } = this.#settings;
    const scenario: Scenario = {
      ...settings,
      pipeline: group.pipeline,
      workload: workloadOf(group),
      seed: group.seed,
      slaSeconds: slaSeconds ?? group.pipeline.slaSeconds,
    };
    let tables = this.#known.get(group.pipeline.id);
    if (!tables) {
      tables = tablesOf(scenario);
      this.#known.set(group.pipeline.id, tables);
    }
    return prepare(scenario, undefined, tables);
  }
}

function factoryOf(planned: PlannedPolicy): PolicyFactory {
  if (planned.kind === 'agent') return agentPolicy(planned.agent);
  const factory = policyById(planned.key);
  if (!factory) throw new Error(`there is no policy "${planned.key}"`);
  return factory;
}

/** The scenario that shows what the fluid environment makes of the same load; undefined where it is that one. */
function inFluid(prepared: Prepared): Prepared | undefined {
  const { scenario } = prepared;
  return scenario.environment === 'discrete'
    ? { ...prepared, scenario: { ...scenario, environment: 'fluid' } }
    : undefined;
}

/**
 * Runs a task piece by piece; the load is drawn and forecast once for all its policies, so that each meets the same
 * arrivals. Throws `AgentMismatch` where an agent does not fit the plan's limits.
 */
export async function* runTask(
  { group, references }: Task,
  grounds: Grounds,
  clock: () => number,
): AsyncGenerator<FoundPiece, void> {
  const prepared = grounds.prepare(group);
  const at = { pipeline: group.pipeline.id, workload: workloadKey(group.workload), seed: group.seed };
  const twin = inFluid(prepared);
  for (const planned of group.policies) {
    const factory = factoryOf(planned);
    const { summary, series } = await runEpisode(prepared, factory, { clock, record: false });
    const fluid = twin && (await runEpisode(twin, factory, { clock, record: false })).summary;
    const cell = { ...at, policy: planned.key, summary, ...(fluid ? { fluid } : {}) };
    yield { kind: 'cell', cell: group.keepSeries ? { ...cell, series: plainSeries(series) } : cell };
  }
  if (references)
    yield { kind: 'references', references: await referencesOf(prepared, at.pipeline, at.workload) };
}

function plainSeries(series: EpisodeSeries): CellSeries {
  const { t, load, cost, qos, objective, latency, unmet } = series;
  return {
    t: Array.from(t),
    load: Array.from(load),
    cost: Array.from(cost),
    qos: Array.from(qos),
    objective: Array.from(objective),
    latency: Array.from(latency),
    unmet: Array.from(unmet),
  };
}

export interface ComparisonTools {
  /** Milliseconds. */
  readonly clock: () => number;
  readonly onPiece?: (piece: FoundPiece) => void;
  /** True as soon as no further policy should begin. */
  readonly stopped?: () => boolean;
}

/** The whole plan in one thread, from where `found` left it. */
export async function runPlan(
  plan: ComparisonPlan,
  { clock, onPiece, stopped }: ComparisonTools,
  found: Found = nothingFound,
): Promise<Found> {
  const cells = [...found.cells];
  const references = [...found.references];
  const grounds = new Grounds(plan.settings);
  for (const task of tasksOf(plan, found)) {
    for await (const piece of runTask(task, grounds, clock)) {
      if (piece.kind === 'cell') cells.push(piece.cell);
      else references.push(piece.references);
      onPiece?.(piece);
      if (stopped?.()) return { cells, references };
    }
  }
  return { cells, references };
}
