import { defaultEnvironment, defaultScenario, type EnvironmentKind, type Scenario } from './scenario.ts';
import type { Rollout } from '../environment/environment.ts';
import {
  defaultLimits,
  defaultWeights,
  type Limits,
  type Pipeline,
  type Weights,
} from '../model/pipeline.ts';
import { leastDevice } from '../model/pipelineCores.ts';
import type { Workload } from '../workload/workload.ts';
import { AGENT_ID } from '../policies/ids.ts';

/** Everything a visitor can set that changes what is computed. Plain and flat: it is stored, undone and linked. */
export interface Experiment extends Weights, Limits {
  readonly pipeline: string;
  readonly workload: string;
  readonly seed: number;
  readonly environment: EnvironmentKind;
  readonly forecaster: string;
  /** Policy of each lane. `opd` falls back to the myopic optimum until an agent is trained. */
  readonly a: string;
  readonly b: string;
  /** Latency objective, s; undefined is the pipeline's own. */
  readonly sla: number | undefined;
  /** Start-up, s; undefined is each variant's own. */
  readonly startup: number | undefined;
  readonly rollout: Rollout;
  /** Nodes that the cores are spread over, where single requests are simulated. */
  readonly nodes: number;
}

export const defaultExperiment: Experiment = {
  pipeline: 'video',
  workload: 'fluctuating',
  seed: 7,
  environment: defaultEnvironment,
  forecaster: 'lstm',
  a: AGENT_ID,
  b: 'ipa-exact',
  sla: undefined,
  startup: undefined,
  rollout: 'surge',
  nodes: 1,
  ...defaultWeights,
  ...defaultLimits,
};

/** The scenario an experiment describes, as plain data for the workers. */
export function scenarioOf(e: Experiment, pipeline: Pipeline, workload: Workload): Scenario {
  return {
    ...defaultScenario(pipeline, workload),
    environment: e.environment,
    forecaster: e.forecaster,
    seed: e.seed,
    limits: {
      maxReplicas: e.maxReplicas,
      maxBatch: e.maxBatch,
      maxCores: Math.max(e.maxCores, leastDevice(pipeline)),
    },
    weights: {
      accuracyWeight: e.accuracyWeight,
      throughputWeight: e.throughputWeight,
      unmetWeight: e.unmetWeight,
      spareWeight: e.spareWeight,
      costWeight: e.costWeight,
      batchWeight: e.batchWeight,
      lateWeight: e.lateWeight,
    },
    slaSeconds: e.sla ?? pipeline.slaSeconds,
    startupSeconds: e.startup,
    rollout: e.rollout,
    nodes: e.nodes,
  };
}
