/**
 * Golden decisions as a file: a line each. Whoever runs the policy must repeat them before it may act; the lab and the agent
 * in the cluster check them by this same code.
 */
import * as v from 'valibot';
import type { Observation } from '../../environment/environment.ts';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS, MOST_STAGES } from '../../model/bounds.ts';
import { checked, listOf } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { SHORT_JSON, excessOf } from '../../model/jsonBounds.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { toAction, type Tables } from '../../model/tables.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

const finite = numberSchema(BOUNDS.outcome);
const index = numberSchema({ min: 0, max: 4096, whole: true });
const GoldenSchema = v.object({
  observation: v.object({
    load: finite,
    predicted: finite,
    recent: listOf(finite, { min: 12, max: 12 }),
    freeCores: finite,
    action: listOf(index, { max: 3 * MOST_STAGES }),
    stages: listOf(
      v.object({
        ready: finite,
        starting: finite,
        backlog: finite,
        latency: finite,
        throughput: finite,
        cost: finite,
      }),
      { max: MOST_STAGES },
    ),
  }),
  /** req/s of the 120 seconds before, oldest first, from which `predicted` follows; on some lines only. */
  history: v.exactOptional(listOf(finite, { min: HISTORY_SECONDS, max: HISTORY_SECONDS })),
  /** Of each stage: index of the variant, replicas - 1, index of the batch size. */
  action: listOf(index, { max: 3 * MOST_STAGES }),
});
const MOST_LINES = 10_000;
/** Engines differ in the last digits of their exponentials. */
const FORECAST_TOLERANCE = 1e-6;

type Parsed = v.InferOutput<typeof GoldenSchema>;
/** An observation as plain numbers (environment.ts, `Observation`), and what the agent orders there. */
export interface GoldenDecision {
  readonly observation: Readonly<Parsed['observation']>;
  readonly history?: readonly number[];
  readonly action: readonly number[];
}

export function goldenText(golden: readonly GoldenDecision[]): string {
  return `${golden.map((one) => JSON.stringify(one)).join('\n')}\n`;
}

/** Reads `goldenText`; a refusal begins with `where` and names the line. */
export function parseGolden(text: string, where: string): Result<readonly GoldenDecision[]> {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return refused(`${where}: it holds no decision to check the agent by.`);
  if (lines.length > MOST_LINES)
    return refused(`${where}: it holds more than ${MOST_LINES.toLocaleString('en')} decisions.`);
  const found: GoldenDecision[] = [];
  for (const [i, line] of lines.entries()) {
    const much = excessOf(line, SHORT_JSON);
    if (much !== undefined) return refused(`${where}: line ${String(i + 1)} holds ${much}.`);
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      return refused(`${where}: line ${String(i + 1)} is not JSON.`);
    }
    const parsed = checked(GoldenSchema, json);
    if (!parsed.ok) {
      return refused(`${where}: line ${String(i + 1)} is not as expected at ${issuePhrase(parsed.issue)}.`);
    }
    found.push(parsed.value);
  }
  return accepted(found);
}

/**
 * What is not repeated, a sentence; undefined where all is: every action to the last index, forecasts within 1e-6 of
 * themselves.
 */
export function unrepeated(
  golden: readonly GoldenDecision[],
  tables: Tables,
  decide: (observation: Observation) => Configuration,
  forecaster: Forecaster,
): string | undefined {
  const heads = Array.from({ length: tables.stages }, (_, n) => [
    tables.variants[n]!,
    tables.limits.maxReplicas,
    tables.batches.length,
  ]).flat();
  const action = new Int32Array(heads.length);
  for (const [i, { observation, history, action: expected }] of golden.entries()) {
    const line = `line ${String(i + 1)}`;
    const ordered = observation.action;
    if (
      observation.stages.length !== tables.stages ||
      ordered.length !== heads.length ||
      ordered.some((choice, h) => choice >= heads[h]!)
    )
      return `${line} is of another pipeline.`;
    toAction(decide({ ...observation, time: 0, action: Int32Array.from(ordered) }), action);
    if (action.join() !== expected.join())
      return `the agent decides ${line} otherwise than when it was exported.`;
    if (!history) continue;
    const { predicted } = observation;
    const forecast = forecaster.forecast(Float64Array.from(history), HISTORY_SECONDS);
    if (!(Math.abs(forecast - predicted) <= FORECAST_TOLERANCE * Math.max(1, predicted)))
      return `the load after ${line} is forecast otherwise than when it was exported.`;
  }
  return undefined;
}
