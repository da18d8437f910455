import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { choice, list, number, pairs, required, text, UsageError, type Options } from './options.ts';
import { defaultScenario, environmentKinds, type Scenario } from '../experiments/scenario.ts';
import { pipelineFromFile } from '../export/intake/pipelineFile.ts';
import { parseLimits, parseWeights } from '../model/parse.ts';
import {
  defaultLimits,
  defaultWeights,
  type Limits,
  type Pipeline,
  type Weights,
} from '../model/pipeline.ts';
import { presetById, presets } from '../model/presets/index.ts';
import type { Result } from '../model/result.ts';
import { forecasters } from '../workload/forecasters/index.ts';
import { generators, generateWorkload } from '../workload/generators.ts';
import { importWorkload } from '../workload/import.ts';
import type { Workload } from '../workload/workload.ts';

/** Options that make a scenario. */
export const SCENARIO_OPTIONS = [
  'pipeline',
  'workload',
  'environment',
  'predictor',
  'seed',
  'weights',
  'limits',
  'sla',
  'startup',
  'rollout',
  'nodes',
] as const;

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new UsageError(result.message);
  return result.value;
}

async function bytesOf(path: string, what: string, known: readonly string[]): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(
      `${what} "${path}" is neither a file that can be read nor one of ${known.join(', ')}.`,
    );
  }
}

export async function loadPipeline(name: string, limits: Limits): Promise<Pipeline> {
  const preset = presetById(name);
  if (preset) return preset;
  const bytes = await bytesOf(
    name,
    'The pipeline',
    presets.map((p) => p.id),
  );
  return unwrap(pipelineFromFile(new TextDecoder().decode(bytes), basename(name), limits)).pipeline;
}

export async function loadWorkload(name: string, seed: number): Promise<Workload> {
  if (generators.some((g) => g.id === name)) return generateWorkload(name, seed);
  const bytes = await bytesOf(
    name,
    'The workload',
    generators.map((g) => g.id),
  );
  return unwrap(importWorkload(bytes, basename(name))).workload;
}

/** Weights and limits by their names in code; `W_max`, `F_max`, `B_max` and names without "Weight" are accepted. */
function named(
  options: Options,
  option: string,
  known: readonly string[],
  alias: (key: string) => string,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [key, value] of pairs(options, option)) {
    const name = known.find((k) => k === key || k === alias(key));
    if (name === undefined) throw new UsageError(`--${option} knows ${known.join(', ')}, not "${key}".`);
    found[name] = value;
  }
  return found;
}

const LIMIT_ALIASES: Readonly<Record<string, string>> = {
  W_max: 'maxCores',
  F_max: 'maxReplicas',
  B_max: 'maxBatch',
};

export function loadLimits(options: Options): Limits {
  const given = named(options, 'limits', Object.keys(defaultLimits), (key) => LIMIT_ALIASES[key] ?? key);
  return unwrap(parseLimits({ ...defaultLimits, ...given }));
}

export function loadWeights(options: Options): Weights {
  const given = named(options, 'weights', Object.keys(defaultWeights), (key) => `${key}Weight`);
  return unwrap(parseWeights({ ...defaultWeights, ...given }));
}

function nodesOf(options: Options, { maxCores }: Limits): number {
  const nodes = number(options, 'nodes', 1);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > maxCores)
    throw new UsageError(`--nodes must be a whole number from 1 to the ${String(maxCores)} cores there are.`);
  return nodes;
}

/** The scenario that the options of `SCENARIO_OPTIONS` describe. */
export async function loadScenario(options: Options): Promise<Scenario> {
  const limits = loadLimits(options);
  const seed = number(options, 'seed', 7);
  const pipeline = await loadPipeline(text(options, 'pipeline') ?? 'video', limits);
  const workload = await loadWorkload(required(options, 'workload'), seed);
  const startup = text(options, 'startup');
  return {
    ...defaultScenario(pipeline, workload),
    environment: choice(options, 'environment', environmentKinds, 'fluid'),
    forecaster: choice(
      options,
      'predictor',
      forecasters.map((f) => f.id),
      'lstm',
    ),
    seed,
    limits,
    weights: loadWeights(options),
    slaSeconds: number(options, 'sla', pipeline.slaSeconds),
    startupSeconds: startup === undefined ? undefined : number(options, 'startup', 0),
    rollout: choice(options, 'rollout', ['surge', 'recreate'], 'surge'),
    nodes: nodesOf(options, limits),
  };
}

/** Loads named by `--loads 5,10,29`. */
export function loadLoads(options: Options): readonly number[] {
  return list(options, 'loads').map((value) => {
    const load = Number(value);
    if (!Number.isFinite(load) || load < 0)
      throw new UsageError(`--loads takes numbers >= 0; "${value}" is not one.`);
    return load;
  });
}
