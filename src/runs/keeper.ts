import type { Checkpoint, CheckpointInfo, RunRecord, RunStatus, Slot } from '../storage/records.ts';
import type { Tell, TrainEvent } from './trainEvent.ts';
import { ringSlot } from '../storage/ring.ts';
import type { Store } from '../storage/store.ts';
import { storageError } from '../storage/errors.ts';
import type { TrainingState } from '../learning/training/checkpoint.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { TrainingGroup } from '../learning/training/trainGroup.ts';

/**
 * Milliseconds between two saves of a run that goes on: the least, and the most where its weights are many. A killed
 * browser may lose five seconds, however large the network.
 */
const SAVE_MS = 2000;
const MOST_MS = 4000;
/** Training waits while the browser takes in weights: measured, some 40 kB a millisecond. */
const BYTES_PER_MS = 40_000;
/** Share of the time that may go into saving the latest checkpoint, and into the ring. */
const SHARE = 0.02;
const RING_SHARE = 0.008;

/** Milliseconds that saving `states` takes from the training. */
function costOf(states: readonly TrainingState[]): number {
  // Parameters, their mean, the best ones, and two moments of the optimiser.
  return states.reduce((sum, { learner }) => sum + 5 * learner.parameters.byteLength, 0) / BYTES_PER_MS;
}

export interface KeeperInputs {
  readonly store: Pick<Store, 'save'>;
  readonly run: RunRecord;
  /** Checkpoints that the run has already. */
  readonly kept: readonly CheckpointInfo[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of each save, and once of each kind of failure. */
  readonly tell: Tell;
}

/** Keeps a run safe while it trains: collects what it tells and writes it, with its state, every two seconds or so. */
export class RunKeeper {
  readonly #inputs: KeeperInputs;
  #run: RunRecord;
  #points: TrainPoint[] = [];
  #evaluations: HeldOutEvaluation[] = [];
  /** Where the members stood when the best agent was found; written with the next save. */
  #best: Checkpoint | undefined;
  #improved = false;
  /** The best of what this keeper heard. */
  #judged: HeldOutEvaluation | undefined;
  readonly #ring: Map<Slot, CheckpointInfo>;
  #saving: Promise<void> | undefined;
  #savedAt = -Infinity;
  #ringAt = -Infinity;
  /** Milliseconds that the last save took from the training. */
  #cost = 0;
  readonly #told = new Set<string>();

  constructor(inputs: KeeperInputs) {
    this.#inputs = inputs;
    this.#run = inputs.run;
    this.#ring = new Map(inputs.kept.map((info) => [info.slot, info]));
  }

  get run(): RunRecord {
    return this.#run;
  }

  /** Writes the run before its first update, so that a tab that is closed now finds it. */
  begin(): void {
    this.#start([]);
    // Its first checkpoint follows as soon as there is one.
    this.#savedAt = -Infinity;
  }

  /** Takes down what the training tells. */
  hear(event: TrainEvent): void {
    if (event.kind === 'points') this.#points.push(...event.points);
    else if (event.kind === 'fallback') this.#note(event.sentence);
    else if (event.kind === 'settings')
      this.#run = { ...this.#run, overrides: { ...this.#run.overrides, ...event.settings } };
    else if (event.kind === 'agent') {
      const { evaluation } = event;
      this.#evaluations.push(evaluation);
      if (!this.#judged || evaluation.objective > this.#judged.objective) this.#judged = evaluation;
      if (evaluation.best && evaluation.objective > (this.#run.objective ?? -Infinity)) this.#improved = true;
    }
  }

  /** Something to be said about the run; stays with it. */
  #note(sentence: string): void {
    this.#run = { ...this.#run, note: [this.#run.note, sentence].filter((text) => text !== '').join(' ') };
  }

  /** After an update: saves where it is time. Training does not wait for the disk. */
  afterUpdate(group: TrainingGroup): void {
    this.#follow(group, 'running');
    this.#keepBest(group);
    const pause = Math.min(MOST_MS, Math.max(SAVE_MS, this.#cost / SHARE));
    if (this.#saving || this.#inputs.now() - this.#savedAt < pause) return;
    this.#start(group.states());
  }

  /** Saves where the run stands now and waits for it: at a pause and at the end. */
  async settle(group: Omit<TrainingGroup, 'engine'>, status: RunStatus): Promise<void> {
    await this.#saving;
    this.#follow(group, status);
    // The last judgement is made after the last update.
    this.#keepBest(group);
    this.#start(group.states());
    await this.#saving;
  }

  /** Where the training stands is its best so far: the next save has it beside the latest. */
  #keepBest(group: Pick<TrainingGroup, 'states'>): void {
    if (!this.#improved) return;
    this.#improved = false;
    this.#best = this.#checkpoint('best', group.states());
  }

  /** Ends a run that broke: its checkpoints stay as they are. */
  async fail(sentence: string): Promise<void> {
    await this.#saving;
    this.#note(sentence);
    this.#run = { ...this.#run, status: 'failed', updated: this.#inputs.now() };
    this.#start([]);
    await this.#saving;
  }

  #follow(group: Omit<TrainingGroup, 'engine'> & { readonly engine?: string }, status: RunStatus): void {
    const { steps, elapsedSeconds, objective, agent } = group;
    const found = Number.isFinite(objective);
    this.#run = {
      ...this.#run,
      status,
      steps,
      elapsedSeconds,
      objective: found ? objective : undefined,
      // Of a run that goes on, what it reached before may still be the best.
      inTime: this.#judged?.objective === objective ? shareOf(this.#judged) : this.#run.inTime,
      agent: found ? agent : undefined,
      backend: group.engine ?? this.#run.backend,
      updated: this.#inputs.now(),
    };
  }

  #checkpoint(slot: Slot, states: readonly TrainingState[]): Checkpoint {
    const { id, steps, elapsedSeconds, objective } = this.#run;
    return {
      format: 1,
      run: id,
      slot,
      created: this.#inputs.now(),
      steps,
      elapsedSeconds,
      objective,
      states,
    };
  }

  /** Without states only the run itself is written. */
  #start(states: readonly TrainingState[]): void {
    this.#savedAt = this.#inputs.now();
    const checkpoints: Checkpoint[] = [];
    if (states.length > 0) {
      checkpoints.push(this.#checkpoint('latest', states));
      this.#cost = costOf(states);
      const due = this.#savedAt - this.#ringAt >= this.#cost / RING_SHARE;
      const slot = due ? ringSlot([...this.#ring.values()], this.#run.steps) : undefined;
      if (slot) {
        checkpoints.push(this.#checkpoint(slot, states));
        this.#ringAt = this.#savedAt;
      }
      if (this.#best) checkpoints.push(this.#best);
    }
    const told = {
      points: states.length > 0 ? this.#points : [],
      evaluations: states.length > 0 ? this.#evaluations : [],
    };
    const best = this.#best;
    if (states.length > 0) [this.#points, this.#evaluations, this.#best] = [[], [], undefined];
    const run = this.#run;
    this.#saving = this.#inputs.store.save({ run, checkpoints, ...told }).then(
      () => {
        this.#saving = undefined;
        for (const { states: _, ...info } of checkpoints) this.#ring.set(info.slot, info);
        const { steps, elapsedSeconds } = run;
        if (states.length > 0) this.#inputs.tell({ kind: 'saved', steps, elapsedSeconds });
      },
      (error: unknown) => {
        this.#saving = undefined;
        // What could not be written waits for the next save.
        this.#points = [...told.points, ...this.#points];
        this.#evaluations = [...told.evaluations, ...this.#evaluations];
        this.#best ??= best;
        const failure = storageError(error);
        if (this.#told.has(failure.name)) return;
        this.#told.add(failure.name);
        this.#inputs.tell({ kind: 'unsaved', sentence: failure.message });
      },
    );
  }
}

/** Undefined where nobody counted. */
function shareOf({ inTime }: HeldOutEvaluation): number | undefined {
  return Number.isFinite(inTime) ? inTime : undefined;
}
