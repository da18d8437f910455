/** The trained policy as files: networks for any runtime, weights for this lab, and proof that they decide alike. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { goldenDecisions } from './golden.ts';
import type { ExportFile } from '../file.ts';
import { policyOnnx } from '../onnx/policyOnnx.ts';
import { predictorOnnx } from '../onnx/predictorOnnx.ts';
import type { Scenario } from '../../experiments/scenario.ts';
import { tablesOf } from '../../experiments/prepare.ts';
import { agentText, type AgentRecord } from '../../learning/agent.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { predictorText } from '../../workload/forecasters/predictorRecord.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

const LSTM = 'lstm';

/**
 * `policy.onnx` and `agent.json` (the same network), `predictor.onnx` and `predictor.json` where the scenario forecasts
 * by the LSTM, `golden.jsonl` (an observation and its action a line), and `bundle.json` that says what they are for, with
 * the SHA-256 of each. Throws `AgentMismatch` where the agent is not for
 * the scenario's pipeline or limits.
 */
export async function policyFiles(agent: AgentRecord, scenario: Scenario): Promise<readonly ExportFile[]> {
  const { pipeline, limits, weights, forecaster, slaSeconds } = scenario;
  const tables = tablesOf(scenario);
  const predictor = scenario.predictor ?? defaultPredictor();
  const golden = await goldenDecisions(agent, scenario, tables);
  const files: readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[] = [
    ['policy.onnx', policyOnnx(agent, tables)],
    ['agent.json', agentText(agent)],
    ...(forecaster === LSTM
      ? ([
          ['predictor.onnx', predictorOnnx(predictor)],
          ['predictor.json', predictorText(predictor)],
        ] as const)
      : []),
    ['golden.jsonl', `${golden.map((one) => JSON.stringify(one)).join('\n')}\n`],
  ];
  const bundle = {
    format: 1,
    pipeline,
    limits,
    weights,
    slaSeconds,
    decisionSeconds: DECISION_SECONDS,
    historySeconds: HISTORY_SECONDS,
    forecaster,
    heads: agent.shape.heads,
    sha256: Object.fromEntries(files.map(([name, content]) => [name, digest(content)])),
  };
  return [...files, ['bundle.json', `${JSON.stringify(bundle, undefined, 2)}\n`] as const].map(
    ([name, content]) => ({ name: `policy/${name}`, content, objects: [] }),
  );
}

function digest(content: string | Uint8Array): string {
  return bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content));
}
