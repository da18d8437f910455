import { advantages } from './gae.ts';
import type { ActionSpace } from '../network/actions.ts';
import type { Actor, Experience } from './engine.ts';
import type { Random } from '../../model/random.ts';

/**
 * What PPO learns from: `lanes` episodes that advance together. `encode` writes the observation of a lane;
 * `step` applies actions [lanes x heads] and fills rewards and ends (1 where the episode was truncated, before the
 * lane was started anew by `restart`).
 */
export interface LearningTask {
  readonly lanes: number;
  readonly inputs: number;
  readonly space: ActionSpace;
  encode(lane: number, out: Float32Array, at: number): void;
  step(actions: Int32Array, rewards: Float32Array, ends: Uint8Array): void;
  /** Starts a new episode on a lane that ended. */
  restart(lane: number): void;
  /** The action of the expert where it acts on this lane now: writes it and returns true. */
  expert?(lane: number, action: Int32Array, at: number): boolean;
  /** Whether `teach` is to be asked at every step. */
  readonly teaches?: boolean;
  /** What the expert would do on this lane now, whoever acts, for the imitation term: writes it and returns true where it is asked. */
  teach?(lane: number, action: Int32Array, at: number): boolean;
}

/** Every so many rows are enough to see how much the masks decide. */
export const MASK_STRIDE = 13;

/** The experience of [steps x lanes] transitions; row = step * lanes + lane. The arrays are filled anew by every `collect`. */
export class ExperienceBuffer implements Experience {
  readonly steps: number;
  readonly lanes: number;
  readonly rows: number;
  readonly observations: Float32Array;
  readonly actions: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly values: Float32Array;
  readonly rewards: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
  /** What the expert would have done, where the task says so. */
  readonly taught: Int32Array | undefined;
  readonly asked: Uint8Array | undefined;
  /** 1 where the expert chose the action. */
  readonly byExpert: Uint8Array;
  readonly #ends: Uint8Array;
  readonly #bootstrap: Float32Array;
  readonly #lastValues: Float32Array;
  readonly #task: LearningTask;

  constructor(task: LearningTask, steps: number) {
    const rows = steps * task.lanes;
    this.#task = task;
    this.steps = steps;
    this.lanes = task.lanes;
    this.rows = rows;
    this.observations = new Float32Array(rows * task.inputs);
    this.actions = new Int32Array(rows * task.space.heads.length);
    this.logProbabilities = new Float32Array(rows);
    this.values = new Float32Array(rows);
    this.rewards = new Float32Array(rows);
    this.advantages = new Float32Array(rows);
    this.returns = new Float32Array(rows);
    this.byExpert = new Uint8Array(rows);
    this.taught = task.teaches ? new Int32Array(rows * task.space.heads.length) : undefined;
    this.asked = task.teaches ? new Uint8Array(rows) : undefined;
    this.#ends = new Uint8Array(rows);
    this.#bootstrap = new Float32Array(rows);
    this.#lastValues = new Float32Array(task.lanes);
  }

  /** Plays `steps` decisions on every lane with the policy of `actor` and computes advantages (decision by decision, lane by lane). */
  collect(actor: Actor, random: Random, gamma: number, lambda: number): void {
    const task = this.#task;
    const { inputs, lanes } = task;
    const heads = task.space.heads.length;
    const one = new Float32Array(inputs);
    const oneValue = new Float32Array(1);
    for (let t = 0; t < this.steps; t++) {
      const base = t * lanes;
      const end = base + lanes;
      const x = this.observations.subarray(base * inputs, end * inputs);
      const actions = this.actions.subarray(base * heads, end * heads);
      for (let lane = 0; lane < lanes; lane++) {
        task.encode(lane, x, lane * inputs);
        this.byExpert[base + lane] = (task.expert?.(lane, actions, lane * heads) ?? false) ? 1 : 0;
        if (this.taught && this.asked)
          this.asked[base + lane] = task.teach?.(lane, this.taught, (base + lane) * heads) === true ? 1 : 0;
      }
      actor.act(
        x,
        this.byExpert.subarray(base, end),
        random,
        actions,
        this.logProbabilities.subarray(base, end),
        this.values.subarray(base, end),
      );
      const ends = this.#ends.subarray(base, end);
      task.step(actions, this.rewards.subarray(base, end), ends);
      for (let lane = 0; lane < lanes; lane++) {
        if (ends[lane] === 0) continue;
        task.encode(lane, one, 0);
        actor.value(one, oneValue);
        this.#bootstrap[base + lane] = oneValue[0]!;
        task.restart(lane);
      }
    }
    const x = new Float32Array(lanes * inputs);
    for (let lane = 0; lane < lanes; lane++) task.encode(lane, x, lane * inputs);
    actor.value(x, this.#lastValues);
    advantages(
      this.steps,
      lanes,
      this.rewards,
      this.values,
      this.#ends,
      this.#bootstrap,
      this.#lastValues,
      gamma,
      lambda,
      this.advantages,
      this.returns,
    );
  }

  /** Rows for each on which an expert commented: where it is asked seldom, what it says weighs the more. */
  perAdvice(): number {
    const count = this.asked?.reduce((sum, asked) => sum + asked, 0) ?? 0;
    return count > 0 ? this.rows / count : 1;
  }

  /** Root mean square of the returns: the scale the value has to fit. */
  valueScale(): number {
    let sum = 0;
    for (let i = 0; i < this.rows; i++) sum += this.returns[i]! ** 2;
    return Math.sqrt(sum / this.rows);
  }

  /** Share of head decisions that the masks left with one choice only. */
  masked(): number {
    const { space } = this.#task;
    const heads = space.heads.length;
    const mask = new Uint8Array(Math.max(...space.heads));
    let single = 0;
    let seen = 0;
    for (let row = 0; row < this.rows; row += MASK_STRIDE) {
      for (let h = 0; h < heads; h++) {
        space.mask(h, this.actions, row * heads, mask);
        let allowed = 0;
        for (let j = 0; j < space.heads[h]!; j++) allowed += mask[j]!;
        if (allowed === 1) single++;
        seen++;
      }
    }
    return single / seen;
  }

  /** 1 - Var(return - value) / Var(return): how much of the returns the value foresaw. */
  explainedVariance(): number {
    const variance = (f: (i: number) => number): number => {
      let mean = 0;
      for (let i = 0; i < this.rows; i++) mean += f(i) / this.rows;
      let sum = 0;
      for (let i = 0; i < this.rows; i++) sum += (f(i) - mean) ** 2 / this.rows;
      return sum;
    };
    const total = variance((i) => this.returns[i]!);
    return total === 0 ? 0 : 1 - variance((i) => this.returns[i]! - this.values[i]!) / total;
  }
}
