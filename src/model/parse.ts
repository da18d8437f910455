/** What enters from outside as a pipeline, weights or limits is checked once, here. A refusal is one sentence that names the place. */
import * as v from 'valibot';
import type { LatencyProfile, Limits, Pipeline, Weights } from './pipeline.ts';
import { accepted, refused, type Result } from './result.ts';

export const MOST_STAGES = 12;
export const MOST_VARIANTS = 32;
/** Batches up to this one shape the fitted line of a pipeline that brings none. */
const LINE_UP_TO = 8;
export const DEFAULT_STARTUP_SECONDS = 7;

/** A batch size as a key. */
const BATCH = /^[1-9]\d{0,3}$/;

/** A rule that says what a value must be. */
const must = <T>(what: string, holds: (value: T) => boolean): v.CheckAction<T, string> =>
  v.check(holds, `must be ${what}`);

const name = v.pipe(
  v.string('must be text'),
  v.trim(),
  must('1 to 80 characters long', (s: string) => s.length >= 1 && s.length <= 80),
);
const positive = v.pipe(
  v.number('must be a number'),
  must('greater than 0 and finite', (x: number) => Number.isFinite(x) && x > 0),
);

const LatencySchema = v.union(
  [
    v.object({
      batches: v.array(positive),
      seconds: v.array(positive),
      line: v.object({ slope: v.number(), intercept: v.number() }),
      measuredUpTo: positive,
    }),
    v.pipe(
      v.record(v.string(), positive),
      must(
        'measured seconds by batch size, from batch 1 on, like {"1": 0.1, "8": 0.5}',
        (record: Record<string, number>) =>
          Object.keys(record).every((key) => BATCH.test(key)) && Object.hasOwn(record, '1'),
      ),
      v.transform(profileOf),
    ),
  ],
  (issue) => latencyMessage(issue.input),
);

/** Says which measured batch is wrong, because a union by itself only says that nothing fits. */
function latencyMessage(input: unknown): string {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
    const entries = Object.entries(input);
    for (const [key, value] of entries) {
      if (typeof value === 'number' && !(value > 0))
        return `at batch ${key} must be greater than 0 seconds, not ${String(value)}`;
    }
    const measured = entries.every(([key, value]) => BATCH.test(key) && Number.isFinite(value));
    if (entries.length > 0 && measured && !Object.hasOwn(input, '1'))
      return `must have a figure for batch 1, since every batch size is read from there on; the smallest given is batch ${String(Math.min(...entries.map(([key]) => Number(key))))}`;
  }
  return 'must be measured seconds by batch size, like {"1": 0.1, "8": 0.5}, each greater than 0';
}

const VariantSchema = v.object({
  name,
  accuracy: v.pipe(
    v.number('must be a number'),
    must('between 0 and 1', (x: number) => x >= 0 && x <= 1),
  ),
  cores: v.pipe(
    v.number('must be a number'),
    must('a whole number from 1', (x: number) => Number.isInteger(x) && x >= 1),
  ),
  startupSeconds: v.optional(
    v.pipe(
      v.number('must be a number'),
      must('between 0 and 3600 seconds', (x: number) => x >= 0 && x <= 3600),
    ),
    DEFAULT_STARTUP_SECONDS,
  ),
  latency: LatencySchema,
});

const PipelineSchema = v.object({
  id: v.optional(name, 'imported'),
  name,
  slaSeconds: v.pipe(
    v.number('must be a number'),
    v.check(
      (x: number) => x > 0 && x <= 600,
      ({ input }) =>
        `must be greater than 0 and at most 600 seconds${typeof input === 'number' && input > 600 && input <= 600_000 ? `; ${String(input)} may be milliseconds, which would be ${String(input / 1000)}` : ''}`,
    ),
  ),
  source: v.optional(v.string(), 'Imported.'),
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
  stages: v.pipe(
    v.array(
      v.object({
        name,
        metric: v.optional(v.string(), 'accuracy'),
        variants: v.pipe(
          v.array(VariantSchema, 'must be a list'),
          v.minLength(1, 'must hold at least one variant'),
          v.maxLength(MOST_VARIANTS, `must hold at most ${String(MOST_VARIANTS)} variants`),
        ),
      }),
      'must be a list',
    ),
    v.minLength(1, 'must hold at least one stage'),
    v.maxLength(MOST_STAGES, `must hold at most ${String(MOST_STAGES)} stages`),
  ),
});

/**
 * A pipeline from JSON text, checked against the limits in force. Latency is measured seconds by batch size
 * (the line beyond batch 8 is then fitted) or a whole profile.
 */
export function parsePipeline(text: string, fileName: string, limits: Limits): Result<Pipeline> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refused(
      `${fileName}: expected a pipeline in JSON, and this is not JSON (${(error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ')}).`,
    );
  }
  return pipelineFrom(json, fileName, limits);
}

/** As `parsePipeline`, from a value that is no text any more: a stored record. */
export function pipelineFrom(json: unknown, fileName: string, limits: Limits): Result<Pipeline> {
  const parsed = v.safeParse(PipelineSchema, json, { abortPipeEarly: true });
  if (!parsed.success)
    return refused(
      `${fileName}: ${place(json, v.getDotPath(parsed.issues[0]))} ${sentence(parsed.issues[0].message)}.`,
    );
  const pipeline: Pipeline = parsed.output;
  const problem = inconsistency(pipeline, limits);
  return problem === undefined ? accepted(pipeline) : refused(`${fileName}: ${problem}.`);
}

function sentence(message: string): string {
  if (message.startsWith('must') || message.startsWith('at ')) return message;
  return message.startsWith('Invalid key') ? 'is missing' : `is not as expected: ${message}`;
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
        `${list.slice(0, -1)} ${String(Number(key) + 1)}${typeof named === 'string' ? ` "${named.slice(0, 80)}"` : ''}`,
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
  let least = 0;
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
    least += Math.min(...variants.map((x) => x.cores));
  }
  if (least > limits.maxCores) {
    return `even one replica of each stage's smallest variant needs ${String(least)} cores, and the device has ${String(limits.maxCores)}`;
  }
  return undefined;
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((n, i) => names.indexOf(n) < i);
}

/** A profile from measured seconds by batch size. */
function profileOf(latency: Readonly<Record<string, number>>): LatencyProfile {
  const points = Object.entries(latency)
    .map(([batch, seconds]) => [Number(batch), seconds] as const)
    .sort((a, b) => a[0] - b[0]);
  return {
    batches: points.map(([batch]) => batch),
    seconds: points.map(([, seconds]) => seconds),
    line: leastSquaresLine(points.filter(([batch]) => batch <= LINE_UP_TO)),
    measuredUpTo: Math.max(...points.map(([batch]) => batch)),
  };
}

/** Through one point: proportional to the batch. */
function leastSquaresLine(points: readonly (readonly [number, number])[]): {
  slope: number;
  intercept: number;
} {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) return { slope: meanY / meanX, intercept: 0 };
  const slope = Math.max(0, points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread);
  return { slope, intercept: meanY - slope * meanX };
}

const weight = v.pipe(
  v.number('must be a number'),
  must('between 0 and 1,000,000', (x: number) => x >= 0 && x <= 1e6),
);
const WeightsSchema = v.object({
  accuracyWeight: weight,
  throughputWeight: weight,
  unmetWeight: weight,
  spareWeight: weight,
  costWeight: weight,
  batchWeight: weight,
});

const whole = (from: number, to: number): v.GenericSchema<number> =>
  v.pipe(
    v.number('must be a number'),
    must(
      `a whole number from ${String(from)} to ${String(to)}`,
      (x: number) => Number.isInteger(x) && x >= from && x <= to,
    ),
  );
const LimitsSchema = v.object({
  maxReplicas: whole(1, 64),
  maxBatch: v.pipe(
    whole(1, 64),
    must('a power of two', (x: number) => Number.isInteger(Math.log2(x))),
  ),
  maxCores: whole(1, 512),
});

function parseWith<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): Result<T> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return accepted(parsed.output);
  const issue = parsed.issues[0];
  return refused(`${what}: ${v.getDotPath(issue) ?? 'the whole'} ${sentence(issue.message)}.`);
}

/** Six weights, each 0 to 1e6. */
export function parseWeights(value: unknown): Result<Weights> {
  return parseWith(WeightsSchema, value, 'Weights');
}

/** The largest limits there are: a stored pipeline is judged against the limits in force only when it runs. */
export const widestLimits: Limits = { maxReplicas: 64, maxBatch: 64, maxCores: 512 };

/** F_max 1..64, B_max a power of two 1..64, W_max 1..512. */
export function parseLimits(value: unknown): Result<Limits> {
  return parseWith(LimitsSchema, value, 'Limits');
}
