/** All that a training needs to go on as if it had never stopped. Plain, structured-cloneable data. */
import * as v from 'valibot';
import type { LanesSnapshot } from '../environment/environment.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** Where the episodes of a `PipelineTask` stand. */
export interface TaskState {
  readonly random: readonly number[];
  /** Episodes begun. */
  readonly episodes: number;
  /** Per lane: second at which its episode is truncated, whether the expert plays it, and its track. */
  readonly ends: Int32Array;
  readonly byExpert: Uint8Array;
  readonly tracks: Int32Array;
  /** Per world: how often it was drawn, and its lanes. */
  readonly generations: readonly number[];
  readonly worlds: readonly LanesSnapshot[];
}

/** Where PPO stands. */
export interface LearnerState {
  readonly updates: number;
  readonly parameters: Float32Array;
  readonly adam: { readonly m: Float32Array; readonly v: Float32Array; readonly step: number };
  /** States of the streams that draw actions and shuffle minibatches. */
  readonly sampling: readonly number[];
  readonly shuffling: readonly number[];
}

export interface TrainingState {
  readonly format: 1;
  /** Decisions and seconds so far. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  readonly learner: LearnerState;
  /** The running mean of the parameters, which is what is evaluated. */
  readonly averaged: Float32Array;
  readonly task: TaskState;
  readonly best: {
    readonly objective: number;
    readonly update: number;
    readonly parameters: Float32Array;
  };
  /** Evaluations since the best one. */
  readonly sinceBest: number;
}

const floats = v.pipe(
  v.instance(Float32Array),
  v.check((array: Float32Array<ArrayBuffer>) => array.every(Number.isFinite), 'numbers that are not finite'),
);
const numbers = v.array(v.pipe(v.number(), v.finite()));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const StateSchema = v.object({
  format: v.literal(1),
  steps: count,
  elapsedSeconds: v.pipe(v.number(), v.finite(), v.minValue(0)),
  learner: v.object({
    updates: count,
    parameters: floats,
    adam: v.object({ m: floats, v: floats, step: count }),
    sampling: numbers,
    shuffling: numbers,
  }),
  averaged: floats,
  task: v.object({
    random: numbers,
    episodes: count,
    ends: v.instance(Int32Array),
    byExpert: v.instance(Uint8Array),
    tracks: v.instance(Int32Array),
    generations: numbers,
    worlds: v.array(
      v.object({
        time: v.instance(Int32Array),
        actions: v.instance(Int32Array),
        state: v.instance(Float64Array),
      }),
    ),
  }),
  best: v.object({ objective: v.number(), update: count, parameters: floats }),
  sinceBest: count,
});

/** A stored state, checked; refused in a sentence that says where it is broken. */
export function parseTrainingState(value: unknown): Result<TrainingState> {
  const parsed = v.safeParse(StateSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refused(`The checkpoint is damaged at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}.`);
  }
  const { learner, averaged, best } = parsed.output;
  const size = learner.parameters.length;
  if ([learner.adam.m, learner.adam.v, averaged, best.parameters].some((array) => array.length !== size)) {
    return refused('The checkpoint is damaged: its parameters and its optimiser differ in size.');
  }
  return accepted(parsed.output);
}
