import { COUNT_COLUMNS, VALUE_COLUMNS, type ResultColumn } from '../environment/columns.ts';
import type { RequestJournal } from '../environment/discrete/journal.ts';
import type { RequestResults, Rollout, StepResults, TickRecord } from '../environment/environment.ts';
import {
  defaultLimits,
  defaultWeights,
  type Limits,
  type Pipeline,
  type Weights,
} from '../model/pipeline.ts';
import type { Misfits } from '../policies/policy.ts';
import type { PredictorRecord } from '../workload/forecasters/predictorRecord.ts';
import type { Workload } from '../workload/workload.ts';

export const environmentKinds = ['chance', 'fluid', 'instant', 'discrete'] as const;
export type EnvironmentKind = (typeof environmentKinds)[number];

/** Where nothing else is asked for: as quick as the fluid, and it ranks policies as single requests do. */
export const defaultEnvironment: EnvironmentKind = 'chance';
/** What links of before mean that name none: it was the default. */
export const formerEnvironment: EnvironmentKind = 'fluid';

/** Everything that fixes a run but the policy. Plain data: it crosses worker boundaries as it is. */
export interface Scenario {
  readonly pipeline: Pipeline;
  readonly workload: Workload;
  readonly environment: EnvironmentKind;
  /** Forecaster id: true, last, max20, ewma, holt, ar, dlinear, lstm. */
  readonly forecaster: string;
  /** What `lstm` forecasts with; undefined is the predictor that the lab ships. */
  readonly predictor?: PredictorRecord | undefined;
  readonly seed: number;
  readonly limits: Limits;
  readonly weights: Weights;
  readonly slaSeconds: number;
  readonly rollout: Rollout;
  /** Start-up seconds of every variant; undefined keeps each variant's own. */
  readonly startupSeconds: number | undefined;
  readonly batchTimeoutSeconds: number;
  readonly batchRestartSeconds: number;
  readonly dropAfterSla: number;
  /** Equal nodes that W_max is spread over: a replica must fit into one of them; only the discrete-event environment packs replicas. */
  readonly nodes: number;
}

/** With three stages 35 MB of journal. */
const MOST_JOURNALLED = 500_000;

/** Whether a run of the scenario follows single requests, and few enough of them to keep the times of each. */
export function fitsJournal({ environment, workload }: Scenario): boolean {
  if (environment !== 'discrete') return false;
  return workload.rates.reduce((sum, rate) => sum + rate, 0) <= MOST_JOURNALLED;
}

/** A scenario with the defaults of model.md. */
export function defaultScenario(pipeline: Pipeline, workload: Workload): Scenario {
  return {
    pipeline,
    workload,
    environment: defaultEnvironment,
    forecaster: 'lstm',
    seed: 7,
    limits: defaultLimits,
    weights: defaultWeights,
    slaSeconds: pipeline.slaSeconds,
    rollout: 'surge',
    startupSeconds: undefined,
    batchTimeoutSeconds: 1,
    batchRestartSeconds: 0,
    dropAfterSla: 2,
    nodes: 1,
  };
}

/** The columns of a run that are numbers, in the order in which documents have them. */
export const SERIES_COLUMNS = [
  't',
  'load',
  'predicted',
  ...VALUE_COLUMNS,
  ...COUNT_COLUMNS,
  'decisionMs',
  'optimum',
] as const;

/** Columns of a run: one entry per decision, struct of arrays so that it crosses worker boundaries cheaply. */
export interface EpisodeSeries extends StepResults {
  /** Second of the trace at which the decision was taken. */
  readonly t: Float64Array;
  readonly predicted: Float64Array;
  readonly decisionMs: Float64Array;
  /** Reward of the exact optimum of (7) for this step's true load, applied at once: the truth regret is measured against. */
  readonly optimum: Float64Array;
  /** [decisions x 3 stages] head indices: variant, replicas - 1, batch index. */
  readonly actions: Int32Array;
}

/** Means over the decisions; totals of `COUNT_COLUMNS` and where named so. */
export interface EpisodeSummary extends Readonly<Record<ResultColumn | 'predicted' | 'decisionMs', number>> {
  readonly decisions: number;
  /** Mean of optimum - reward. */
  readonly regret: number;
  /** Total cores x seconds. */
  readonly coreSeconds: number;
  /** Total number of stage settings changed from one decision to the next. */
  readonly switches: number;
  /** What single requests met; only in the discrete-event environment. */
  readonly requests?: RequestResults | undefined;
  /** Orders that could not run as given; only of a policy that a visitor brought. */
  readonly misfits?: Misfits | undefined;
}

export interface Episode {
  readonly policy: string;
  readonly series: EpisodeSeries;
  readonly summary: EpisodeSummary;
  /** Per-second record from second 120 on, where asked for. */
  readonly ticks: TickRecord | undefined;
  /** Every request one by one, where asked for and where requests are followed. */
  readonly journal?: RequestJournal | undefined;
}
