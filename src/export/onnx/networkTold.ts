/** What a network's file tells of itself, as far as running it as a policy needs it. */
import * as v from 'valibot';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, SHORT_JSON } from '../../model/jsonBounds.ts';
import type { Limits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { Tables } from '../../model/tables.ts';
import { pipelineActions } from '../../learning/network/actions.ts';
import type { FeatureRanges } from '../../learning/network/features.ts';

const range = numberSchema(BOUNDS.featureRange);
const count = numberSchema({ min: 1, max: 4096, whole: true });
const RangesSchema = v.object({ load: range, latency: range, backlog: range });
const HeadsSchema = v.pipe(v.array(count), v.minLength(3), v.maxLength(64));
const LimitsSchema = v.object({ maxReplicas: count, maxBatch: count, maxCores: count });

export interface NetworkTold {
  /** What its observations are scaled by; undefined where it does not say. */
  readonly ranges: FeatureRanges | undefined;
  /** For which it was made; undefined where it does not say. */
  readonly limits: Limits | undefined;
}

/**
 * Reads the labels `sluice.ranges`, `sluice.limits`, `sluice.heads` and `sluice.pipeline` of a file's metadata; others are
 * nobody's business here. Refused in a clause where one is damaged, or says that the network was made for other choices than
 * those of `tables`: an id of a preset names one pipeline, other ids are each lab's own and tell nothing.
 */
export function toldBy(metadata: ReadonlyMap<string, string>, tables: Tables): Result<NetworkTold> {
  const ranges = read(metadata, 'sluice.ranges', RangesSchema);
  if (!ranges.ok) return ranges;
  const limits = read(metadata, 'sluice.limits', LimitsSchema);
  if (!limits.ok) return limits;
  const heads = read(metadata, 'sluice.heads', HeadsSchema);
  if (!heads.ok) return heads;
  const { id, name } = tables.pipeline;
  const pipeline = metadata.get('sluice.pipeline');
  const other = pipeline !== undefined && pipeline !== id ? presetById(pipeline) : undefined;
  if (other && presetById(id))
    return refused(`it was made for the pipeline ${other.name}, and this one is ${name}`);
  const wanted = pipelineActions(tables).heads;
  if (heads.value && heads.value.join() !== wanted.join())
    return refused(
      `its heads have ${heads.value.join(', ')} choices; those of ${name} under these limits have ${wanted.join(', ')} (variants, replicas and batch sizes, stage by stage)`,
    );
  return accepted({ ranges: ranges.value, limits: limits.value });
}

function read<T>(
  metadata: ReadonlyMap<string, string>,
  key: string,
  schema: v.GenericSchema<unknown, T>,
): Result<T | undefined> {
  const text = metadata.get(key);
  if (text === undefined) return accepted(undefined);
  const much = excessOf(text, SHORT_JSON);
  if (much !== undefined) return refused(`its label ${key} holds ${much}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused(`its label ${key} is not JSON`);
  }
  const parsed = checked(schema, json);
  return parsed.ok
    ? accepted(parsed.value)
    : refused(`its label ${key} is wrong at ${issuePhrase(parsed.issue)}`);
}
