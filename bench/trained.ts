/** Trainings of benches. */
import { WASM_FOLDER } from './tensors.ts';
import { judged, type Regime } from './traces.ts';
import { mean } from '../src/experiments/statistics.ts';
import { presetById } from '../src/model/presets/index.ts';
import { defaultScenario, type EpisodeSummary, type Scenario } from '../src/scenario/scenario.ts';
import { agentPolicy } from '../src/learning/network/trainedAgent.ts';
import { loadBackend } from '../src/learning/engines/backends.ts';
import { configWith } from '../src/learning/ppo/settings.ts';
import { trainAgent } from '../src/learning/training/trainGroup.ts';
import { trainingLoads } from '../src/learning/task/trainingLoads.ts';
import type { Budget } from '../src/learning/training/agentTraining.ts';
import type { Workload } from '../src/workload/workload.ts';

/** One training in the world of `base` on `day`, with the lab's defaults but `overrides`; the agent that its own held-out part chose, judged in each of `on`. */
export async function trainedOn(
  base: Scenario,
  day: Workload,
  on: readonly Scenario[],
  overrides: Readonly<Record<string, number | string>>,
  budget: Budget,
): Promise<{ steps: number; elapsedSeconds: number; summaries: EpisodeSummary[] }> {
  const config = configWith(overrides);
  const parts = trainingLoads(day, config.seed);
  const make = await loadBackend('simd', WASM_FOLDER);
  const { agent, steps, elapsedSeconds } = await trainAgent({
    scenario: { ...base, workload: { ...day, rates: parts.heldOut ?? day.rates } },
    loads: parts.loads,
    config,
    budget,
    engine: (shape) => Promise.resolve(make(shape)),
    clock: () => performance.now(),
  });
  const summaries: EpisodeSummary[] = [];
  for (const scenario of on) summaries.push(await judged(scenario, agentPolicy(agent), day.rates));
  return { steps, elapsedSeconds, summaries };
}

/** `trainedOn` on `pipeline` with the LSTM's forecast: J on each kind of load, the mean of its stretches. */
export async function levelsOn(
  pipeline: string,
  day: Workload,
  kinds: readonly Regime[],
  overrides: Readonly<Record<string, number | string>>,
  budget: Budget,
): Promise<{ levels: readonly number[]; steps: number; elapsedSeconds: number }> {
  const base = { ...defaultScenario(presetById(pipeline)!, day), forecaster: 'lstm' };
  const on = kinds.flatMap(({ parts }) => parts.map((workload) => ({ ...base, workload })));
  const { summaries, ...trained } = await trainedOn(base, day, on, overrides, budget);
  const levels = kinds.map(({ parts }) =>
    mean(summaries.splice(0, parts.length).map(({ objective }) => objective)),
  );
  return { levels, ...trained };
}
