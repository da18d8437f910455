/** The lab's own format of a pipeline: a sample to begin with, and its JSON Schema. */
import { BOUNDS, MOST_MEASURED, MOST_STAGES, MOST_VARIANTS } from './bounds.ts';
import { DAY, LONGEST_METRIC, LONGEST_PHRASE } from './parse.ts';
import { ASSUMABLE, DEFAULT_STARTUP_SECONDS } from './pipeline.ts';
import type { Range } from './range.ts';
import { namePattern, notePattern } from './textSchema.ts';

/** A small pipeline that `parsePipeline` accepts: two stages, latency in seconds by batch size. */
export function samplePipeline(): string {
  const sample = {
    name: 'My pipeline',
    slaSeconds: 1.5,
    source: 'Say here who measured the figures, on which hardware, and which quantile they are.',
    stages: [
      {
        name: 'detect',
        metric: 'mAP at IoU 0.5',
        variants: [
          {
            name: 'small',
            accuracy: 0.457,
            cores: 1,
            startupSeconds: 7,
            latency: { '1': 0.09, '2': 0.17, '4': 0.33, '8': 0.65 },
          },
          {
            name: 'large',
            accuracy: 0.641,
            cores: 2,
            startupSeconds: 9,
            latency: { '1': 0.24, '2': 0.43, '4': 0.88, '8': 1.75 },
          },
        ],
      },
      {
        name: 'classify',
        metric: 'top-1 accuracy',
        variants: [
          {
            name: 'resnet18',
            accuracy: 0.6975,
            cores: 1,
            startupSeconds: 7,
            latency: { '1': 0.07, '2': 0.11, '4': 0.2, '8': 0.38 },
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(sample, null, 2)}\n`;
}

const name = (description: string): object => ({ type: 'string', pattern: namePattern(), description });

const note = (description: string, most?: number): object => ({
  type: 'string',
  pattern: notePattern(most),
  description,
});

const phrase = (description: string): object => ({
  type: 'string',
  pattern: namePattern(LONGEST_PHRASE),
  description,
});

/** A number of the table of bounds, in JSON Schema's words. */
const within = ({ min, max, whole }: Range): object => ({
  type: whole === true ? 'integer' : 'number',
  minimum: min,
  maximum: max,
});

const seconds = within(BOUNDS.batchSeconds);

/**
 * JSON Schema (draft 2020-12) of what `parsePipeline` accepts. It cannot say that something of a name can be seen, that
 * names differ within a stage and within the pipeline, that cores have at most three decimals (validators take 0.579 for
 * no multiple of 0.001), that the smallest variants fit the device, that batches ascend and have as many seconds and pairs
 * of a spread, that the lower of a pair comes first, that `measuredUpTo` is at most the largest of them, or what the line
 * comes to; `parsePipeline` refuses that too.
 */
export function pipelineSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Pipeline',
    description: 'A chain of stages, each served by one of several variants. Times are seconds.',
    type: 'object',
    required: ['name', 'slaSeconds', 'stages'],
    properties: {
      id: name('Names the pipeline in links; "imported" where it is absent.'),
      name: name('As the lab shows it.'),
      slaSeconds: {
        ...within(BOUNDS.slaSeconds),
        description: 'Objective for the latency from end to end, in seconds.',
      },
      source: note('Where the figures come from, one sentence.'),
      stages: {
        type: 'array',
        minItems: 1,
        maxItems: MOST_STAGES,
        description: 'In the order that requests take; no two have the same name.',
        items: {
          type: 'object',
          required: ['name', 'variants'],
          properties: {
            name: name('Of the stage.'),
            metric: note('What the accuracy measures, such as "ImageNet top-1".', LONGEST_METRIC),
            variants: {
              type: 'array',
              minItems: 1,
              maxItems: MOST_VARIANTS,
              description: 'Models that can serve the stage; no two have the same name.',
              items: {
                type: 'object',
                required: ['name', 'accuracy', 'cores', 'latency'],
                properties: {
                  name: name('Of the variant.'),
                  accuracy: {
                    ...within(BOUNDS.accuracy),
                    description: 'As a share: 0.76 is 76 %.',
                  },
                  cores: {
                    ...within(BOUNDS.variantCores),
                    description: 'Of one replica, at most three decimals: 0.25 is a quarter of a core.',
                  },
                  startupSeconds: {
                    ...within(BOUNDS.startupSeconds),
                    default: DEFAULT_STARTUP_SECONDS,
                    description: 'From the order of a replica to its first request.',
                  },
                  latency: {
                    description: 'Seconds that one full batch takes on one replica.',
                    anyOf: [
                      {
                        type: 'object',
                        description: 'Measured seconds by batch size, batch 1 included.',
                        required: ['1'],
                        maxProperties: MOST_MEASURED,
                        patternProperties: { '^[1-9][0-9]{0,3}$': seconds },
                        additionalProperties: false,
                      },
                      {
                        type: 'object',
                        description:
                          'As the lab keeps a profile: ascending batches from 1 with as many seconds, and a line that holds beyond measuredUpTo, one of 1 to the largest batch.',
                        required: ['batches', 'seconds', 'line', 'measuredUpTo'],
                        properties: {
                          batches: {
                            type: 'array',
                            minItems: 1,
                            maxItems: MOST_MEASURED,
                            prefixItems: [{ const: 1 }],
                            items: within(BOUNDS.measuredBatch),
                          },
                          seconds: { type: 'array', minItems: 1, maxItems: MOST_MEASURED, items: seconds },
                          line: {
                            type: 'object',
                            required: ['slope', 'intercept'],
                            properties: {
                              slope: within(BOUNDS.lineSlope),
                              intercept: within(BOUNDS.lineIntercept),
                            },
                          },
                          measuredUpTo: within(BOUNDS.measuredBatch),
                          spread: {
                            type: 'array',
                            description:
                              'Lowest and highest seconds that were measured, a pair for each batch. Shown, and nothing is computed from it.',
                            minItems: 1,
                            maxItems: MOST_MEASURED,
                            items: { type: 'array', minItems: 2, maxItems: 2, items: seconds },
                          },
                        },
                      },
                    ],
                  },
                  memoryMb: {
                    ...within(BOUNDS.memoryMb),
                    description:
                      'Memory of one replica, MiB. Shown and exported; nothing is optimised by it.',
                  },
                  provenance: {
                    type: 'object',
                    description: 'Where the figures of the variant come from.',
                    required: ['source'],
                    properties: {
                      source: phrase('What measured, such as "perf_analyzer, 2 files".'),
                      hardware: phrase('Processor, device, container.'),
                      quantile: {
                        ...within(BOUNDS.measuredQuantile),
                        description: 'Which quantile the latencies are: 0.99 is the p99. Absent: unknown.',
                      },
                      samples: {
                        ...within(BOUNDS.samples),
                        description: 'Requests or batches timed in all.',
                      },
                      date: { type: 'string', pattern: DAY.source, description: 'Day of the measurement.' },
                      assumed: {
                        type: 'array',
                        maxItems: ASSUMABLE.length,
                        items: { enum: ASSUMABLE },
                        description:
                          'Figures that nobody measured; they are said to be assumed wherever they are used.',
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}
