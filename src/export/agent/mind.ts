/** What the agent decides with, from the files of a bundle: verified, and tested on the golden decisions, before it may act. */
import * as v from 'valibot';
import { createDecider, parseAgent, AgentMismatch } from '../../learning/agent.ts';
import { isFeasible, compile, toAction } from '../../model/tables.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { createForecaster } from '../../workload/forecasters/index.ts';
import { parsePredictor } from '../../workload/forecasters/predictorRecord.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';
import { parseBundle, verifyFiles, type Bundle } from '../policy/bundle.ts';
import type { AgentMind } from './agent.ts';

const numbers = v.array(v.number());
const GoldenSchema = v.object({
  observation: v.object({
    load: v.number(),
    predicted: v.number(),
    recent: numbers,
    freeCores: v.number(),
    action: numbers,
    stages: v.array(
      v.object({
        ready: v.number(),
        starting: v.number(),
        backlog: v.number(),
        latency: v.number(),
        throughput: v.number(),
        cost: v.number(),
      }),
    ),
  }),
  action: numbers,
});

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
    const wrong = wrongGolden(mind, textOf('golden.jsonl'));
    return wrong === undefined ? accepted(mind) : refused(wrong);
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

/** The first golden decision that is not repeated to the last index, in a sentence. */
function wrongGolden({ tables, decider }: AgentMind, text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return 'The bundle has no golden decisions to be tested by.';
  for (const [i, line] of lines.entries()) {
    const where = `golden.jsonl, line ${String(i + 1)}`;
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      return `${where}: it is not JSON.`;
    }
    const golden = v.safeParse(GoldenSchema, json);
    if (!golden.success) return `${where}: it is no decision.`;
    const { observation, action } = golden.output;
    const found = new Int32Array(3 * tables.stages);
    toAction(decider.decide({ ...observation, time: 0, action: Int32Array.from(observation.action) }), found);
    if (found.join() !== action.join())
      return `${where}: this agent decides ${found.join()} where ${action.join()} is right; it must not act.`;
  }
  return undefined;
}
