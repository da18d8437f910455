import { basename } from 'node:path';
import { CHOICES } from './choices.ts';
import { readInput, type InputKind } from './inputs.ts';
import type { Notes } from './notes.ts';
import {
  choice,
  list,
  number,
  pairs,
  ranged,
  required,
  text,
  unwrap,
  UsageError,
  type Options,
} from './options.ts';
import { MOST_LOADS, RANGES } from './ranges.ts';
import { askedOf } from './reading.ts';
import { shapedLoad } from './shapedLoad.ts';
import { defaultEnvironment, defaultScenario, type Scenario } from '../scenario/scenario.ts';
import { pipelineFromFile } from '../export/intake/pipelineFile.ts';
import type { ImportedPolicy } from '../export/scalers/combine.ts';
import { parseLimits, parseWeights, beyondDevice } from '../model/parse.ts';
import {
  defaultLimits,
  defaultWeights,
  type Limits,
  type Pipeline,
  type Weights,
} from '../model/pipeline.ts';
import { presetById, presets } from '../model/presets/index.ts';
import { figure } from '../model/range.ts';
import { generators, generateWorkload } from '../workload/generators.ts';
import { importWorkload } from '../workload/import.ts';
import { isShaped } from '../workload/shaping/shaped.ts';
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
  'read',
] as const;

async function bytesOf(
  path: string,
  what: string,
  kind: InputKind,
  known: readonly string[],
): Promise<Uint8Array> {
  const bytes = await readInput(path, what, kind);
  if (bytes) return bytes;
  throw new UsageError(
    `${what} "${path}" is neither a file that can be read nor one of ${known.join(', ')}.`,
  );
}

/** Told of the autoscalers that a pipeline's file holds beside its stages. */
export type OnScalers = (file: string, autoscalers: readonly ImportedPolicy[]) => void;

/** A preset or a file; what was assumed in reading goes to `notes`. */
export async function loadPipeline(
  name: string,
  limits: Limits,
  notes: Notes,
  onScalers: OnScalers = () => undefined,
): Promise<Pipeline> {
  const preset = presetById(name);
  if (preset) {
    const large = beyondDevice(preset, limits);
    if (large !== undefined) throw new UsageError(`${preset.name}: ${large}.`);
    return preset;
  }
  const bytes = await bytesOf(
    name,
    'The pipeline',
    'pipeline',
    presets.map((p) => p.id),
  );
  const read = unwrap(pipelineFromFile(new TextDecoder().decode(bytes), basename(name), limits));
  notes.add(basename(name), read.notes);
  if (read.autoscalers.length > 0) onScalers(name, read.autoscalers);
  return read.pipeline;
}

/**
 * A generator's load, a trace, read as `--read` asks, or one shaped of these by steps (docs/loads.md); what was assumed in
 * reading goes to `notes`.
 */
export async function loadWorkload(
  name: string,
  seed: number,
  options: Options,
  notes: Notes,
): Promise<Workload> {
  const asked = askedOf(options);
  if (generators.some((g) => g.id === name)) {
    if (Object.keys(asked).length > 0)
      notes.add(undefined, [
        `The load "${name}" is generated; --read is for files, and changes nothing of it.`,
      ]);
    return generateWorkload(name, seed);
  }
  // A file's name may hold the mark of a step.
  if (isShaped(name) && !(await readInput(name, 'The workload', 'load')))
    return shapedLoad(name, seed, (file) => loadWorkload(file, seed, options, notes));
  const bytes = await bytesOf(
    name,
    'The workload',
    'load',
    generators.map((g) => g.id),
  );
  const read = unwrap(importWorkload(bytes, basename(name), asked));
  notes.add(basename(name), read.notes);
  return read.workload;
}

/** Weights and limits by their names in code; `W_max`, `F_max`, `B_max` and names without "Weight" are accepted. */
function named(
  options: Options,
  option: string,
  known: readonly string[],
  alias: (key: string) => string,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, value] of pairs(options, option)) {
    const name = known.find((k) => k === key || k === alias(key));
    if (name === undefined) throw new UsageError(`--${option} knows ${known.join(', ')}, not "${key}".`);
    if (Object.hasOwn(found, name)) throw new UsageError(`--${option} names ${name} twice.`);
    found[name] = value;
  }
  return found;
}

export const LIMIT_ALIASES: Readonly<Record<string, string>> = {
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
  // A node has at least one of the cores.
  return number(options, 'nodes', 1, { min: 1, max: maxCores, whole: true, unit: 'nodes (one a core)' });
}

/** The scenario that the options of `SCENARIO_OPTIONS` describe. */
export async function loadScenario(options: Options, notes: Notes, onScalers?: OnScalers): Promise<Scenario> {
  const limits = loadLimits(options);
  const seed = number(options, 'seed', 7, RANGES.seed);
  const pipeline = await loadPipeline(text(options, 'pipeline') ?? 'video', limits, notes, onScalers);
  const workload = await loadWorkload(required(options, 'workload'), seed, options, notes);
  const startup = text(options, 'startup');
  return {
    ...defaultScenario(pipeline, workload),
    environment: choice(options, 'environment', CHOICES.environment, defaultEnvironment),
    forecaster: choice(options, 'predictor', CHOICES.predictor, 'lstm'),
    seed,
    limits,
    weights: loadWeights(options),
    slaSeconds: number(options, 'sla', pipeline.slaSeconds, RANGES.sla),
    startupSeconds: startup === undefined ? undefined : number(options, 'startup', 0, RANGES.startup),
    rollout: choice(options, 'rollout', CHOICES.rollout, 'surge'),
    nodes: nodesOf(options, limits),
  };
}

/** Loads named by `--loads 5,10,29`. */
export function loadLoads(options: Options): readonly number[] {
  const loads = list(options, 'loads').map((value) => ranged('Each of --loads', value, RANGES.load));
  if (loads.length > MOST_LOADS)
    throw new UsageError(
      `--loads takes at most ${figure(MOST_LOADS)} loads; ${figure(loads.length)} were given.`,
    );
  return loads;
}
