/** What a teacher gives out: a scenario, what may be turned of it, goals that check themselves. Data, from file or link. */
import * as v from 'valibot';
import { canonical, digestOfData } from './canonical.ts';
import { controls, hideable, isControl, type Control, type Hideable } from './controls.ts';
import { loadOf, pipelineOf, settingsFrom } from './settings.ts';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS, widestLimits } from '../../model/bounds.ts';
import { checked, listOf } from '../../model/checked.ts';
import { digestOf } from '../../model/digest.ts';
import { isFields } from '../../model/fields.ts';
import { issuePhrase } from '../../model/issue.ts';
import type { JsonBounds } from '../../model/jsonBounds.ts';
import { jsonFrom } from '../../model/jsonText.ts';
import { pipelineFrom } from '../../model/parse.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { nameIn, noteIn } from '../../model/textSchema.ts';
import type { Experiment } from '../../scenario/experiment.ts';
import { measures } from '../../scenario/measures.ts';
import { LONGEST_LOAD } from '../../workload/shaping/shaped.ts';
import type { Goal } from '../goals.ts';

export const ASSIGNMENT = 'sluice-assignment';
export const ASSIGNMENT_VERSION = 1;
export const LONGEST_TITLE = 80;
export const LONGEST_TEXT = 2000;
export const MOST_TASKS = 20;
export const MOST_OPTIONS = 8;
export const MOST_LOADS = 8;
export const MOST_TRIES = 20;
/** The largest pipeline there is has a part of it. */
export const MOST_ASSIGNMENT_BYTES = 2 ** 22;
const ASSIGNMENT_JSON: JsonBounds = { values: 2 ** 19, depth: 64 };

/** Of `Goal` what a grader can tell without the page: figures of a run, and settings. */
export type GradedGoal = Extract<Goal, { readonly goal: 'figure' | 'choice' }>;

/** A goal that is checked by a run of what is handed in, on each of its loads. */
export interface GoalTask {
  readonly kind: 'goal';
  readonly goal: GradedGoal;
  /** Ids of the loads on which it must hold; empty: on the load that is set. */
  readonly loads: readonly string[];
}

/** A question of which one option is right; the file holds only what the right one's text gives with the salt. */
export interface QuestionTask {
  readonly kind: 'question';
  readonly question: string;
  readonly options: readonly string[];
  readonly salt: string;
  readonly right: string;
}

export type Task = GoalTask | QuestionTask;

export interface Assignment {
  readonly format: typeof ASSIGNMENT;
  readonly version: typeof ASSIGNMENT_VERSION;
  readonly title: string;
  /** Paragraphs, parted by empty lines. */
  readonly text: string;
  /** All that is set when the work begins. */
  readonly experiment: Experiment;
  /** Where the experiment's pipeline is none of the lab's own. */
  readonly pipeline?: Pipeline;
  readonly locked: readonly Control[];
  /** What is hidden is locked too. */
  readonly hidden: readonly (Control | Hideable)[];
  readonly tasks: readonly Task[];
  /** How often it may be handed in. */
  readonly tries: number;
}

/** What an option of a question gives with its salt: the option itself cannot be read from it, though a few options can be tried. */
export function optionDigest(salt: string, option: string): string {
  return digestOf(`${salt}\n${option}`);
}

export const isRight = ({ salt, right }: QuestionTask, option: string | undefined): boolean =>
  option !== undefined && optionDigest(salt, option) === right;

/** Settings that must be as the assignment has them. */
export function heldBy({ locked, hidden }: Pick<Assignment, 'locked' | 'hidden'>): ReadonlySet<Control> {
  return new Set([...locked, ...hidden.filter(isControl)]);
}

/** By which hand-ins name it: of all that it says. */
export const assignmentDigest = (assignment: Assignment): string => digestOfData(assignment);

export const assignmentText = (assignment: Assignment): string => `${canonical(assignment)}\n`;

/** What a run gives wherever it is made: all but the time of a decision. */
export const gradable = measures.filter(({ id }) => id !== 'decisionMs');

const lane = v.picklist(['a', 'b'] as const);
const second = numberSchema(BOUNDS.traceSeconds);
const FigureSchema = v.variant('of', [
  v.object({
    of: v.literal('measure'),
    measure: v.picklist(
      gradable.map(({ id }) => id),
      'there is no such measure here',
    ),
    lane,
    from: v.exactOptional(second),
    to: v.exactOptional(second),
  }),
  v.object({ of: v.literal('setting'), field: v.picklist(controls.map(({ id }) => id)) }),
]);
const GoalSchema = v.variant('goal', [
  v.object({
    goal: v.literal('figure'),
    figure: FigureSchema,
    name: nameIn(200),
    is: v.picklist(['above', 'below', 'at least', 'at most', 'equal', 'between'] as const),
    than: numberSchema(BOUNDS.outcome),
    and: v.exactOptional(numberSchema(BOUNDS.outcome)),
  }),
  v.object({
    goal: v.literal('choice'),
    field: v.picklist(controls.map(({ id }) => id)),
    equals: nameIn(LONGEST_LOAD),
    words: nameIn(200),
  }),
]);
const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256'));
const TaskSchema = v.variant('kind', [
  v.object({
    kind: v.literal('goal'),
    goal: GoalSchema,
    loads: listOf(nameIn(LONGEST_LOAD), { max: MOST_LOADS }),
  }),
  v.object({
    kind: v.literal('question'),
    question: nameIn(400),
    options: listOf(nameIn(200), { min: 2, max: MOST_OPTIONS }),
    salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/, 'must be 16 to 64 hexadecimal digits')),
    right: hex,
  }),
]);
const AssignmentSchema = v.object({
  title: nameIn(LONGEST_TITLE),
  text: noteIn(LONGEST_TEXT),
  experiment: v.unknown(),
  pipeline: v.optional(v.unknown()),
  locked: listOf(v.picklist(controls.map(({ id }) => id)), { max: controls.length }),
  hidden: listOf(v.picklist([...controls.map(({ id }) => id), ...hideable]), {
    max: controls.length + hideable.length,
  }),
  tasks: listOf(TaskSchema, { min: 1, max: MOST_TASKS, few: 'must hold at least one goal or question' }),
  tries: numberSchema({ min: 1, max: MOST_TRIES, whole: true }),
});

/** Of another version of the format, a sentence; undefined where it is of this one. */
export function versionRefusal(
  json: Readonly<Record<string, unknown>>,
  what: string,
  version: number,
): string | undefined {
  if (json.version === version) return undefined;
  return typeof json.version === 'number'
    ? `it is of version ${String(json.version)} of ${what}, and this lab reads version ${String(version)}; open it with the lab that made it`
    : `it does not say of which version of ${what} it is`;
}

/** An assignment from text; the refusal is a sentence that begins with `source`, a file's name or “The link”. */
export function parseAssignment(text: string, source: string): Result<Assignment> {
  const json = jsonFrom(text, ASSIGNMENT_JSON);
  if (!json.ok) return refused(`${source}: expected an assignment in JSON, and it is ${json.message}.`);
  return assignmentFrom(json.value, source);
}

/** The same from a value that is no text any more. */
export function assignmentFrom(json: unknown, source: string): Result<Assignment> {
  const no = (why: string): Result<Assignment> => refused(`${source}: ${why}.`);
  if (!isFields(json) || json.format !== ASSIGNMENT) return no('it is no assignment of this lab');
  const version = versionRefusal(json, 'assignments', ASSIGNMENT_VERSION);
  if (version !== undefined) return no(version);
  const read = checked(AssignmentSchema, json);
  if (!read.ok) return no(`the assignment is not as it should be; at ${issuePhrase(read.issue)}`);
  const experiment = settingsFrom(read.value.experiment);
  if (!experiment.ok) return no(experiment.message);
  const { pipeline: own, ...rest } = read.value;
  const carried = own === undefined ? undefined : pipelineFrom(own, source, widestLimits);
  if (carried && !carried.ok) return carried;
  const id = experiment.value.pipeline;
  if (!pipelineOf(id, carried?.value))
    return no(
      `it is about the pipeline “${id}”, which this lab does not have and the assignment does not carry`,
    );
  const loads = [
    experiment.value.workload,
    ...rest.tasks.flatMap((task) => (task.kind === 'goal' ? task.loads : [])),
  ];
  for (const load of new Set(loads)) {
    const made = loadOf(load, experiment.value.seed);
    if (!made.ok) return no(made.message.replace(/\.$/, ''));
  }
  return accepted({
    format: ASSIGNMENT,
    version: ASSIGNMENT_VERSION,
    ...rest,
    experiment: experiment.value,
    ...(carried && carried.value.id === id && { pipeline: carried.value }),
  });
}
