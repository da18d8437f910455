/** Latencies of a pipeline's JSON in milliseconds: they look out of proportion beside an objective in seconds. */
import { DecisionLog, type Decision } from '../../model/decision.ts';
import { pipelineFrom } from '../../model/parse.ts';
import { latency, type Limits, type Pipeline } from '../../model/pipeline.ts';
import { accepted, type Result } from '../../model/result.ts';

export type LatencyUnit = 's' | 'ms';

/** Something that could be read in more than one way, in the form of `IntakeChoice`. */
export interface PipelineChoice {
  readonly id: 'latencyUnit';
  readonly label: string;
  readonly options: readonly { readonly value: LatencyUnit; readonly label: string }[];
  readonly multiple: false;
  /** In force. */
  readonly value: readonly LatencyUnit[];
  /** The lab chose: neither the file nor the visitor says it. */
  readonly assumed: boolean;
}

export interface ReadPipeline {
  readonly pipeline: Pipeline;
  readonly decisions: readonly Decision[];
  readonly choices: readonly PipelineChoice[];
}

/** Even the fastest variants take this many times the objective: no one runs such a pipeline. */
const OUT_OF_PROPORTION = 5;

/** Seconds of batch 1 over the stages with the fastest variant of each. */
function fastest({ stages }: Pipeline): number {
  return stages.reduce(
    (sum, { variants }) => sum + Math.min(...variants.map((variant) => latency(variant.latency, 1))),
    0,
  );
}

/** The same with every latency a thousandth. */
function inMilliseconds(pipeline: Pipeline): Pipeline {
  return {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => {
        const { batches, seconds, line, measuredUpTo } = variant.latency;
        return {
          ...variant,
          latency: {
            batches,
            measuredUpTo,
            seconds: seconds.map((value) => value / 1000),
            line: { slope: line.slope / 1000, intercept: line.intercept / 1000 },
          },
        };
      }),
    })),
  };
}

/** Reads latencies in the unit that is asked for; where none is, in seconds as the format says, and asks if they look otherwise. */
export function withUnit(
  read: Pipeline,
  asked: LatencyUnit | undefined,
  fileName: string,
  limits: Limits,
): Result<ReadPipeline> {
  const total = fastest(read);
  const odd = total > OUT_OF_PROPORTION * read.slaSeconds;
  if (!odd && asked !== 'ms') return accepted({ pipeline: read, decisions: [], choices: [] });
  const log = new DecisionLog({});
  const unit = asked ?? 's';
  const figure = String(Number(total.toPrecision(3)));
  const choice: PipelineChoice = {
    id: 'latencyUnit',
    label: 'Unit of the latencies',
    options: [
      { value: 's', label: 'seconds' },
      { value: 'ms', label: 'milliseconds' },
    ],
    multiple: false,
    value: [unit],
    assumed: asked === undefined,
  };
  if (unit === 'ms') {
    const pipeline = pipelineFrom(inMilliseconds(read), fileName, limits);
    if (!pipeline.ok) return pipeline;
    log.changed('The latencies were read as milliseconds, as asked for.');
    return accepted({ pipeline: pipeline.value, decisions: log.decisions, choices: [choice] });
  }
  const taken = `even the fastest variants then take ${figure} s for one request, and the objective is ${String(read.slaSeconds)} s`;
  if (asked === undefined)
    log.assumed(
      `The latencies were assumed to be seconds, as the format says: ${taken}; if they are milliseconds (${String(Number((total / 1000).toPrecision(3)))} s in all), choose that unit.`,
    );
  else log.read(`The latencies were read as seconds, as the format says and as asked for: ${taken}.`);
  return accepted({ pipeline: read, decisions: log.decisions, choices: [choice] });
}
