/** Trainings that are kept: begun, forked from another's checkpoint, or gone on with. */
import { RunKeeper } from './keeper.ts';
import type { Tell } from './trainEvent.ts';
import type { Checkpoint, Parent, RunRecord, Slot } from '../storage/records.ts';
import { checkScenario } from '../storage/schemas.ts';
import type { Store } from '../storage/store.ts';
import { deviceSettings } from '../learning/ppo/deviceConfig.ts';
import { configFrom, configWith } from '../learning/ppo/settings.ts';
import {
  trainGroup,
  type TrainingGroup,
  type GroupInputs,
  type GroupResult,
} from '../learning/training/trainGroup.ts';
import { heldOutScenario, trainingLoads } from '../learning/task/trainingLoads.ts';
import type { Budget, TrainingInputs } from '../learning/training/agentTraining.ts';
import type { Patience } from '../model/patience.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** A run and what it begins from. */
export interface TrainingPlan {
  readonly run: RunRecord;
  readonly from: GroupInputs['from'];
  /** The run is in the store already. */
  readonly known: boolean;
}

/** A new run; `parent` names the checkpoint that it takes its weights from. Refused where a training does not take its settings. */
export async function planNew(
  store: Store,
  run: Omit<RunRecord, 'parent'>,
  parent: Parent | undefined,
): Promise<Result<TrainingPlan>> {
  const config = configFrom(run.overrides);
  if (!config.ok) return config;
  const scenario = checkScenario(run.scenario, 'What this training would be on');
  if (!scenario.ok) return scenario;
  if (!parent) return accepted({ run: { ...run, parent: undefined }, from: undefined, known: false });
  const found = await store.checkpoint(parent.run, parent.slot as Slot);
  if (!found.ok) return refused(`The fork cannot begin: ${lower(found.message)}`);
  return accepted({ ...forkOf(run, parent, found.value), known: false });
}

function forkOf(
  run: Omit<RunRecord, 'parent'>,
  parent: Parent,
  { steps, states }: Checkpoint,
): Omit<TrainingPlan, 'known'> {
  return {
    run: { ...run, parent: { ...parent, steps } },
    // More seeds than the parent had: its members serve again from the first.
    from: { kind: 'fork', states: run.seeds.map((_, i) => states[i % states.length]!) },
  };
}

/**
 * Goes on with the run `id`, with `budget` in place of its own where given. A damaged latest checkpoint is replaced by
 * the newest sound one, and the run's note says so. `now` is milliseconds since 1970.
 */
export async function planResume(
  store: Store,
  id: string,
  budget: Budget | undefined,
  now: number,
): Promise<Result<TrainingPlan>> {
  const found = await store.run(id);
  if (!found.ok) return found;
  const { outdated } = found.value;
  if (outdated !== undefined) return refused(`This run cannot go on. ${outdated}`);
  const config = configFrom(found.value.overrides);
  if (!config.ok) return refused(`This run cannot go on. ${config.message}`);
  const run: RunRecord = {
    ...found.value,
    budget: budget ?? found.value.budget,
    status: 'running',
    updated: now,
  };
  const latest = await store.checkpoint(id, 'latest');
  const older = latest.ok ? undefined : await newestOlder(store, id);
  const checkpoint = latest.ok ? latest.value : older;
  if (!checkpoint) return !latest.ok && run.steps > 0 ? latest : fromItsStart(store, run);
  let { note } = run;
  if (!latest.ok && older) {
    const where = `“${older.slot}”, at ${older.steps.toLocaleString('en')} decisions`;
    note = `${note} ${latest.message} The run went on from ${where}.`.trim();
  }
  if (spent(run.budget, checkpoint)) {
    return refused('This run has spent its budget: give it a larger one to go on.');
  }
  const { steps, elapsedSeconds } = checkpoint;
  return accepted({
    run: { ...run, steps, elapsedSeconds, note },
    from: { kind: 'resume', states: checkpoint.states },
    known: true,
  });
}

/** The newest sound checkpoint before the latest, which it replaces in the store. */
async function newestOlder(store: Store, id: string): Promise<Checkpoint | undefined> {
  for (const { slot } of [...(await store.checkpoints(id))].reverse()) {
    if (slot === 'latest') continue;
    const rewound = await store.rewind(id, slot);
    if (rewound.ok) return { ...rewound.value, slot };
  }
  return undefined;
}

/** Interrupted before its first update: it begins again, as it would have. */
async function fromItsStart(store: Store, run: RunRecord): Promise<Result<TrainingPlan>> {
  const { parent } = run;
  if (!parent) return accepted({ run, from: undefined, known: true });
  const found = await store.checkpoint(parent.run, parent.slot as Slot);
  if (!found.ok || found.value.steps !== parent.steps) {
    return refused(
      'This fork was interrupted before its first update, and the checkpoint it came from is gone: fork anew.',
    );
  }
  return accepted({ ...forkOf(run, parent, found.value), known: true });
}

function spent(budget: Budget, { states, elapsedSeconds }: Checkpoint): boolean {
  return 'steps' in budget
    ? states.every(({ steps }) => steps >= budget.steps)
    : elapsedSeconds >= budget.seconds;
}

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

export interface KeptInputs {
  readonly plan: TrainingPlan;
  /** Undefined keeps nothing. */
  readonly store: Store | undefined;
  readonly engine: TrainingInputs['engine'];
  /** Milliseconds that never go back. */
  readonly clock: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly between: () => Promise<void>;
  readonly stopped: () => boolean;
  /** Of each single piece of it. */
  readonly patience?: Patience | undefined;
  /** Resolves when training may go on; undefined where it need not wait. */
  readonly paused: () => Promise<void> | undefined;
  /** Asked before every update: whether it is to be looked into, and told of as `look`. */
  readonly looked?: (() => boolean) | undefined;
  /** Hears everything: how the training goes, and what is kept of it. */
  readonly tell: Tell;
}

/** Trains as planned, keeps the run safe meanwhile, and tells at last that it is done. A run that breaks keeps its checkpoints, and its note says why. */
export async function trainKept(inputs: KeptInputs): Promise<GroupResult> {
  const { plan, store } = inputs;
  const { scenario, overrides, seeds, budget } = plan.run;
  const { loads, heldOut } = trainingLoads(scenario.workload, seeds[0]!);
  const keeper =
    store &&
    new RunKeeper({
      ...inputs,
      store,
      run: plan.run,
      kept: plan.known ? await store.checkpoints(plan.run.id).catch(() => []) : [],
    });
  const tell: Tell = (event) => {
    keeper?.hear(event);
    inputs.tell(event);
  };
  keeper?.begin();
  let result: GroupResult;
  try {
    result = await trainGroup({
      scenario: heldOutScenario(scenario, heldOut),
      loads,
      config: configWith(overrides),
      onDevice: deviceSettings(overrides),
      onSettings: (settings) => {
        tell({ kind: 'settings', settings });
      },
      budget,
      seeds,
      from: plan.from,
      engine: inputs.engine,
      clock: inputs.clock,
      patience: inputs.patience,
      between: inputs.between,
      stopped: inputs.stopped,
      onFallback: (sentence) => {
        tell({ kind: 'fallback', sentence });
      },
      onPoint: (point) => {
        tell({ kind: 'points', points: [point] });
      },
      look: () =>
        inputs.looked?.() === true
          ? (look) => {
              tell({ kind: 'look', look });
            }
          : undefined,
      onEvaluation: (evaluation, agent) => {
        tell({ kind: 'agent', agent, evaluation });
      },
      afterUpdate: async (group: TrainingGroup) => {
        const wait = inputs.paused();
        if (!wait) {
          keeper?.afterUpdate(group);
          return;
        }
        await keeper?.settle(group, 'paused');
        await wait;
      },
    });
    await keeper?.settle(
      { ...result, states: () => result.members.map(({ state }) => state) },
      result.reason,
    );
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    // One that never took a step holds nothing worth keeping.
    if (store && keeper && !plan.known && keeper.run.steps === 0)
      await store.removeRun(plan.run.id).catch(() => undefined);
    else await keeper?.fail(sentence);
    throw error;
  }
  // It is kept as finished: a listener that throws does not make it a failed one.
  const { reason, agent, objective, steps, elapsedSeconds } = result;
  tell({ kind: 'done', reason, agent, objective, steps, elapsedSeconds });
  return result;
}
