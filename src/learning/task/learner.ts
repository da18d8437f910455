import type { DeviceTaskState, TaskState } from './taskState.ts';
import type { Engine } from '../ppo/engine.ts';
import type { LearnerState } from '../ppo/learnerState.ts';
import type { Schedule, UpdateStatistics } from '../ppo/ppo.ts';
import type { Exposed } from '../ppo/slides.ts';

/** All that a learner needs to go on as if it had never stopped. */
export interface LearnerSnapshot {
  readonly learner: LearnerState;
  readonly task: TaskState | DeviceTaskState;
}

/** What changes from update to update, the expert's part with it. */
export interface Order extends Schedule {
  /** Whether the expert is asked: for episodes that begin now, and for its advice. */
  readonly guided: boolean;
}

/** What an update came to, with the means a decision of reward (7) and of regret r* - r. */
export interface UpdateResult extends UpdateStatistics {
  readonly reward: number;
  readonly regret: number;
}

/** Trainings side by side that differ in their seeds alone, one object for all of them: so many. On a device they may share what they compute on. */
export interface Company {
  readonly members: number;
}

/** What learns, update by update: PPO on a task in one place. */
export interface Learner {
  /** Name of what it computes on. */
  readonly name: string;
  /** How often experience was collected and learnt from. */
  readonly updates: number;
  /** Decisions of an update, over all lanes. */
  readonly stepsPerUpdate: number;
  /** What it shares with others of its company, if it does: their updates are one where they are asked for in the same breath. */
  readonly together?: object;
  /** The newest, by reference; they change with `update` and `restore`. */
  readonly parameters: Float32Array;
  /**
   * One update. `between` is awaited between its parts, so that the caller can be heard; `onSlides` is handed its first and
   * last minibatch where the learner can show them. Rejects where the device fails or the numbers are not finite
   * (`NotFinite`); what it holds is then of no use but for `restore`.
   */
  update(
    order: Order,
    between?: () => Promise<void>,
    onSlides?: (slides: { readonly first: Exposed; readonly last: Exposed }) => void,
  ): Promise<UpdateResult>;
  /** Draws the next world anew, one at a time in turn; its lanes begin new episodes. For drawn worlds only. */
  renew(turn: number): void;
  /** To be taken between updates. */
  snapshot(): LearnerSnapshot;
  /**
   * Takes over weights and optimiser of `state`, and with `streams` its draws, its count and its episodes, as if it had never
   * stopped. Episodes of a learner of the other kind it cannot go on with: its own begin anew.
   */
  restore(state: LearnerSnapshot, streams: boolean): void;
  dispose(): void;
}

/** Makes a training's learner on an engine, from its beginning, one of `company` if there is one. Rejects with the reason where the engine cannot carry it. */
export type LearnerOn = (engine: Engine, company?: Company) => Promise<Learner>;
