import { fixedChoice, type Deployed } from './fixedChoice.ts';
import { meanLoad } from './signals.ts';
import { fit } from '../fit.ts';
import type { PolicyContext, PolicyFactory, PolicyInfo } from '../policy.ts';
import { policyKey, settingsOfStage } from '../settings/canonical.ts';
import { settingsInWords } from '../settings/describe.ts';
import { misfit } from '../settings/misfit.ts';
import { AUTO, noSettings, type Settings, type Values } from '../settings/types.ts';
import type { Observation } from '../../environment/environment.ts';
import type { Stage, StageConfig } from '../../model/pipeline.ts';

/** What the autoscaler of one stage reads at a decision. */
export interface StageReading {
  readonly observation: Observation;
  readonly n: number;
  /** Replicas ordered now. */
  readonly replicas: number;
}

/** The autoscaler of one stage: replicas wanted now. It may return more than the limits allow. */
export type StageScaler = (reading: StageReading) => number;

/** Makes the autoscaler of stage n, deployed as `start`, with the settings that hold there. */
export type MakeScaler = (
  context: PolicyContext,
  start: StageConfig,
  n: number,
  values: Values,
) => StageScaler;

/** Words of the values that hold for all stages, and in brackets those of every stage that has others of its own. */
export type Each = (words: (values: Values) => string) => string;

/** What a policy is with `values` for all stages; `each` makes its sentences true where stages have settings of their own. */
export type Describe = (values: Values, each: Each) => PolicyInfo;

/**
 * A policy that changes replicas only. The first decision deploys the fixed choice; from the second on one autoscaler
 * a stage, which knows nothing of the others, asks for replicas, and `fit` shares out the cores. `describe` says what it is
 * with the settings that hold for all stages. Creating it fails, in a sentence, where the settings do not fit the pipeline.
 */
export function replicaPolicy(
  id: string,
  describe: Describe,
  scaler: MakeScaler,
  settings: Settings = noSettings,
): PolicyFactory {
  const info = infoOf(id, describe, settings);
  return {
    info,
    withSettings: (other) => replicaPolicy(id, describe, scaler, other),
    create: (context) => {
      const { tables, slaSeconds, watch } = context;
      const why = misfit(id, settings, tables.pipeline, tables.limits);
      if (why !== undefined) return Promise.reject(new Error(why));
      const values = Array.from({ length: tables.stages }, (_, n) => settingsOfStage(settings, id, n));
      const given = values.map((one, n): Deployed => ({
        variant: variantOf(tables.pipeline.stages[n]!, one['variant']),
        batch: typeof one['batch'] === 'number' ? one['batch'] : undefined,
      }));
      let stages: { readonly start: StageConfig; readonly scale: StageScaler }[] | undefined;
      return Promise.resolve({
        info,
        decide: (observation) => {
          if (!stages) {
            const chosen = fixedChoice(tables, slaSeconds, meanLoad(observation), given, watch);
            const deployed = chosen.map((stage, n) => ({
              ...stage,
              replicas: bounded(stage.replicas, values[n]!),
            }));
            stages = chosen.map((start, n) => ({ start, scale: scaler(context, start, n, values[n]!) }));
            return fit(tables, deployed, observation.load);
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

/** Within the settings `min` and `max`; `fit` sees to the device's limits. */
export function bounded(replicas: number, { min, max }: Values): number {
  return Math.max(Number(min), Math.min(replicas, typeof max === 'number' ? max : Infinity));
}

function variantOf({ variants }: Stage, name: unknown): number | undefined {
  return name === AUTO ? undefined : variants.findIndex((variant) => variant.name === name);
}

function infoOf(id: string, describe: Describe, settings: Settings): PolicyInfo {
  const all = settingsOfStage(settings, id, -1);
  const own = Object.keys(settings.stages).map(Number);
  const each: Each = (words) => {
    const common = words(all);
    const others = own
      .map((n) => ({ n, said: words(settingsOfStage(settings, id, n)) }))
      .filter(({ said }) => said !== common);
    const written = others.map(({ n, said }) => `at stage ${String(n + 1)}: ${said}`);
    return others.length === 0 ? common : `${common} (${written.join('; ')})`;
  };
  const plain = describe(all, each);
  const words = settingsInWords(id, settings);
  if (words === '') return plain;
  return {
    ...plain,
    id: policyKey(id, settings),
    name: `${plain.name} (${words})`,
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
