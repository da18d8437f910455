/** What tests of comparisons fix alike. */
import type { ComparisonSettings } from '../experiments/comparison/plan.ts';
import { defaultLimits, defaultWeights } from '../model/pipeline.ts';
import { defaultEnvironment } from '../scenario/scenario.ts';

/** The lab's defaults with a forecaster that needs no network. */
export const usualSettings: ComparisonSettings = {
  environment: defaultEnvironment,
  forecaster: 'ewma',
  limits: defaultLimits,
  weights: defaultWeights,
  slaSeconds: undefined,
  rollout: 'surge',
  startupSeconds: undefined,
  batchTimeoutSeconds: 1,
  batchRestartSeconds: 0,
  dropAfterSla: 2,
  nodes: 1,
};
