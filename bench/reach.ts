/** How long a training takes to come near the optimum, on the lab's kernel and on tfjs as one would write it first. */
import { judged } from './traces.ts';
import { less, type BenchRow } from './row.ts';
import { autodiffEngine, WASM_FOLDER } from './tensors.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { interquartileMean } from '../src/experiments/statistics.ts';
import { loadBackend, type EngineFactory } from '../src/learning/engines/backends.ts';
import { defaultConfig } from '../src/learning/ppo/config.ts';
import { trainAgent } from '../src/learning/training/trainGroup.ts';
import { trainingLoads } from '../src/learning/task/trainingLoads.ts';
import { presetById } from '../src/model/presets/index.ts';
import { policyById } from '../src/policies/registry.ts';
import { generateWorkload } from '../src/workload/generators.ts';

const SEEDS = [1, 2, 3];
/** Schedules follow a budget of decisions, the same for both; the clock stops at the target. */
const STEPS = 1_000_000;
const NEAR = 0.95;

/** Seconds until J on the held-out load reaches `target`; Infinity where the budget ends first. */
async function secondsTo(target: number, seed: number, engine: EngineFactory): Promise<number> {
  const workload = generateWorkload('fluctuating', 7);
  const { loads, heldOut } = trainingLoads(workload, seed);
  let reached = Infinity;
  await trainAgent({
    scenario: {
      ...defaultScenario(presetById('video')!, workload),
      workload: { ...workload, rates: heldOut ?? workload.rates },
    },
    loads,
    config: { ...defaultConfig, seed, evaluateEvery: 4 },
    budget: { steps: STEPS },
    engine: (shape) => Promise.resolve(engine(shape)),
    clock: () => performance.now(),
    onEvaluation: ({ objective, elapsedSeconds }) => {
      if (objective >= target && reached === Infinity) reached = elapsedSeconds;
    },
    stopped: () => reached < Infinity,
  });
  return reached;
}

export async function benchReach(): Promise<BenchRow[]> {
  const workload = generateWorkload('fluctuating', 7);
  const engines = { simd: await loadBackend('simd', WASM_FOLDER), autodiff: await autodiffEngine() };
  const seconds: Record<keyof typeof engines, number[]> = { simd: [], autodiff: [] };
  for (const seed of SEEDS) {
    const { heldOut } = trainingLoads(workload, seed);
    const optimum = await judged(
      {
        ...defaultScenario(presetById('video')!, workload),
        workload: { ...workload, rates: heldOut ?? workload.rates },
      },
      policyById('optimum-true')!,
      workload.rates,
    );
    for (const key of ['simd', 'autodiff'] as const)
      seconds[key].push(await secondsTo(NEAR * optimum.objective, seed, engines[key]));
  }
  return [
    less(
      `time to ${String(100 * NEAR)} % of the optimum’s J on held-out load, video, interquartile mean of ${String(SEEDS.length)} seeds, SIMD kernel`,
      interquartileMean(seconds.simd),
      's',
      'tfjs WASM, autodiff',
      interquartileMean(seconds.autodiff),
    ),
  ];
}
