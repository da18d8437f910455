/** The draft as the browser keeps it from visit to visit. Whatever lies there is checked before it is shown. */
import * as v from 'valibot';
import { PROVENANCE_FIELDS, type Draft } from './texts.ts';
import { MOST_MEASURED } from '../../../model/bounds.ts';
import { checked, listOf } from '../../../model/checked.ts';
import { ASSUMABLE, type Pipeline } from '../../../model/pipeline.ts';
import { LONGEST_NOTE } from '../../../model/text.ts';
import { checkPipeline } from '../../../storage/schemas.ts';

/** Under which name the storage has it. */
export const DRAFT = 'pipeline draft';
/** Of one draft, stages and variants of a stage: what is pasted may be more than a pipeline can have, and is said. */
const MOST = 1000;

/** What is edited, and what it was begun from; undefined where that was nothing. */
export interface Standing {
  readonly draft: Draft;
  readonly origin: Pipeline | undefined;
}

export interface KeptDraft extends Standing {
  /** The tab that wrote it. */
  readonly tab: string;
}

const text = v.pipe(v.string(), v.maxLength(2 * LONGEST_NOTE));
const key = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.finite());

const VariantSchema = v.object({
  key,
  ...{ name: text, accuracy: text, cores: text, startup: text, memory: text, upTo: text },
  batches: listOf(
    v.object({ key, batch: text, seconds: text, spread: v.exactOptional(v.tuple([seconds, seconds])) }),
    { max: 2 * MOST_MEASURED },
  ),
  line: v.undefinedable(v.object({ slope: seconds, intercept: seconds })),
  provenance: v.object({
    ...(Object.fromEntries(PROVENANCE_FIELDS.map((field) => [field, text])) as Record<
      (typeof PROVENANCE_FIELDS)[number],
      typeof text
    >),
    assumed: listOf(v.picklist(ASSUMABLE), { max: ASSUMABLE.length }),
  }),
});

const DraftSchema = v.object({
  next: key,
  ...{ name: text, sla: text, source: text },
  deployed: v.undefinedable(v.unknown()),
  stages: listOf(
    v.object({ key, name: text, metric: text, variants: listOf(VariantSchema, { max: MOST }) }),
    { max: MOST },
  ),
});

const RecordSchema = v.object({
  format: v.literal(1),
  tab: text,
  draft: DraftSchema,
  origin: v.unknown(),
});

/** As the storage has it. */
export function draftRecord({ tab, draft, origin }: KeptDraft): unknown {
  return { format: 1, tab, draft, origin };
}

/** What lies there; undefined where it is none that can be shown. */
export function keptDraft(value: unknown): KeptDraft | undefined {
  const read = checked(RecordSchema, value);
  if (!read.ok) return undefined;
  const { tab, draft, origin: from } = read.value;
  const origin = from === undefined ? undefined : checkPipeline(from, 'The pipeline');
  // With what it was begun from it is compared, and nothing more.
  if (origin && !origin.ok) return undefined;
  const { deployed: _, ...rest } = draft;
  const made: Draft = { ...rest, deployed: origin?.value.deployed };
  return soundKeys(made) ? { tab, draft: made, origin: origin?.value } : undefined;
}

/** Everything has a key of its own, and the next is free. */
function soundKeys({ stages, next }: Draft): boolean {
  const keys = stages.flatMap((stage) => [
    stage.key,
    ...stage.variants.flatMap((variant) => [variant.key, ...variant.batches.map((row) => row.key)]),
  ]);
  return new Set(keys).size === keys.length && keys.every((one) => one < next);
}
