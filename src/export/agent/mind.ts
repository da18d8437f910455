/** What the agent decides with, from the files of a bundle: verified, and tested on the golden decisions, before it may act. */
import { createDecider, parseAgent, AgentMismatch } from '../../learning/agent.ts';
import { isFeasible, compile } from '../../model/tables.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { createForecaster, forecasters } from '../../workload/forecasters/index.ts';
import { parsePredictor } from '../../workload/forecasters/predictorRecord.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';
import { parseBundle, verifyFiles, type Bundle } from '../policy/bundle.ts';
import { parseGolden, unrepeated } from '../policy/goldenFile.ts';
import type { AgentMind } from './agent.ts';

/** `files` by name, `bundle.json` among them. Any doubt is refused in a sentence. */
export function mindOf(files: ReadonlyMap<string, Uint8Array>): Result<AgentMind> {
  const textOf = (name: string): string => new TextDecoder().decode(files.get(name));
  if (!files.has('bundle.json')) return refused('The bundle has no bundle.json.');
  const bundle = parseBundle(textOf('bundle.json'), 'bundle.json');
  if (!bundle.ok) return bundle;
  const verified = verifyFiles(decisive(bundle.value), files);
  if (!verified.ok) return verified;
  const { pipeline, limits, forecaster, baseline, slaSeconds, environment } = bundle.value;
  if (bundle.value.decisionSeconds !== DECISION_SECONDS || bundle.value.historySeconds !== HISTORY_SECONDS)
    return refused(
      `The bundle decides every ${String(bundle.value.decisionSeconds)} s, and this agent every ${String(DECISION_SECONDS)} s.`,
    );
  if (!forecasters.some(({ id }) => id === forecaster))
    return refused(`The bundle forecasts by “${forecaster}”, which this agent does not know.`);
  if (forecaster === 'true')
    return refused(
      'The policy was made with the coming load known to it, which no cluster knows; choose another forecaster.',
    );
  const agent = parseAgent(textOf('agent.json'), 'agent.json');
  if (!agent.ok) return agent;
  const predictor = files.has('predictor.json')
    ? parsePredictor(textOf('predictor.json'), 'predictor.json')
    : accepted(undefined);
  if (!predictor.ok) return predictor;
  const golden = parseGolden(textOf('golden.jsonl'), 'golden.jsonl');
  if (!golden.ok) return golden;
  const tables = compile(pipeline, limits);
  if (!isFeasible(tables, baseline)) return refused('The baseline of the bundle is outside its own limits.');
  try {
    const mind: AgentMind = {
      tables,
      decider: createDecider(agent.value, tables),
      forecaster: createForecaster(forecaster, undefined, predictor.value),
      baseline,
      slaSeconds,
      batchTimeoutSeconds: environment.batchTimeoutSeconds,
    };
    const wrong = unrepeated(golden.value, tables, mind.decider.decide, mind.forecaster);
    return wrong === undefined ? accepted(mind) : refused(`golden.jsonl: ${wrong}`);
  } catch (error) {
    if (error instanceof AgentMismatch) return refused(error.message);
    throw error;
  }
}

/** The bundle without the archive of its training, which decides nothing and is large. */
function decisive(bundle: Bundle): Bundle {
  const { sha256 } = bundle;
  return {
    ...bundle,
    sha256: Object.fromEntries(Object.entries(sha256).filter(([name]) => !name.startsWith('training/'))),
  };
}
