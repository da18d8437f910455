/** Runs, checkpoints and curves as the store keeps them, small and made by hand. */
import { defaultScenario } from '../scenario/scenario.ts';
import type { TrainingState } from '../learning/training/checkpoint.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { TaskState } from '../learning/task/taskState.ts';
import { presetById } from '../model/presets/index.ts';
import type { Result } from '../model/result.ts';
import type { Checkpoint, RunRecord, Slot } from '../storage/records.ts';
import { generateWorkload } from '../workload/generators.ts';

export function accept<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    id: 'r1',
    name: 'first',
    created: 1,
    updated: 1,
    status: 'running',
    scenario: {
      ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 3)),
      predictor: undefined,
    },
    overrides: { width: 16, blocks: 1, lanes: 16, horizon: 16, minibatch: 128, evaluateEvery: 3 },
    seeds: [1, 2],
    budget: { steps: 2560 },
    backend: 'cpu',
    parent: undefined,
    steps: 0,
    elapsedSeconds: 0,
    objective: undefined,
    inTime: undefined,
    agent: undefined,
    note: '',
    ...changes,
  };
}

/** A state whose numbers all tell its steps. */
export function stateAt(steps: number): TrainingState & { readonly task: TaskState } {
  const floats = Float32Array.of(steps, -0, 1.5);
  return {
    format: 1,
    steps,
    elapsedSeconds: steps / 1000,
    learner: {
      updates: steps,
      parameters: floats,
      adam: { m: floats.slice(), v: floats.slice(), step: steps },
      sampling: [1, -2, 3, 4],
      shuffling: [5, 6, 7, 8],
    },
    averaged: floats.slice(),
    task: {
      random: [1, 2, 3, 4],
      episodes: 3,
      peers: 1,
      ends: Int32Array.of(1, 2),
      byExpert: Uint8Array.of(0, 1),
      tracks: Int32Array.of(0, 0),
      generations: [0],
      worlds: [
        {
          time: Int32Array.of(130, 140),
          actions: Int32Array.of(0, 1, 2, 2, 1, 0),
          state: Float64Array.of(0.1, 1e300),
        },
      ],
    },
    best: { objective: -Infinity, update: 0, parameters: floats.slice() },
    sinceBest: 0,
  };
}

export function checkpointOf(run: string, slot: Slot, memberSteps: readonly number[]): Checkpoint {
  const steps = memberSteps.reduce((a, b) => a + b, 0);
  const states = memberSteps.map(stateAt);
  return {
    format: 1,
    run,
    slot,
    created: 1,
    steps,
    elapsedSeconds: steps / 1000,
    objective: undefined,
    states,
  };
}

export function pointAt(member: number, steps: number): TrainPoint {
  return {
    member,
    update: steps / 256,
    steps,
    elapsedSeconds: steps / 1000,
    reward: 1.25 + 1e-9 * steps,
    regret: 0.5,
    policyLoss: -0.01,
    valueLoss: 0.2,
    entropy: 3,
    headEntropies: [0.1, 0.2, 1 / 3],
    approxKl: 0.01,
    maxKl: 0.02,
    clipFraction: 0.1,
    explainedVariance: -1,
    gradientNorm: 0.4,
    masked: 0,
    valueScale: 1,
    imitationLoss: 0,
    expertShare: 0,
    learningRate: 5e-4,
    entropyCoefficient: 0.1,
    imitation: 1,
    epochs: 4,
    stepsPerSecond: 1000,
  };
}

export function evaluationAt(member: number, steps: number): HeldOutEvaluation {
  return {
    member,
    update: steps / 256,
    steps,
    elapsedSeconds: steps / 1000,
    objective: 10.5,
    inTime: 0.9,
    best: true,
  };
}
