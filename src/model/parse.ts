/** What enters from outside as a pipeline, weights or limits is checked once, here. A refusal is one sentence that names the place. */
import * as v from 'valibot';
import { numberSchema } from './boundedSchema.ts';
import { BOUNDS, MOST_STAGES, MOST_VARIANTS } from './bounds.ts';
import { checked, listOf, parsedBy } from './checked.ts';
import { isFields } from './fields.ts';
import { issueFault } from './issue.ts';
import type { JsonBounds } from './jsonBounds.ts';
import { jsonFrom, tooLarge } from './jsonText.ts';
import { nearest } from './near.ts';
import { ASSUMABLE, DEFAULT_STARTUP_SECONDS, type Limits, type Pipeline, type Weights } from './pipeline.ts';
import { fewestCores } from './pipelineCores.ts';
import { profileFrom } from './profile.ts';
import { accepted, refused, type Result } from './result.ts';
import { nameFrom } from './text.ts';
import { nameIn, noteIn } from './textSchema.ts';

/** Letters that say what an accuracy measures. */
export const LONGEST_METRIC = 200;
/** Letters that say what measured a variant, or on what. */
export const LONGEST_PHRASE = 400;
/** A day of the calendar, as far as a pattern can tell. */
export const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Every variant with a profile of hundreds of batch sizes. */
export const PIPELINE_JSON: JsonBounds = { values: 2 ** 19, depth: 64 };
/** Of a number that is too large, as the file has it. */
const MOST_DIGITS = 30;

/** A rule that says what a value must be. */
const must = <T>(what: string, holds: (value: T) => boolean): v.CheckAction<T, string> =>
  v.check(holds, `must be ${what}`);

const name = v.pipe(v.string('must be text'), v.trim(), nameIn());
const phrase = v.pipe(v.string('must be text'), v.trim(), nameIn(LONGEST_PHRASE));
/** What is absent is unknown, and stays absent. */
const ProvenanceSchema = v.object({
  source: phrase,
  hardware: v.exactOptional(phrase),
  quantile: v.exactOptional(numberSchema(BOUNDS.measuredQuantile)),
  samples: v.exactOptional(numberSchema(BOUNDS.samples)),
  date: v.exactOptional(v.pipe(v.string('must be text'), v.regex(DAY, 'must be a day, like 2026-11-28'))),
  assumed: v.exactOptional(
    listOf(v.picklist(ASSUMABLE, `must be one of ${ASSUMABLE.join(', ')}`), {
      max: ASSUMABLE.length,
      list: 'must be a list',
      many: `must hold at most ${String(ASSUMABLE.length)} figures`,
    }),
  ),
});

const VariantSchema = v.object({
  name,
  accuracy: numberSchema(BOUNDS.accuracy),
  cores: numberSchema(BOUNDS.variantCores),
  startupSeconds: v.optional(numberSchema(BOUNDS.startupSeconds), DEFAULT_STARTUP_SECONDS),
  latency: parsedBy(profileFrom),
  memoryMb: v.exactOptional(numberSchema(BOUNDS.memoryMb)),
  provenance: v.exactOptional(ProvenanceSchema),
});

const StageSchema = v.object({
  name,
  metric: v.optional(noteIn(LONGEST_METRIC), 'accuracy'),
  variants: listOf(VariantSchema, {
    min: 1,
    max: MOST_VARIANTS,
    list: 'must be a list',
    few: 'must hold at least one variant',
    many: `must hold at most ${String(MOST_VARIANTS)} variants`,
  }),
});

const PipelineSchema = v.object({
  id: v.optional(name, 'imported'),
  name,
  slaSeconds: numberSchema(BOUNDS.slaSeconds, (x) =>
    x > 600 && x <= 600_000 ? `; that may be milliseconds, which would be ${String(x / 1000)}` : '',
  ),
  source: v.optional(noteIn(), 'Imported.'),
  deployed: v.exactOptional(
    v.object({
      layout: v.picklist(
        ['seldon-per-stage', 'seldon-graph', 'kserve'],
        'must be seldon-per-stage, seldon-graph or kserve',
      ),
      namespace: v.exactOptional(
        v.pipe(
          v.string('must be text'),
          v.regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a namespace'),
        ),
      ),
    }),
  ),
  stages: listOf(StageSchema, {
    min: 1,
    max: MOST_STAGES,
    list: 'must be a list',
    few: 'must hold at least one stage',
    many: `must hold at most ${String(MOST_STAGES)} stages`,
  }),
});

/**
 * A pipeline from JSON text, checked against the limits in force. Latency is measured seconds by batch size
 * (the line beyond batch 8 is then fitted) or a whole profile (profile.ts).
 */
export function parsePipeline(text: string, fileName: string, limits: Limits): Result<Pipeline> {
  const json = jsonFrom(text, PIPELINE_JSON);
  if (!json.ok) return refused(`${fileName}: expected a pipeline in JSON, and it is ${json.message}.`);
  const read = pipelineFrom(json.value, fileName, limits);
  return read.ok ? read : refused(asWritten(read.message, text));
}

/** A number that no computer holds is infinite by now: said as the file has it, where that can only be one. */
function asWritten(message: string, text: string): string {
  const [literal = '', another] = new Set(tooLarge(text));
  const short = literal.length > MOST_DIGITS ? `${literal.slice(0, MOST_DIGITS)}…` : literal;
  const said =
    another === undefined ? `${short}, which is too large to be a number` : 'a number that no computer holds';
  return message.replace(/not -?Infinity\.$/, () => `not ${said}.`);
}

/** What the file has and the lab's format does not: `colour`, `stage 1 "detect": colour`. Nothing of it is used. */
export function strangeFields(json: unknown): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown, known: object, where: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value))
      if (!Object.hasOwn(known, key) && key !== '$schema') found.push(`${where}${strangeField(key, known)}`);
  };
  const itemsOf = (value: unknown, key: string): readonly unknown[] => {
    const list = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : [];
    return Array.isArray(list) ? list : [];
  };
  look(json, PipelineSchema.entries, '');
  for (const [n, stage] of itemsOf(json, 'stages').entries()) {
    const path = `stages.${String(n)}`;
    look(stage, StageSchema.entries, `${place(json, path)}: `);
    for (const [z, variant] of itemsOf(stage, 'variants').entries())
      for (const [part, known] of [
        [variant, VariantSchema.entries],
        [isFields(variant) ? variant['provenance'] : undefined, ProvenanceSchema.entries],
      ] as const)
        look(part, known, `${place(json, `${path}.variants.${String(z)}`)}: `);
  }
  return found;
}

function strangeField(key: string, known: object): string {
  const [near] = nearest(key, Object.keys(known));
  return `${nameFrom(key, 40) || '(no name)'}${near === undefined ? '' : ` (did you mean ${near}?)`}`;
}

/** As `parsePipeline`, from a value that is no text any more: a stored record. */
export function pipelineFrom(json: unknown, fileName: string, limits: Limits): Result<Pipeline> {
  const parsed = checked(PipelineSchema, json);
  if (!parsed.ok)
    return refused(`${fileName}: ${place(json, v.getDotPath(parsed.issue))} ${sentence(parsed.issue)}.`);
  const pipeline: Pipeline = parsed.value;
  const problem = inconsistency(pipeline, limits);
  return problem === undefined ? accepted(pipeline) : refused(`${fileName}: ${problem}.`);
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const { message } = issue;
  if (message.startsWith('must') || message.startsWith('at ')) return message;
  return message.startsWith('Invalid key') ? 'is missing' : `is not as expected: ${issueFault(issue)}`;
}

/** "stage 2 "classify", variant 1 "resnet": cores" from a dot path like stages.1.variants.0.cores. */
function place(json: unknown, path: string | null): string {
  if (path === null) return 'the pipeline';
  const keys = path.split('.');
  const words: string[] = [];
  let value: unknown = json;
  let last: string | undefined;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined;
    const list = keys[i - 1];
    if (list === 'stages' || list === 'variants') {
      const named =
        typeof value === 'object' && value !== null && Object.hasOwn(value, 'name')
          ? (value as { name: unknown }).name
          : undefined;
      words.push(
        `${list.slice(0, -1)} ${String(Number(key) + 1)}${typeof named === 'string' ? ` "${nameFrom(named)}"` : ''}`,
      );
      last = undefined;
    } else last = last === undefined ? key : `${last} ${key}`;
  }
  const where = words.join(', ');
  if (last === undefined) return where === '' ? 'the pipeline' : where;
  return where === '' ? last : `${where}: ${last}`;
}

/** What the schema cannot see: doubles, and sizes against the limits. */
function inconsistency(pipeline: Pipeline, limits: Limits): string | undefined {
  const stage = repeated(pipeline.stages.map((s) => s.name));
  if (stage !== undefined) return `two stages are named "${stage}"; each needs a name of its own`;
  for (const [n, { name: stageName, variants }] of pipeline.stages.entries()) {
    const where = `stage ${String(n + 1)} "${stageName}"`;
    const variant = repeated(variants.map((x) => x.name));
    if (variant !== undefined)
      return `${where}: two variants are named "${variant}"; each needs a name of its own`;
    for (const [z, x] of variants.entries()) {
      if (x.cores > limits.maxCores) {
        return `${where}, variant ${String(z + 1)} "${x.name}": one replica needs ${String(x.cores)} cores, and the device has ${String(limits.maxCores)}`;
      }
    }
  }
  return beyondDevice(pipeline, limits);
}

/** Why a pipeline cannot be deployed on the device at all, a phrase; undefined where it can. */
export function beyondDevice(pipeline: Pipeline, { maxCores }: Limits): string | undefined {
  const least = fewestCores(pipeline);
  return least > maxCores
    ? `even one replica of each stage's smallest variant needs ${String(least)} cores, and the device has ${String(maxCores)}`
    : undefined;
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((n, i) => names.indexOf(n) < i);
}

const weight = numberSchema(BOUNDS.weight);
const WeightsSchema = v.object({
  accuracyWeight: weight,
  throughputWeight: weight,
  unmetWeight: weight,
  spareWeight: weight,
  costWeight: weight,
  batchWeight: weight,
  // Files of before there was such a weight do not have it.
  lateWeight: v.optional(weight, 0),
});

const LimitsSchema = v.object({
  maxReplicas: numberSchema(BOUNDS.replicas),
  maxBatch: v.pipe(
    numberSchema(BOUNDS.batch),
    must('a power of two', (x: number) => Number.isInteger(Math.log2(x))),
  ),
  maxCores: numberSchema(BOUNDS.cores),
});

function parseWith<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): Result<T> {
  const parsed = checked(schema, value);
  if (parsed.ok) return accepted(parsed.value);
  const { issue } = parsed;
  return refused(`${what}: ${v.getDotPath(issue) ?? 'the whole'} ${sentence(issue)}.`);
}

/** Seven weights, each 0 to 1e6; without `lateWeight` it is 0. */
export function parseWeights(value: unknown): Result<Weights> {
  return parseWith(WeightsSchema, value, 'Weights');
}

/** F_max 1..64, B_max a power of two 1..64, W_max 1..512. */
export function parseLimits(value: unknown): Result<Limits> {
  return parseWith(LimitsSchema, value, 'Limits');
}
