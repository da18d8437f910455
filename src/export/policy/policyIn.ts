/** A policy from the files of its bundle, verified and tested: the lab and the agent in the cluster begin by this same code. */
import { BUNDLE, parseBundle, verifyFiles, type Bundle } from './bundle.ts';
import { parseGolden, unrepeated, type GoldenDecision } from './goldenFile.ts';
import {
  AgentMismatch,
  createDecider,
  parseAgent,
  type AgentRecord,
  type Decider,
} from '../../learning/network/trainedAgent.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { compile, type Tables } from '../../model/tables.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
import { createForecaster, forecasters } from '../../workload/forecasters/index.ts';
import { parsePredictor } from '../../workload/forecasters/predictorFile.ts';
import type { PredictorRecord } from '../../workload/forecasters/predictorRecord.ts';

const LSTM = 'lstm';

export interface PolicyIn {
  readonly bundle: Bundle;
  readonly agent: AgentRecord;
  /** What the LSTM forecasts with; undefined for other forecasters. */
  readonly predictor: PredictorRecord | undefined;
  readonly golden: readonly GoldenDecision[];
  readonly tables: Tables;
  readonly decider: Decider;
  readonly forecaster: Forecaster;
}

export interface Wanted {
  /** Stands before each name in a refusal. */
  readonly folder?: string;
  /** Which of the files that bundle.json lists must be there; default: all. */
  readonly needed?: (name: string) => boolean;
  /** Why a bundle is of no use to whoever reads it, a sentence; undefined where it is. */
  readonly useless?: (bundle: Bundle) => string | undefined;
}

/**
 * `files` by their names beside bundle.json, that one among them. Refuses in a sentence what is missing, changed, of another
 * kind, or does not repeat its golden decisions.
 */
export function policyIn(
  files: ReadonlyMap<string, Uint8Array>,
  { folder = '', needed = () => true, useless = () => undefined }: Wanted = {},
): Result<PolicyIn> {
  const text = (name: string): string => new TextDecoder().decode(files.get(name));
  const where = (name: string): string => `${folder}${name}`;
  const parsed = parseBundle(text(BUNDLE), where(BUNDLE));
  if (!parsed.ok) return parsed;
  const bundle = parsed.value;
  const listed = Object.fromEntries(Object.entries(bundle.sha256).filter(([name]) => needed(name)));
  const whole = verifyFiles({ ...bundle, sha256: listed }, files);
  if (!whole.ok) return refused(where(whole.message));
  const sentence = useless(bundle);
  if (sentence !== undefined) return refused(sentence);
  if (!forecasters.some(({ id }) => id === bundle.forecaster))
    return refused(`${where(BUNDLE)}: there is no forecaster “${bundle.forecaster}” here.`);
  const agent = parseAgent(text('agent.json'), where('agent.json'));
  if (!agent.ok) return agent;
  if (agent.value.pipeline !== bundle.pipeline.id)
    return refused(`${where('agent.json')}: it was trained for another pipeline.`);
  const predictor =
    bundle.forecaster === LSTM
      ? parsePredictor(text('predictor.json'), where('predictor.json'))
      : accepted(undefined);
  if (!predictor.ok) return predictor;
  const golden = parseGolden(text('golden.jsonl'), where('golden.jsonl'));
  if (!golden.ok) return golden;
  const tables = compile(bundle.pipeline, bundle.limits);
  try {
    const decider = createDecider(agent.value, tables);
    const forecaster = createForecaster(bundle.forecaster, undefined, predictor.value);
    const wrong = unrepeated(golden.value, tables, decider.decide, forecaster);
    if (wrong !== undefined) return refused(`${where('golden.jsonl')}: ${wrong}`);
    return accepted({
      bundle,
      agent: agent.value,
      predictor: predictor.value,
      golden: golden.value,
      tables,
      decider,
      forecaster,
    });
  } catch (error) {
    if (error instanceof AgentMismatch) return refused(`${where('agent.json')}: ${error.message}`);
    throw error;
  }
}
