/**
 * What the recorded results are of: what the page opens with, so that they are what a visitor who changes nothing would
 * make. Without the code that makes them, so that the page can read it.
 */
import { defaultExperiment, scenarioOf } from '../../scenario/experiment.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';
import { presetById } from '../../model/presets/index.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** Makes them again. */
export const RECORD_COMMAND = 'npm run record';

/** Pipeline, load, weights and all else as the page opens. */
export function recordedScenario(): Scenario {
  const { pipeline, workload, seed } = defaultExperiment;
  return scenarioOf(defaultExperiment, presetById(pipeline)!, generateWorkload(workload, seed));
}

/** In decisions, not in seconds: the same on every machine. */
export const recordedTraining: { readonly seed: number; readonly budget: Budget } = {
  seed: 1,
  budget: { steps: 600_000 },
};

/** The paper's evaluation, with as many seeds as the Reproduce view has at first, each agent trained as long as the recorded one. */
export const recordedEvaluation: { readonly seeds: readonly number[]; readonly budget: Budget } = {
  seeds: [1, 2, 3],
  budget: recordedTraining.budget,
};
