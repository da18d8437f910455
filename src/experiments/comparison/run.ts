/** Runs the scenarios of a plan; what is already done is left out. */
import { runEpisode } from '../../scenario/episode.ts';
import { prepare, tablesOf, type Prepared } from '../../scenario/prepare.ts';
import {
  formerEnvironment,
  type EnvironmentKind,
  type EpisodeSeries,
  type Scenario,
} from '../../scenario/scenario.ts';
import { TaskLine } from './line.ts';
import {
  isCode,
  placeOf,
  workloadKey,
  workloadOf,
  type ComparisonPlan,
  type Group,
  type PlannedPolicy,
} from './plan.ts';
import { referencesOf } from './references.ts';
import {
  DRAWN_COLUMNS,
  type ComparisonCell,
  type ComparisonSeries,
  type Late,
  type References,
} from './result.ts';
import { firstLate, joined, nothingFound, restOf } from './tasks.ts';
import type { Found, FoundPiece, ComparisonTask } from './tasks.ts';
import { entries } from '../../environment/columns.ts';
import { agentPolicy } from '../../learning/network/trainedAgent.ts';
import { patient, type Patience } from '../../model/patience.ts';
import type { Tables } from '../../model/tables.ts';
import { isOfTime, TooMuch } from '../../model/watch.ts';
import { OwnFailure } from '../../policies/own/failure.ts';
import { noOwnRuns, ownPolicy } from '../../policies/own/ownPolicy.ts';
import type { OwnRuns } from '../../policies/own/runs.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { policyById } from '../../policies/registry.ts';

/** What a pipeline needs under one plan's settings, made once for all its loads and seeds. */
export class Grounds {
  readonly #settings: ComparisonPlan['settings'];
  readonly #patience: Patience;
  readonly #known = new Map<string, Tables>();
  readonly #late = new Map<string, TooMuch>();

  /** `patience` is each single run's. */
  constructor(settings: ComparisonPlan['settings'], patience: Patience = patient) {
    this.#settings = settings;
    this.#patience = patience;
  }

  /** What single requests are set against. */
  get twin(): EnvironmentKind {
    return this.#settings.twin ?? formerEnvironment;
  }

  prepare(group: Group): Prepared {
    const { slaSeconds, twin: _twin, ...settings } = this.#settings;
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
    // Another seed would take as long.
    const name = JSON.stringify([group.pipeline.id, workloadKey(group.workload)]);
    const late = this.#late.get(name);
    if (late) throw late;
    try {
      return prepare(scenario, undefined, tables, this.#patience);
    } catch (error) {
      if (error instanceof TooMuch) this.#late.set(name, error);
      throw error;
    }
  }
}

function factoryOf(planned: PlannedPolicy, own: OwnRuns): PolicyFactory {
  if (planned.kind === 'agent') return agentPolicy(planned.agent);
  if (planned.kind === 'own') return ownPolicy(planned.own, own);
  const factory = policyById(planned.key);
  if (!factory) throw new Error(`there is no policy "${planned.key}"`);
  return factory;
}

/** What single requests are set against: the same load in another environment; undefined where none are run. */
function twinOf(prepared: Prepared, environment: EnvironmentKind): Prepared | undefined {
  const { scenario } = prepared;
  return scenario.environment === 'discrete'
    ? { ...prepared, scenario: { ...scenario, environment } }
    : undefined;
}

/** Who runs the plan, and by which clock. */
export interface Means {
  readonly grounds: Grounds;
  /** Milliseconds. */
  readonly clock: () => number;
  /** Runs the visitor's own policies. */
  readonly own: OwnRuns;
}

/** What was done of a task before its turn. */
export interface Ahead {
  readonly prepared: Prepared;
  /** By policy. */
  readonly cells: ReadonlyMap<string, ComparisonCell>;
}

/**
 * Plays a visitor's code in several tasks at the same time, before it is their turn. What fails is left out, and is
 * played again by itself: the end of a program is the end of all its episodes, of which one alone may be to blame. A network
 * has a clock around it that counts other episodes of it too, so that of several tasks they wait for their turn.
 */
export async function playAhead(
  tasks: readonly ComparisonTask[],
  means: Means,
): Promise<ReadonlyMap<ComparisonTask, Ahead>> {
  const alone = tasks.length === 1;
  const found = await Promise.all(
    tasks.map(async (task) => {
      const mine = task.group.policies.filter(alone ? ({ kind }) => kind === 'own' : isCode);
      if (mine.length === 0) return undefined;
      let prepared: Prepared;
      try {
        prepared = means.grounds.prepare(task.group);
      } catch {
        // Told at its turn.
        return undefined;
      }
      const cells = await Promise.all(
        mine.map(async (planned) => {
          const piece = await pieceOf(planned, task.group, prepared, means);
          return piece.kind === 'cell' ? ([planned.key, piece.cell] as const) : undefined;
        }),
      );
      return [task, { prepared, cells: new Map(cells.filter((one) => one !== undefined)) }] as const;
    }),
  );
  return new Map(found.filter((one) => one !== undefined));
}

/** A run, or why there is none. */
async function pieceOf(
  planned: PlannedPolicy,
  group: Group,
  prepared: Prepared,
  { grounds, clock, own }: Means,
): Promise<FoundPiece> {
  const at = placeOf(group);
  const twin = twinOf(prepared, grounds.twin);
  const factory = factoryOf(planned, own);
  try {
    const { summary, series } = await runEpisode(prepared, factory, { clock, record: false });
    const beside = twin && (await runEpisode(twin, factory, { clock, record: false })).summary;
    const cell: ComparisonCell = {
      ...at,
      policy: planned.key,
      summary,
      ...(beside ? { twin: beside } : {}),
      ...(group.keepSeries ? { series: plainSeries(series) } : {}),
    };
    return { kind: 'cell', cell };
  } catch (error) {
    return { kind: 'late', late: { ...at, policy: planned.key, ...whyLate(error) } };
  }
}

/**
 * Runs a task piece by piece; the load is drawn and forecast once for all its policies, so that each meets the same
 * arrivals. What takes too long becomes a piece that says so, and the rest goes on. Throws `AgentMismatch` where an agent
 * does not fit the plan's limits.
 */
export async function* runTask(
  task: ComparisonTask,
  means: Means,
  ahead?: Ahead,
): AsyncGenerator<FoundPiece, void> {
  const { group, references, alike } = task;
  const at = placeOf(group);
  const played =
    ahead ?? (means.own.together === true ? (await playAhead([task], means)).get(task) : undefined);
  let prepared: Prepared;
  try {
    prepared = played?.prepared ?? means.grounds.prepare(group);
  } catch (error) {
    const why = whyLate(error);
    for (let rest: ComparisonTask | undefined = task; rest;) {
      const late = firstLate(rest, why);
      yield late;
      rest = restOf(rest, [late]);
    }
    return;
  }
  for (const planned of group.policies) {
    const cell = played?.cells.get(planned.key);
    yield cell ? { kind: 'cell', cell } : await pieceOf(planned, group, prepared, means);
  }
  if (!references) return;
  let found: References;
  try {
    found = await referencesOf(prepared, at.pipeline, at.workload, alike);
  } catch (error) {
    yield { kind: 'late', late: { ...at, ...whyLate(error) } };
    return;
  }
  yield { kind: 'references', references: found };
}

/** Milliseconds of a decision up to which code is played in several tasks at a time: until they all end none is told. */
const LIGHT_MS = 2;

/**
 * As `runTask`, task by task in their order. Where a visitor's code came through the first one, and quickly, it is played in all
 * others at the same time.
 */
export async function* runTogether(
  tasks: readonly ComparisonTask[],
  means: Means,
): AsyncGenerator<FoundPiece, void> {
  const [first, ...others] = tasks;
  if (!first) return;
  const codes = new Set(first.group.policies.filter(isCode).map(({ key }) => key));
  let light = codes.size > 0 && means.own.together === true;
  for await (const piece of runTask(first, means)) {
    if (piece.kind === 'late') light = false;
    if (piece.kind === 'cell' && codes.has(piece.cell.policy))
      light &&= piece.cell.summary.decisionMs < LIGHT_MS;
    yield piece;
  }
  const ahead = light ? await playAhead(others, means) : undefined;
  for (const task of others) yield* runTask(task, means, ahead?.get(task));
}

/** The sentence of what took too long, or of a visitor's policy that failed; throws what is anything else. */
function whyLate(error: unknown): Pick<Late, 'why' | 'moreTime'> {
  if (error instanceof TooMuch)
    return { why: error.message, ...(isOfTime(error) ? { moreTime: true as const } : {}) };
  if (error instanceof OwnFailure) return { why: error.message };
  throw error;
}

function plainSeries(series: EpisodeSeries): ComparisonSeries {
  return entries(DRAWN_COLUMNS, (column) => Array.from(series[column]));
}

export interface ComparisonTools {
  /** Milliseconds. */
  readonly clock: () => number;
  /** Of each single run; without it there is no limit. */
  readonly patience?: Patience;
  /** Runs the visitor's own policies. */
  readonly own?: OwnRuns;
  readonly onPiece?: (piece: FoundPiece) => void;
  /** True as soon as no further policy should begin. */
  readonly stopped?: () => boolean;
}

/** The whole plan in one thread, from where `found` left it. */
export async function runPlan(
  plan: ComparisonPlan,
  { clock, patience, own = noOwnRuns, onPiece, stopped }: ComparisonTools,
  found: Found = nothingFound,
): Promise<Found> {
  const pieces: FoundPiece[] = [];
  const means: Means = { grounds: new Grounds(plan.settings, patience), clock, own };
  const line = new TaskLine(plan, found);
  for (let taken = await line.next(); taken; taken = await line.next()) {
    for await (const piece of runTask(taken.task, means)) {
      pieces.push(piece);
      line.hear([piece]);
      onPiece?.(piece);
      if (stopped?.()) return joined(found, pieces);
    }
    taken.ended();
  }
  return joined(found, pieces);
}
