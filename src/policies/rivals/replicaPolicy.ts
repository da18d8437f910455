import { fixedChoice } from './fixedChoice.ts';
import { meanLoad } from './signals.ts';
import { fit } from '../fit.ts';
import type { PolicyContext, PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Observation } from '../../environment/environment.ts';
import type { StageConfig } from '../../model/pipeline.ts';

/** What the autoscaler of one stage reads at a decision. */
export interface StageReading {
  readonly observation: Observation;
  readonly n: number;
  /** Replicas ordered now. */
  readonly replicas: number;
}

/** The autoscaler of one stage: replicas wanted now. It may return more than the limits allow. */
export type StageScaler = (reading: StageReading) => number;

/**
 * A policy that changes replicas only. The first decision deploys the fixed choice; from the second on one autoscaler
 * a stage, which knows nothing of the others, asks for replicas, and `fit` shares out the cores.
 */
export function replicaPolicy(
  info: PolicyInfo,
  scaler: (context: PolicyContext, start: StageConfig, n: number) => StageScaler,
): PolicyFactory {
  return {
    info,
    create: (context) => {
      const { tables, slaSeconds } = context;
      let stages: { readonly start: StageConfig; readonly scale: StageScaler }[] | undefined;
      return Promise.resolve({
        info,
        decide: (observation) => {
          if (!stages) {
            const deployed = fixedChoice(tables, slaSeconds, meanLoad(observation));
            stages = deployed.map((start, n) => ({ start, scale: scaler(context, start, n) }));
            return deployed;
          }
          const wanted = stages.map(({ start, scale }, n) => {
            const replicas = observation.action[3 * n + 1]! + 1;
            return { ...start, replicas: scale({ observation, n, replicas }) };
          });
          return fit(tables, wanted, observation.load);
        },
      });
    },
  };
}

/** Knobs of every such policy. */
export const replicasOnly = { variant: false, replicas: true, batch: false } as const;

/** Said by every such policy. */
export const SHARED_CORES =
  'What exceeds F_max or W_max is taken back, first from the stage with the largest surplus, instead of pending.';

/** Counts the ticks of a controller's own period up to `time`; the first is at the first time it is asked. */
export function ticker(periodSeconds: number): (time: number) => number {
  let next: number | undefined;
  return (time) => {
    next ??= time;
    let ticks = 0;
    for (; next <= time; next += periodSeconds) ticks++;
    return ticks;
  };
}
