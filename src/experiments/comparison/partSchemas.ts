/** What a part may hold: every field by name and type, and nothing else. */
import * as v from 'valibot';
import { PART_FORMAT, PART_KIND } from './part.ts';
import { DRAWN_COLUMNS } from './result.ts';
import { COUNT_COLUMNS, entries, VALUE_COLUMNS } from '../../environment/columns.ts';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { listOf } from '../../model/checked.ts';
import { defaultLimits, defaultWeights } from '../../model/pipeline.ts';
import { environmentKinds } from '../../scenario/scenario.ts';

/** Pipelines, loads, policies or seeds of one comparison. */
const MOST_NAMED = 1000;
export const MOST_SHARDS = 1000;
/** Decisions of the longest load, a week of seconds, with room. */
const MOST_DECISIONS = 100_000;

/** Any, and what is none: a run that came to nothing has no mean. */
const figure = v.custom<number>((value) => typeof value === 'number', 'a number was expected');
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));
/** Names and sources may be empty. */
const words = v.pipe(v.string(), v.maxLength(10_000));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const seed = numberSchema(BOUNDS.seed);
const figuresOf = (names: readonly string[]) => v.strictObject(entries(names, () => figure));

const once = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

const place = { pipeline: text, workload: text, seed };
const summary = v.strictObject({
  ...entries(
    [
      ...['decisions', 'load', 'predicted', ...VALUE_COLUMNS, 'decisionMs'],
      ...['regret', 'coreSeconds', 'switches', ...COUNT_COLUMNS],
    ],
    () => figure,
  ),
  misfits: v.exactOptional(
    v.strictObject({ ...entries(['repaired', 'refused'], () => figure), first: v.exactOptional(text) }),
  ),
  requests: v.exactOptional(
    figuresOf([
      ...['arrived', 'served', 'dropped', 'slaViolations', 'goodput', 'goodputShare'],
      ...['mean', 'p50', 'p95', 'p99'],
    ]),
  ),
});
const cell = v.strictObject({
  ...place,
  policy: text,
  summary,
  twin: v.exactOptional(summary),
  series: v.exactOptional(
    v.strictObject(entries(DRAWN_COLUMNS, () => listOf(figure, { max: MOST_DECISIONS }))),
  ),
});
const references = v.strictObject({
  ...place,
  kind: v.picklist(['exact', 'bracket', 'plan']),
  found: figure,
  plan: v.exactOptional(figuresOf(['cost', 'qos'])),
  bound: v.exactOptional(figure),
  random: figure,
  front: listOf(figuresOf(['costWeight', 'cost', 'qos']), { max: 100 }),
});
const late = v.strictObject({
  ...place,
  policy: v.exactOptional(text),
  why: words,
  moreTime: v.exactOptional(v.literal(true)),
});

export const PieceSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('cell'), cell }),
  v.strictObject({ kind: v.literal('references'), references }),
  v.strictObject({ kind: v.literal('late'), late }),
]);

const named = { id: text, name: words };
const record = v.strictObject({
  pipelines: listOf(v.strictObject(named), { min: 1, max: MOST_NAMED }),
  workloads: listOf(v.strictObject({ ...named, drawn: v.boolean(), source: words }), {
    min: 1,
    max: MOST_NAMED,
  }),
  policies: listOf(v.strictObject({ ...named, trained: v.boolean() }), { min: 1, max: MOST_NAMED }),
  seeds: listOf(seed, { min: 1, max: MOST_NAMED }),
  environment: v.picklist(environmentKinds),
  twin: v.exactOptional(v.picklist(environmentKinds)),
  forecaster: text,
  limits: figuresOf(Object.keys(defaultLimits)),
  weights: figuresOf(Object.keys(defaultWeights)),
  slaSeconds: v.nullable(figure),
  rollout: text,
  startupSeconds: v.nullable(figure),
  batchTimeoutSeconds: figure,
  batchRestartSeconds: figure,
  dropAfterSla: figure,
  nodes: figure,
});

export const HeadSchema = v.strictObject({
  kind: v.literal(PART_KIND),
  format: v.literal(PART_FORMAT),
  lab: v.strictObject({ version: text, sources: digest, node: text }),
  plan: digest,
  shard: v.pipe(
    v.strictObject({
      index: numberSchema({ min: 0, max: MOST_SHARDS - 1, whole: true }),
      of: numberSchema({ min: 1, max: MOST_SHARDS, whole: true }),
    }),
    v.check(({ index, of }) => index < of, 'must be one of its shards'),
  ),
  processorSeconds: figure,
  against: listOf(text, { max: MOST_NAMED }),
  notes: listOf(words, { max: MOST_NAMED }),
  asked: v.pipe(
    v.strictObject({
      record,
      deciding: listOf(listOf(text, { max: MOST_NAMED }), { min: 1, max: MOST_NAMED }),
    }),
    v.check(
      ({ record: { pipelines }, deciding }) => deciding.length === pipelines.length,
      'must list the policies of each pipeline',
    ),
    v.check(
      ({ record: { pipelines, workloads, policies, seeds } }) =>
        [pipelines, workloads, policies].every((list) => once(list.map(({ id }) => id))) && once(seeds),
      'must name each pipeline, load, policy and seed once',
    ),
    v.check(({ record: { policies }, deciding }) => {
      const ids = new Set(policies.map(({ id }) => id));
      return deciding.every((keys) => once(keys) && keys.every((key) => ids.has(key)));
    }, 'must have its own policies decide, each once'),
  ),
});

export const EndSchema = v.strictObject({
  pieces: numberSchema({ min: 0, max: 2 ** 31, whole: true }),
  sha256: digest,
});
