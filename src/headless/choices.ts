/** What options take where it is one of a few words: refusals and --help read it here. */
import { REWARDS } from './env/lanes.ts';
import { environmentKinds } from '../scenario/scenario.ts';
import { AIMS } from '../policies/optimum/aim.ts';
import { OBJECTIVES, PEAKS } from '../experiments/answer/question.ts';
import { layouts } from '../export/cluster/plan.ts';
import { BACKENDS } from '../learning/engines/backends.ts';
import { forecasterNames } from '../workload/forecasters/list.ts';

/** Istio is not used, or nothing is written for Prometheus. */
export const NONE = 'none';

/** By option. */
export const CHOICES = {
  environment: environmentKinds,
  predictor: forecasterNames.map(({ id }) => id),
  rollout: ['surge', 'recreate'],
  reward: REWARDS,
  backend: ['auto', ...BACKENDS],
  aim: AIMS,
  objective: OBJECTIVES,
  peak: PEAKS,
  layout: layouts,
  istio: ['v1', 'v1beta1', NONE],
  input: ['maxima', 'seconds'],
  target: ['absolute', 'relative'],
  loss: ['mse', 'mae', 'quantile'],
} as const;
