/**
 * What a visitor's code is given, as plain data without a link to the lab's own objects: `decide(observation, tables, memory,
 * random)` of a module's default export. The same objects are written down for whoever writes one (docs/own-policies.md).
 */
import type { Observation, StageObservation } from '../../environment/environment.ts';
import { latency, type StageConfig, type Weights } from '../../model/pipeline.ts';
import { toConfiguration, type Tables } from '../../model/tables.ts';
import type { PolicyContext } from '../policy.ts';

/** A stage as it stands when a decision is taken: what is ordered of it, and what is observed. */
export type OwnStage = StageConfig & StageObservation;

export interface OwnObservation extends Pick<
  Observation,
  'time' | 'load' | 'predicted' | 'recent' | 'freeCores'
> {
  readonly stages: readonly OwnStage[];
}

export interface OwnVariant {
  readonly name: string;
  /** 0..1. */
  readonly accuracy: number;
  /** Of one replica. */
  readonly cores: number;
  readonly startupSeconds: number;
  /** Of a full batch on one replica, s, one for each of `batches`. */
  readonly latency: readonly number[];
}

/** What holds for the whole run. */
export interface OwnTables {
  readonly pipeline: string;
  readonly stages: readonly { readonly name: string; readonly variants: readonly OwnVariant[] }[];
  /** Batch sizes allowed, ascending. */
  readonly batches: readonly number[];
  readonly maxCores: number;
  readonly maxReplicas: number;
  readonly weights: Weights;
  /** Latency objective, s. */
  readonly slaSeconds: number;
  /** Seconds between decisions. */
  readonly decisionSeconds: number;
}

/** What begins a run. */
export interface Opening {
  readonly tables: OwnTables;
  /** Of the numbers that `random()` gives: 32 bits. */
  readonly seed: number;
}

export function ownTables(
  { tables, weights, slaSeconds }: Pick<PolicyContext, 'tables' | 'weights' | 'slaSeconds'>,
  decisionSeconds: number,
): OwnTables {
  const { pipeline, limits, batches } = tables;
  return {
    pipeline: pipeline.name,
    stages: pipeline.stages.map(({ name, variants }) => ({
      name,
      variants: variants.map((variant) => ({
        name: variant.name,
        accuracy: variant.accuracy,
        cores: variant.cores,
        startupSeconds: variant.startupSeconds,
        latency: batches.map((batch) => latency(variant.latency, batch)),
      })),
    })),
    batches: [...batches],
    maxCores: limits.maxCores,
    maxReplicas: limits.maxReplicas,
    weights: { ...weights },
    slaSeconds,
    decisionSeconds,
  };
}

export function ownObservation(tables: Tables, seen: Observation): OwnObservation {
  const ordered = toConfiguration(tables, seen.action);
  return {
    time: seen.time,
    load: seen.load,
    predicted: seen.predicted,
    recent: [...seen.recent],
    freeCores: seen.freeCores,
    stages: seen.stages.map((stage, n) => ({ ...ordered[n]!, ...stage })),
  };
}
