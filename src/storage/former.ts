/**
 * Numbers of a kept run as older versions of the lab took them: any that are numbers at all. A run with some beyond today's
 * bounds is shown, with its curves and its agent; nothing is trained or replayed with it (`RunRecord.outdated`).
 */
import * as v from 'valibot';
import { mendedPipeline } from './mended.ts';
import { numberSchema } from '../model/boundedSchema.ts';
import { BOUNDS, MOST_STAGES, MOST_VARIANTS, strayNumber } from '../model/bounds.ts';
import { listOf } from '../model/checked.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { noteIn, nameIn } from '../model/textSchema.ts';

/** Beyond these no lab ever got, and what is shown of a run could not be read. */
const LEAST = 1e-12;
const MOST = 1e15;
const finite = numberSchema({ min: -MOST, max: MOST });
const positive = numberSchema({ min: LEAST, max: MOST });
const notNegative = numberSchema({ min: 0, max: MOST });
export const formerCount = numberSchema({ min: 0, max: MOST, whole: true });
/** At least one. */
const number = numberSchema({ min: 1, max: MOST, whole: true });

const LatencySchema = v.object({
  batches: listOf(positive, { max: BOUNDS.measuredBatch.max }),
  seconds: listOf(positive, { max: BOUNDS.measuredBatch.max }),
  line: v.object({ slope: finite, intercept: finite }),
  measuredUpTo: positive,
});

const PipelineSchema: v.GenericSchema<unknown, Pipeline> = v.pipe(
  v.unknown(),
  v.transform(mendedPipeline),
  v.object({
    // Older versions kept one with a tab, too; a run is not found by it.
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
    name: nameIn(),
    slaSeconds: positive,
    source: noteIn(),
    stages: listOf(
      v.object({
        name: nameIn(),
        metric: noteIn(),
        variants: listOf(
          v.object({
            name: nameIn(),
            accuracy: numberSchema(BOUNDS.accuracy),
            cores: positive,
            startupSeconds: notNegative,
            latency: LatencySchema,
          }),
          { min: 1, max: MOST_VARIANTS },
        ),
      }),
      { min: 1, max: MOST_STAGES },
    ),
  }),
);

export const formerRates = v.pipe(
  v.instance(Float64Array),
  v.check(
    (rates: Float64Array<ArrayBuffer>) =>
      rates.length > 0 && strayNumber(rates, { min: 0, max: MOST }) === undefined,
  ),
);

export const formerBudget = v.union([
  v.strictObject({ seconds: positive }),
  v.strictObject({ steps: formerCount }),
]);

/** In place of the fields of a scenario that are bounded today. */
export const formerScenario = {
  pipeline: PipelineSchema,
  seed: formerCount,
  slaSeconds: positive,
  startupSeconds: v.optional(notNegative, () => undefined),
  batchTimeoutSeconds: notNegative,
  batchRestartSeconds: notNegative,
  dropAfterSla: positive,
  nodes: v.optional(number, 1),
};
