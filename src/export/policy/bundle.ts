/**
 * `bundle.json`: what the files of a trained policy are for, and the digest of each. Read by the lab and by the agent in
 * the cluster alike, so nothing heavy is imported here.
 */
import * as v from 'valibot';
import { environmentKinds } from '../../scenario/scenario.ts';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS, MOST_STAGES } from '../../model/bounds.ts';
import { exactCores } from '../../model/cores.ts';
import { checked, listOf } from '../../model/checked.ts';
import { digestOf } from '../../model/digest.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, type JsonBounds } from '../../model/jsonBounds.ts';
import { parseLimits, parseWeights, pipelineFrom } from '../../model/parse.ts';
import type { Configuration, Limits, Pipeline, Weights } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { nameIn, noteIn } from '../../model/textSchema.ts';

export const SCHEMA = 'sluice/bundle';
export const BUNDLE_FORMAT = 2;
/** Version of the lab that writes bundles: that of package.json, as a test makes sure. */
export const LAB = '0.1.0';
/** Name of the bundle's own file, the only one that its digests leave out. */
export const BUNDLE = 'bundle.json';

const text = noteIn(400);
const name = nameIn(400);
const outcome = numberSchema(BOUNDS.outcome);
const seed = numberSchema(BOUNDS.seed);

/** A pipeline, and what is told of it. */
const BUNDLE_JSON: JsonBounds = { values: 2 ** 19, depth: 64 };
/** Of one head. */
const CHOICES = { min: 1, max: 4096, whole: true } as const;

/**
 * Means a decision, and totals of requests dropped and settings changed. `regret` is the reward's distance to the bound, or
 * to the best plan found where none is proven; without `possible`, in bundles of before, to the optimum of each step.
 */
const OutcomeSchema = v.object({
  objective: outcome,
  qos: outcome,
  cost: outcome,
  regret: outcome,
  dropped: outcome,
  switches: outcome,
});

const RestSchema = v.object({
  lab: name,
  slaSeconds: numberSchema(BOUNDS.slaSeconds),
  decisionSeconds: numberSchema(BOUNDS.traceSeconds),
  historySeconds: numberSchema(BOUNDS.traceSeconds),
  forecaster: name,
  /** Choices of each head, three heads a stage: variant, replicas - 1, index of the batch size. */
  heads: listOf(numberSchema(CHOICES), { min: 3, max: 64 }),
  environment: v.object({
    kind: v.picklist(environmentKinds),
    rollout: v.picklist(['surge', 'recreate']),
    /** Null where each variant has its own. */
    startupSeconds: v.nullable(numberSchema(BOUNDS.startupSeconds)),
    batchTimeoutSeconds: numberSchema(BOUNDS.batchTimeoutSeconds),
    batchRestartSeconds: numberSchema(BOUNDS.batchRestartSeconds),
    dropAfterSla: numberSchema(BOUNDS.dropAfterSla),
    nodes: numberSchema(BOUNDS.nodes),
    seed,
  }),
  observation: listOf(name, { min: 1, max: 1000 }),
  /** What the manifests start with, a stage each. */
  baseline: listOf(
    v.object({
      variant: numberSchema({ ...CHOICES, min: 0 }),
      replicas: numberSchema(BOUNDS.replicas),
      batch: numberSchema(BOUNDS.batch),
    }),
    { max: MOST_STAGES },
  ),
  training: v.exactOptional(
    v.object({
      name: text,
      steps: numberSchema(BOUNDS.steps),
      seconds: numberSchema(BOUNDS.elapsedSeconds),
      seeds: listOf(seed, { min: 1, max: 64 }),
      workload: v.object({
        name,
        seconds: numberSchema(BOUNDS.traceSeconds),
        peak: numberSchema(BOUNDS.rate),
      }),
      heldOutObjective: v.exactOptional(outcome),
    }),
  ),
  evaluation: listOf(
    v.object({
      workload: name,
      environment: name,
      /** Mean rewards a decision: of the best plan found, and what nobody exceeds. Bundles of before have none. */
      possible: v.exactOptional(
        v.object({
          kind: v.picklist(['exact', 'bracket', 'plan']),
          found: outcome,
          bound: v.exactOptional(outcome),
        }),
      ),
      policies: v.record(name, OutcomeSchema),
    }),
    {
      max: 100,
    },
  ),
  sha256: v.record(
    v.pipe(name, v.regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, 'a file that may not be named so')),
    v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'no SHA-256')),
  ),
});

type Rest = v.InferOutput<typeof RestSchema>;
export type TrainingOutcome = v.InferOutput<typeof OutcomeSchema>;
/** What is told of the training: decisions and seconds of all seeds, and its load (seconds, req/s at its peak). */
export type TrainingSummary = NonNullable<Rest['training']>;

export interface Bundle extends Rest {
  readonly schema: typeof SCHEMA;
  readonly format: typeof BUNDLE_FORMAT;
  readonly pipeline: Pipeline;
  readonly limits: Limits;
  readonly weights: Weights;
  readonly baseline: Configuration & Rest['baseline'];
}

/** Reads a bundle.json; a refusal is a sentence that names the file and the place. */
export function parseBundle(content: string, fileName: string): Result<Bundle> {
  const much = excessOf(content, BUNDLE_JSON);
  if (much !== undefined)
    return refused(`${fileName}: it is not the bundle.json of a policy; it holds ${much}.`);
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return refused(`${fileName}: expected a policy's bundle.json, and it is not JSON.`);
  }
  if (typeof json !== 'object' || json === null)
    return refused(`${fileName}: expected a policy's bundle.json, and it is no object.`);
  const { schema, format, pipeline, limits, weights } = json as Readonly<Record<string, unknown>>;
  if (format === 1 && schema === undefined)
    return refused(`${fileName}: it has format 1, of an earlier lab; export the policy anew.`);
  if (schema !== SCHEMA) return refused(`${fileName}: it is not the bundle.json of a policy.`);
  if (format !== BUNDLE_FORMAT)
    return refused(
      `${fileName}: it has format ${String(format).slice(0, 20)}, and this version reads format ${String(BUNDLE_FORMAT)} only; a newer one may have written it.`,
    );
  const bounds = parseLimits(limits);
  if (!bounds.ok) return refused(`${fileName}: ${bounds.message}`);
  const weighed = parseWeights(weights);
  if (!weighed.ok) return refused(`${fileName}: ${weighed.message}`);
  const served = pipelineFrom(pipeline, `${fileName}, pipeline`, bounds.value);
  if (!served.ok) return served;
  const rest = checked(RestSchema, json);
  if (!rest.ok) return refused(`${fileName}: not as expected at ${issuePhrase(rest.issue)}.`);
  const bundle: Bundle = {
    schema,
    format: BUNDLE_FORMAT,
    ...rest.value,
    pipeline: served.value,
    limits: bounds.value,
    weights: weighed.value,
  };
  const problem = inconsistency(bundle);
  return problem === undefined ? accepted(bundle) : refused(`${fileName}: ${problem}.`);
}

/** What the schema cannot see: sizes that must agree. */
function inconsistency({ pipeline, limits, heads, baseline, environment }: Bundle): string | undefined {
  if (environment.nodes > limits.maxCores) return 'it has more nodes than cores';
  const { stages } = pipeline;
  const batches = Math.log2(limits.maxBatch) + 1;
  const expected = stages.flatMap(({ variants }) => [variants.length, limits.maxReplicas, batches]);
  if (heads.join() !== expected.join()) return 'its heads are not those of its pipeline and limits';
  if (baseline.length !== stages.length)
    return `its baseline has ${String(baseline.length)} stages, its pipeline ${String(stages.length)}`;
  let cores = 0;
  for (const [n, { variant, replicas, batch }] of baseline.entries()) {
    const serving = stages[n]!.variants[variant];
    const fits = replicas <= limits.maxReplicas && batch <= limits.maxBatch;
    if (!serving || !fits || !Number.isInteger(Math.log2(batch)))
      return `its baseline orders what stage ${String(n + 1)} cannot have`;
    cores += serving.cores * replicas;
  }
  return exactCores(cores) > limits.maxCores ? 'its baseline needs more cores than there are' : undefined;
}

/** Whether `files`, by their names beside bundle.json, are exactly those that the bundle lists, unchanged. */
export function verifyFiles(bundle: Bundle, files: ReadonlyMap<string, Uint8Array>): Result<undefined> {
  for (const [file, digest] of Object.entries(bundle.sha256)) {
    const bytes = files.get(file);
    if (!bytes) return refused(`${file}: the bundle names it, and it is missing.`);
    if (digestOf(bytes) !== digest)
      return refused(
        `${file}: its content is not what was exported; it was damaged or changed since. Download the policy again, or export it anew.`,
      );
  }
  for (const file of files.keys())
    if (file !== BUNDLE && !Object.hasOwn(bundle.sha256, file))
      return refused(`${file}: the bundle does not name it.`);
  return accepted(undefined);
}
