/** The trained policy as files: networks for any runtime, weights for this lab, and proof that they decide alike. */
import {
  BUNDLE,
  BUNDLE_FORMAT,
  LAB,
  SCHEMA,
  type Bundle,
  type TrainingOutcome,
  type TrainingSummary,
} from './bundle.ts';
import { goldenDecisions } from './golden.ts';
import { goldenText } from './goldenFile.ts';
import { observationNames } from './observation.ts';
import type { ExportFile } from '../file.ts';
import { policyOnnx } from '../onnx/policyOnnx.ts';
import { predictorOnnx } from '../onnx/predictorOnnx.ts';
import { besideRivals } from '../../experiments/rivals.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { prepare, tablesOf } from '../../scenario/prepare.ts';
import { agentPolicy, agentText, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import { digestOf } from '../../model/digest.ts';
import type { Patience } from '../../model/patience.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { defaultPredictor } from '../../workload/forecasters/lstmDefault.ts';
import { predictorText } from '../../workload/forecasters/predictorFile.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

const LSTM = 'lstm';
/** Where the archive of the run lies, if there is one. */
export const RUN = 'training/run.zip';

export interface PolicyExtras {
  /** What the manifests start with. */
  readonly baseline: Configuration;
  readonly training?: TrainingSummary | undefined;
  /** Archive of the run that the agent comes from (archive.ts, `runArchive`): what the training goes on from. */
  readonly run?: Uint8Array<ArrayBuffer> | undefined;
  /** Of each single run beside its rivals; without it there is no limit. */
  readonly patience?: Patience | undefined;
}

/**
 * `policy.onnx` and `agent.json` (the same network), `predictor.onnx` and `predictor.json` where the scenario forecasts
 * by the LSTM, `golden.jsonl` (an observation and its action a line), `training/run.zip` where a run is given, and
 * `bundle.json` (bundle.ts) that says what they are for, how the policy does beside its rivals on the scenario's load, and
 * the SHA-256 of each. The same inputs, the same bytes. Throws `AgentMismatch` where the agent is not for the scenario's
 * pipeline or limits.
 */
export async function policyFiles(
  agent: AgentRecord,
  scenario: Scenario,
  { baseline, training, run, patience }: PolicyExtras,
): Promise<readonly ExportFile[]> {
  const { pipeline, limits, weights, forecaster, slaSeconds, workload } = scenario;
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
    ['golden.jsonl', goldenText(golden)],
    ...(run ? ([[RUN, run]] as const) : []),
  ];
  const judged = await besideRivals(prepare(scenario, undefined, tables, patience), agentPolicy(agent));
  const bundle: Bundle = {
    schema: SCHEMA,
    format: BUNDLE_FORMAT,
    lab: LAB,
    pipeline,
    limits,
    weights,
    slaSeconds,
    decisionSeconds: DECISION_SECONDS,
    historySeconds: HISTORY_SECONDS,
    forecaster,
    heads: [...agent.shape.heads],
    environment: {
      kind: scenario.environment,
      rollout: scenario.rollout,
      startupSeconds: scenario.startupSeconds ?? null,
      batchTimeoutSeconds: scenario.batchTimeoutSeconds,
      batchRestartSeconds: scenario.batchRestartSeconds,
      dropAfterSla: scenario.dropAfterSla,
      nodes: scenario.nodes,
      seed: scenario.seed,
    },
    observation: [...observationNames(tables.stages)],
    baseline: baseline.map(({ variant, replicas, batch }) => ({ variant, replicas, batch })),
    ...(training ? { training } : {}),
    evaluation: [
      {
        workload: workload.name,
        environment: scenario.environment,
        possible: judged.possible,
        policies: Object.fromEntries(
          Object.entries(judged.policies).map(
            ([id, { normalisedScore: _, ...outcome }]): [string, TrainingOutcome] => [id, outcome],
          ),
        ),
      },
    ],
    sha256: Object.fromEntries(files.map(([name, content]) => [name, digestOf(content)])),
  };
  return [...files, [BUNDLE, `${JSON.stringify(bundle, undefined, 2)}\n`] as const].map(
    ([name, content]) => ({ name: `policy/${name}`, content, objects: [] }),
  );
}
