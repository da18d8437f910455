/** The trainings that the benches of a graphics device measure: video on a fluctuating load, the lab's defaults but for the lanes. */
import { gigaflop } from './arithmetic.ts';
import { plainEngine } from '../../src/learning/engines/plainEngine.ts';
import { KernelTimes } from '../../src/learning/gpu/profiler.ts';
import type { NetworkShape } from '../../src/learning/network/network.ts';
import { defaultConfig, type TrainingConfig } from '../../src/learning/ppo/config.ts';
import type { Engine } from '../../src/learning/ppo/engine.ts';
import { heldOutScenario, trainingLoads } from '../../src/learning/task/trainingLoads.ts';
import { AgentTraining } from '../../src/learning/training/agentTraining.ts';
import { trainAgent, trainGroup } from '../../src/learning/training/trainGroup.ts';
import { presetById } from '../../src/model/presets/index.ts';
import { defaultScenario } from '../../src/scenario/scenario.ts';
import { generateWorkload } from '../../src/workload/generators.ts';

export type EngineOf = (shape: NetworkShape) => Promise<Engine>;

/** Milliseconds over which updates are counted, and updates at the least. */
const MEASURED_MS = 3000;
const LEAST = 2;
/** Milliseconds between two looks at the held-out load, which cost the training some of its time. */
export const LOOK_MS = 500;
/** Updates, more than are measured. */
const NEVER = 1e9;
/** Updates whose kernels are timed. */
const TIMED = 3;

const workload = generateWorkload('fluctuating', 7);
const { loads, heldOut } = trainingLoads(workload, defaultConfig.seed);
const scenario = heldOutScenario(defaultScenario(presetById('video')!, workload), heldOut);
const clock = (): number => performance.now();

export const onDevice =
  (gpu: GPUDevice): EngineOf =>
  (shape) =>
    Promise.resolve({ ...plainEngine(shape), name: 'webgpu', gpu });

/** Settings with so many lanes, and minibatches that have grown with them, so that an update has as many steps. */
export const withLanes = (config: TrainingConfig, lanes: number): TrainingConfig => ({
  ...config,
  lanes,
  minibatch: Math.max(1, Math.round((config.minibatch * lanes) / config.lanes)),
});

export interface Rate {
  readonly lanes: number;
  readonly horizon: number;
  readonly minibatch: number;
  /** With updates, from the second one on. */
  readonly decisionsPerSecond: number;
  /** Milliseconds of an update. */
  readonly updateMs: number;
  /** Seconds before the second update: compiling, the worlds, the first. */
  readonly startSeconds: number;
  readonly kernels: Kernels | undefined;
}

export interface Kernels {
  /** Milliseconds of an update whose kernels are timed: a pass each, which costs. */
  readonly updateMs: number;
  /** An update's, the longest first. */
  readonly times: readonly KernelShare[];
}

export interface KernelShare {
  readonly kernel: string;
  readonly ms: number;
  readonly dispatches: number;
  /** Of its matrix products, an update; undefined of a kernel that has none. */
  readonly gigaflop: number | undefined;
}

/** Updates of a training, and with `gpu` what their kernels take, where it writes timestamps. */
export async function rateOf(engine: EngineOf, config: TrainingConfig, gpu?: GPUDevice): Promise<Rate> {
  const before = clock();
  let shape: NetworkShape | undefined;
  const training = await AgentTraining.create({
    ...{ scenario, loads, config, budget: { steps: 1e9 }, clock },
    engine: (asked) => engine((shape = asked)),
  });
  try {
    await training.update();
    const began = clock();
    const { steps } = training;
    let updates = 0;
    while (updates < LEAST || clock() - began < MEASURED_MS) {
      await training.update();
      updates++;
    }
    const ms = clock() - began;
    const timed = gpu?.features.has('timestamp-query') && shape;
    return {
      ...{ lanes: config.lanes, horizon: config.horizon, minibatch: config.minibatch },
      decisionsPerSecond: (1000 * (training.steps - steps)) / ms,
      updateMs: ms / updates,
      startSeconds: (began - before) / 1000,
      kernels: gpu && timed ? await kernelsOf(training, gpu, shape!, config) : undefined,
    };
  } finally {
    training.dispose();
  }
}

export interface Seeds {
  readonly seeds: number;
  readonly lanes: number;
  /** Of all seeds, with updates, from the second one on. */
  readonly decisionsPerSecond: number;
}

/** Updates of several seeds side by side, each with the lanes of `config`. */
export async function rateOfSeeds(engine: EngineOf, config: TrainingConfig, seeds: number): Promise<Seeds> {
  let first: { readonly steps: number; readonly at: number } | undefined;
  let decisionsPerSecond: number | undefined;
  let updates = 0;
  await trainGroup({
    ...{ scenario, loads, engine, clock, budget: { steps: 1e9 } },
    config: { ...config, evaluateEvery: NEVER },
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    afterUpdate: ({ steps }) => {
      const now = clock();
      const ms = now - (first ??= { steps, at: now }).at;
      if (updates++ >= LEAST && ms >= MEASURED_MS) decisionsPerSecond = (1000 * (steps - first.steps)) / ms;
      return Promise.resolve();
    },
    stopped: () => decisionsPerSecond !== undefined,
  });
  return { seeds, lanes: config.lanes, decisionsPerSecond: decisionsPerSecond! };
}

async function kernelsOf(
  training: AgentTraining,
  gpu: GPUDevice,
  shape: NetworkShape,
  config: TrainingConfig,
): Promise<Kernels> {
  const times = new KernelTimes(gpu);
  const began = clock();
  for (let i = 0; i < TIMED; i++) await training.update();
  const updateMs = (clock() - began) / TIMED;
  const flop: Readonly<Record<string, number | undefined>> = gigaflop(shape, config);
  return {
    updateMs,
    times: [...(await times.end())].map(([kernel, { ms, dispatches }]) => ({
      ...{ kernel, ms: ms / TIMED, dispatches: dispatches / TIMED },
      gigaflop: flop[kernel],
    })),
  };
}

/** A training's best J on the held-out load as it went on. */
export interface Curve {
  readonly lanes: number;
  readonly budgetSeconds: number;
  readonly decisions: number;
  /** Seconds beside the training's own: compiling, the worlds. */
  readonly startSeconds: number;
  readonly points: readonly { readonly seconds: number; readonly decisions: number; readonly best: number }[];
}

/** Trains for so many seconds, by which its schedules go; looks at the held-out load each half second, if updates take `updateMs`. */
export async function curveOf(
  engine: EngineOf,
  config: TrainingConfig,
  seconds: number,
  updateMs: number,
): Promise<Curve> {
  const before = clock();
  const points: Curve['points'][number][] = [];
  let best = -Infinity;
  const { steps, elapsedSeconds } = await trainAgent({
    ...{ scenario, loads, engine, budget: { seconds }, clock },
    config: { ...config, evaluateEvery: Math.max(1, Math.round(LOOK_MS / updateMs)) },
    onEvaluation: ({ objective, elapsedSeconds: at, steps: decisions }) => {
      best = Math.max(best, objective);
      points.push({ seconds: at, decisions, best });
    },
  });
  const startSeconds = (clock() - before) / 1000 - elapsedSeconds;
  return { lanes: config.lanes, budgetSeconds: seconds, decisions: steps, startSeconds, points };
}

/** Seconds of the training until its best J is `target`; undefined where it never was. */
export const secondsTo = (target: number, { points }: Curve): number | undefined =>
  points.find(({ best }) => best >= target)?.seconds;
