/** What comes out of IndexedDB or an archive is checked here, once; a refusal is a sentence that names record and place. */
import * as v from 'valibot';
import { formerBudget, formerCount, formerRates, formerScenario } from './former.ts';
import { mendedPipeline } from './mended.ts';
import type { ImportNote, KeptPipeline, KeptPolicy, KeptTrace, Overrides, RunRecord } from './records.ts';
import { environmentKinds, type Scenario } from '../scenario/scenario.ts';
import { AgentSchema } from '../learning/network/trainedAgent.ts';
import { hyperparameters } from '../learning/ppo/hyperparameters.ts';
import { configFrom, isHyperName, settingComplaint } from '../learning/ppo/settings.ts';
import { numberSchema } from '../model/boundedSchema.ts';
import { BOUNDS, strayNumber, widestLimits } from '../model/bounds.ts';
import { checked, listOf, parsedBy } from '../model/checked.ts';
import { issuePhrase } from '../model/issue.ts';
import { parseLimits, parseWeights, pipelineFrom } from '../model/parse.ts';
import { outsideRange, rangeWords } from '../model/range.ts';
import { OwnPolicySchema, SourceSchema } from '../policies/own/schema.ts';
import { accepted, refused, type Result } from '../model/result.ts';
import { noteComplaint } from '../model/text.ts';
import { labelSchema, nameIn, remarkOf } from '../model/textSchema.ts';
import { forecasterNames } from '../workload/forecasters/list.ts';
import type { Break } from '../workload/workload.ts';
import { LONGEST_LOAD } from '../workload/shaping/shaped.ts';
import { PredictorSchema } from '../workload/forecasters/predictorFile.ts';
import type { PredictorRecord } from '../workload/forecasters/predictorRecord.ts';

/** By which something is found. */
const name = nameIn(200);
/** As it is shown. */
const label = labelSchema(200);
const seed = numberSchema(BOUNDS.seed);
const steps = numberSchema(BOUNDS.steps);
const elapsedSeconds = numberSchema(BOUNDS.elapsedSeconds);
const moment = numberSchema(BOUNDS.moment);
const objective = numberSchema(BOUNDS.outcome);
/** Present, but possibly undefined: a field that JSON would leave out is as good. */
const maybe = <S extends v.GenericSchema>(schema: S): v.OptionalSchema<S, () => undefined> =>
  v.optional(schema, () => undefined);

const PipelineSchema = parsedBy((value) => pipelineFrom(mendedPipeline(value), 'The pipeline', widestLimits));

const WorkloadSchema = v.object({
  // Of one that was shaped, its text.
  id: nameIn(LONGEST_LOAD),
  name: label,
  rates: v.pipe(
    v.instance(Float64Array),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const complaint =
        outsideRange('the number of its seconds', BOUNDS.traceSeconds, dataset.value.length)?.replace(
          /\.$/,
          '',
        ) ?? strayNumber(dataset.value, BOUNDS.rate);
      if (complaint !== undefined) addIssue({ message: complaint });
    }),
  ),
  source: remarkOf(),
});

/** Of an import that kept none (an older version's) nothing is known. */
const NotedSchema = v.object({
  notes: v.exactOptional(
    listOf(
      v.object({
        sentence: remarkOf(),
        weight: v.picklist(['read', 'assumed', 'left out'] satisfies ImportNote['weight'][]),
      }),
      { max: 2000 },
    ),
  ),
});

/** Of an import that an older version kept nothing is known. */
const ClockSchema = v.object({
  begins: v.exactOptional(numberSchema({ min: -1e11, max: 1e11 })),
  breaks: v.exactOptional(
    listOf(
      v.object({
        at: numberSchema({ min: 0, max: BOUNDS.traceSeconds.max }),
        seconds: numberSchema({ min: 0, max: BOUNDS.traceSeconds.max }),
        kind: v.picklist(['gap', 'reset'] satisfies Break['kind'][]),
      }),
      { max: 2000 },
    ),
  ),
  stepSeconds: v.exactOptional(numberSchema({ min: 1, max: BOUNDS.traceSeconds.max })),
});

const TraceSchema = v.object({
  ...WorkloadSchema.entries,
  // What is imported is kept under a short one.
  id: name,
  ...NotedSchema.entries,
  ...ClockSchema.entries,
});

const scenarioFields = {
  pipeline: PipelineSchema,
  workload: WorkloadSchema,
  environment: v.picklist(environmentKinds),
  forecaster: v.pipe(
    name,
    v.check(
      (id: string) => forecasterNames.some((known) => known.id === id),
      `must be one of ${forecasterNames.map(({ id }) => id).join(', ')}`,
    ),
  ),
  predictor: v.exactOptional(v.undefinedable(PredictorSchema)),
  seed,
  limits: parsedBy(parseLimits),
  weights: parsedBy(parseWeights),
  slaSeconds: numberSchema(BOUNDS.slaSeconds),
  rollout: v.picklist(['surge', 'recreate']),
  startupSeconds: maybe(numberSchema(BOUNDS.startupSeconds)),
  batchTimeoutSeconds: numberSchema(BOUNDS.batchTimeoutSeconds),
  batchRestartSeconds: numberSchema(BOUNDS.batchRestartSeconds),
  dropAfterSla: numberSchema(BOUNDS.dropAfterSla),
  // Runs kept before nodes could be chosen had one.
  nodes: v.optional(numberSchema(BOUNDS.nodes), 1),
};

const ScenarioSchema = v.object(scenarioFields);

/** Of a kind that some version of the lab wrote; whether a training takes them is another question (`checkRun`). */
const OverridesSchema = v.pipe(
  v.record(name, v.unknown()),
  v.rawTransform(({ dataset, addIssue, NEVER }): Overrides => {
    for (const [key, value] of Object.entries(dataset.value)) {
      const text = typeof value === 'string' && noteComplaint(value, 200) === undefined;
      const plain = Number.isFinite(value) || text || typeof value === 'boolean';
      const number = isHyperName(key) && hyperparameters[key].kind === 'number';
      if (plain && (!number || typeof value === 'number')) continue;
      const complaint = settingComplaint(key, value) ?? `${key} is no value of a setting`;
      addIssue({ message: complaint.replace(/\.$/, '') });
      return NEVER;
    }
    return dataset.value as Overrides;
  }),
);

const runFields = {
  format: v.literal(1),
  id: name,
  name: label,
  created: moment,
  updated: moment,
  status: v.picklist(['running', 'paused', 'finished', 'stopped', 'converged', 'failed']),
  scenario: ScenarioSchema,
  overrides: OverridesSchema,
  seeds: listOf(seed, { min: 1, max: 64 }),
  budget: v.union(
    [
      v.strictObject({ seconds: numberSchema(BOUNDS.budgetSeconds) }),
      v.strictObject({ steps: numberSchema(BOUNDS.budgetSteps) }),
    ],
    `must be ${rangeWords(BOUNDS.budgetSeconds)}, or ${rangeWords(BOUNDS.budgetSteps)}`,
  ),
  backend: remarkOf(200),
  parent: maybe(v.object({ run: name, slot: name, steps })),
  steps,
  elapsedSeconds,
  objective: maybe(objective),
  inTime: maybe(numberSchema(BOUNDS.share)),
  agent: maybe(AgentSchema),
  note: remarkOf(),
};
const RunSchema = v.object(runFields);

/** A run by the wider bounds of older versions: what a training or a replay would not take is only shown of it. */
const FormerRunSchema = v.object({
  ...runFields,
  scenario: v.object({
    ...scenarioFields,
    ...formerScenario,
    workload: v.object({ ...WorkloadSchema.entries, rates: formerRates }),
  }),
  seeds: listOf(formerCount, { min: 1, max: 64 }),
  budget: formerBudget,
});

/** A checkpoint but its weights, with the decisions of each member. */
const CheckpointSchema = v.object({
  format: v.literal(1),
  run: name,
  slot: v.custom<'latest' | 'best' | `ring-${number}`>(
    (value) => typeof value === 'string' && /^(latest|best|ring-\d{1,2})$/.test(value),
    'a slot that there is not',
  ),
  created: moment,
  steps,
  elapsedSeconds,
  objective: maybe(objective),
  memberSteps: listOf(steps, { min: 1, max: 64 }),
});

/** As the `checkpoints` store holds it. */
export type StoredCheckpoint = v.InferOutput<typeof CheckpointSchema>;

const StoredPredictorSchema = v.object({
  format: v.literal(1),
  used: v.boolean(),
  predictor: PredictorSchema,
});
export interface StoredPredictor {
  readonly format: 1;
  /** The lab forecasts with it. */
  readonly used: boolean;
  readonly predictor: PredictorRecord;
}

/** `what` begins the sentence: 'The run “x”'. */
function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): Result<T> {
  const parsed = checked(schema, value);
  if (parsed.ok) return accepted(parsed.value);
  return refused(`${what} is damaged at ${issuePhrase(parsed.issue)}.`);
}

/**
 * A kept run. Older versions took settings without a range and wider numbers, and newer ones may know more: such a run is
 * told in its note and stays, with its curves and its agent; only going on with it is refused (`RunRecord.outdated`).
 */
export function checkRun(value: unknown, what: string): Result<RunRecord> {
  const parsed = checked(RunSchema, value);
  if (parsed.ok) {
    const config = configFrom(parsed.value.overrides);
    if (config.ok) return accepted(parsed.value);
    const setting = `A setting of this run is not taken any more: ${config.message}`;
    return accepted({ ...parsed.value, note: noteWith(parsed.value.note, setting, config.message) });
  }
  const complaint = issuePhrase(parsed.issue);
  const former = checked(FormerRunSchema, value);
  if (!former.ok) return refused(`${what} is damaged at ${complaint}.`);
  const outdated = `Of this run ${complaint}; an older version of the lab took that.`;
  return accepted({ ...former.value, outdated, note: noteWith(former.value.note, outdated) });
}

/** A run's note that says once why the run cannot go on; nothing is added where `known` is in it. */
function noteWith(note: string, why: string, known = why): string {
  if (note.includes(known)) return note;
  return `${note} ${why} Its curves and its agent can be used; it cannot go on.`.trim();
}

/** What a fork of a kept run takes over of it. */
export const checkScenario = (value: unknown, what: string): Result<Scenario> =>
  check<Scenario>(ScenarioSchema, value, what);

export const checkCheckpoint = (value: unknown, what: string): Result<StoredCheckpoint> =>
  check(CheckpointSchema, value, what);
export const checkTrace = (value: unknown, what: string): Result<KeptTrace> =>
  check(TraceSchema, value, what);
/** A pipeline by the rules of every pipeline, and the notes of its import beside it. */
export function checkPipeline(value: unknown, what: string): Result<KeptPipeline> {
  const pipeline = check(PipelineSchema, value, what);
  if (!pipeline.ok) return pipeline;
  const beside = check(NotedSchema, value, what);
  return beside.ok ? accepted({ ...pipeline.value, ...beside.value }) : beside;
}
export const checkPredictor = (value: unknown, what: string): Result<StoredPredictor> =>
  check(StoredPredictorSchema, value, what);

const PolicySchema = v.object({ ...OwnPolicySchema.entries, draft: maybe(SourceSchema), ran: v.boolean() });

export const checkPolicy = (value: unknown, what: string): Result<KeptPolicy> =>
  check<KeptPolicy>(PolicySchema, value, what);
