import { DEFAULT_STARTUP_SECONDS, type Pipeline } from '../pipeline.ts';

/** Above this batch fast models' batches were not full when measured, so the fitted line holds. */
const MEASURED_UP_TO = 8;

export interface MeasuredVariant {
  readonly name: string;
  /** Per cent of the stage's metric. */
  readonly accuracy: number;
  readonly cores: number;
  /** Batch size to p99 seconds. */
  readonly p99: Readonly<Record<number, number>>;
  /** [slope, intercept] of the least-squares line through batches <= 8, seconds. */
  readonly line: readonly [number, number];
}

interface MeasuredPipeline {
  readonly id: string;
  readonly name: string;
  readonly slaSeconds: number;
  readonly stages: readonly {
    readonly name: string;
    readonly metric: string;
    readonly variants: readonly MeasuredVariant[];
  }[];
}

/** Brings IPA's measured figures into the model's units. SLA: 5 x the mean batch-1 p99 over variants, summed over stages. */
export function measured({ id, name, slaSeconds, stages }: MeasuredPipeline): Pipeline {
  return {
    id,
    name,
    slaSeconds,
    source:
      'Measured by Ghafouri et al., IPA, JSys 4(1) 2024 (arXiv 2308.12871): p99 service time of one replica at its base cores, Xeon Gold 6126.',
    stages: stages.map((stage) => ({
      name: stage.name,
      metric: stage.metric,
      variants: stage.variants.map(({ name: variant, accuracy, cores, p99, line: [slope, intercept] }) => {
        const batches = Object.keys(p99).map(Number);
        return {
          name: variant,
          accuracy: accuracy / 100,
          cores,
          startupSeconds: DEFAULT_STARTUP_SECONDS,
          latency: {
            batches,
            seconds: batches.map((b) => p99[b]!),
            line: { slope, intercept },
            measuredUpTo: MEASURED_UP_TO,
          },
        };
      }),
    })),
  };
}
