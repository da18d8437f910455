/** All that a training needs to go on as if it had never stopped. Plain, structured-cloneable data. */
import * as v from 'valibot';
import { numberSchema, numbersIn, ParametersSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked, listOf } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import type { Range } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { LearnerState } from '../ppo/learnerState.ts';
import type { DeviceTaskState, TaskState } from '../task/taskState.ts';

export interface TrainingState {
  readonly format: 1;
  /** Decisions and seconds so far. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  readonly learner: LearnerState;
  /** The running mean of the parameters, which is what is evaluated. */
  readonly averaged: Float32Array;
  readonly task: TaskState | DeviceTaskState;
  readonly best: {
    readonly objective: number;
    readonly update: number;
    readonly parameters: Float32Array;
  };
  /** Evaluations since the best one. */
  readonly sinceBest: number;
}

/** Of Adam: finite, and of a mean of squares not negative. */
const floats = (least: number): v.GenericSchema<unknown, Float32Array<ArrayBuffer>> =>
  v.pipe(
    v.instance(Float32Array<ArrayBuffer>, 'must be numbers in single precision'),
    v.check(
      (array: Float32Array<ArrayBuffer>) => array.every((x) => Number.isFinite(x) && x >= least),
      `must be numbers that are finite${least === 0 ? ' and not negative' : ''}`,
    ),
  );
const count = numberSchema(BOUNDS.steps);
const FOUR_WORDS = 'must be the four words of a random stream';
/** Words of a random stream; all of them 0 would stay 0 for ever. */
const words = v.pipe(
  listOf(numberSchema({ min: -(2 ** 31), max: 2 ** 32 - 1, whole: true }), {
    min: 4,
    max: 4,
    few: FOUR_WORDS,
    many: FOUR_WORDS,
  }),
  v.check((state: number[]) => state.some((word) => word !== 0), 'must not be four zeros'),
);
/** Episodes side by side. */
const MOST_LANES = 4096;
const int32 = v.instance(Int32Array<ArrayBuffer>, 'must be whole numbers');
const TIMES: Range = { min: 0, max: BOUNDS.traceSeconds.max };

const TaskSchema = v.object({
  random: words,
  episodes: count,
  // A training of before goes on with each episode on a load of its own.
  peers: v.optional(numberSchema({ min: 1, max: MOST_LANES, whole: true }), 1),
  ends: numbersIn(int32, TIMES),
  byExpert: numbersIn(v.instance(Uint8Array<ArrayBuffer>, 'must be bytes'), { min: 0, max: 1 }),
  tracks: numbersIn(int32, { min: 0, max: 1e6 }),
  generations: listOf(count, { max: MOST_LANES }),
  worlds: listOf(
    v.object({
      time: numbersIn(int32, TIMES),
      actions: numbersIn(int32, { min: 0, max: 63 }),
      // What they mean only the environment knows; it looks when it takes them over.
      state: v.instance(Float64Array<ArrayBuffer>, 'must be numbers in double precision'),
    }),
    { max: MOST_LANES },
  ),
});

/** On a graphics device: what its words mean the learner there knows, which looks when it takes them over. */
const DeviceTaskSchema = v.object({
  device: v.literal(1),
  words: floats(-Infinity),
  generations: listOf(count, { max: MOST_LANES }),
  corrections: listOf(numberSchema({ min: 1e-6, max: 1 }), { max: 2 }),
});

const schemaOfTask = (task: unknown): v.GenericSchema<unknown, TaskState | DeviceTaskState> =>
  typeof task === 'object' && task !== null && 'device' in task ? DeviceTaskSchema : TaskSchema;

const StateSchema = v.object({
  format: v.literal(1),
  steps: count,
  elapsedSeconds: numberSchema(BOUNDS.elapsedSeconds),
  learner: v.object({
    updates: count,
    parameters: ParametersSchema,
    adam: v.object({ m: floats(-Infinity), v: floats(0), step: count }),
    sampling: words,
    shuffling: words,
  }),
  averaged: ParametersSchema,
  task: v.lazy(schemaOfTask),
  best: v.object({ objective: v.number(), update: count, parameters: ParametersSchema }),
  sinceBest: count,
});

/** A stored state, checked; refused in a sentence that says where it is broken. */
export function parseTrainingState(value: unknown): Result<TrainingState> {
  const parsed = checked(StateSchema, value);
  if (!parsed.ok) {
    return refused(`The checkpoint is damaged at ${issuePhrase(parsed.issue)}.`);
  }
  const { learner, averaged, best, task } = parsed.value;
  const size = learner.parameters.length;
  if ([learner.adam.m, learner.adam.v, averaged, best.parameters].some((array) => array.length !== size)) {
    return refused('The checkpoint is damaged: its parameters and its optimiser differ in size.');
  }
  if ('device' in task) return accepted(parsed.value);
  const lanes = task.ends.length;
  const inWorlds = task.worlds.reduce((sum, { time }) => sum + time.length, 0);
  if (
    [task.byExpert.length, task.tracks.length, inWorlds].some((length) => length !== lanes) ||
    task.generations.length !== task.worlds.length ||
    lanes > MOST_LANES
  )
    return refused('The checkpoint is damaged: its episodes and its worlds differ in number.');
  return accepted(parsed.value);
}
