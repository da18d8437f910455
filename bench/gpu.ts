/**
 * A whole training on a graphics device beside the SIMD kernel in the same run, by Dawn in Node. Without VK_DRIVER_FILES the
 * device is Chromium's software adapter, which says nothing of speed: its row says so.
 */
import { WASM_FOLDER } from './tensors.ts';
import { more, said, type BenchRow } from './row.ts';
import { loadBackend } from '../src/learning/engines/backends.ts';
import { plainEngine } from '../src/learning/engines/plainEngine.ts';
import type { NetworkShape } from '../src/learning/network/network.ts';
import { defaultConfig, type TrainingConfig } from '../src/learning/ppo/config.ts';
import type { Engine } from '../src/learning/ppo/engine.ts';
import { AgentTraining } from '../src/learning/training/agentTraining.ts';
import { presetById } from '../src/model/presets/index.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { dawnDevice, noDawn } from '../src/testing/dawn.ts';
import { generateWorkload } from '../src/workload/generators.ts';

/** Milliseconds over which updates are counted, and updates at the least. */
const MEASURED_MS = 3000;
const LEAST = 2;
/** Episodes side by side, of which each makes a row; minibatches grow with them. */
const LANES = [64, 1024, 4096];
/** In software more would take minutes. */
const LANES_IN_SOFTWARE = [64];

const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));

/** Decisions a second of updates after the first, which compiles. */
async function rateOf(
  engine: (shape: NetworkShape) => Promise<Engine>,
  changes: Partial<TrainingConfig>,
): Promise<number> {
  const training = await AgentTraining.create({
    ...{ scenario, loads: [generateWorkload('day', 1).rates], budget: { steps: 1e9 } },
    config: { ...defaultConfig, ...changes },
    engine,
    clock: () => performance.now(),
  });
  try {
    await training.update();
    const [steps, began] = [training.steps, performance.now()];
    for (let i = 0; i < LEAST || performance.now() - began < MEASURED_MS; i++) await training.update();
    return (1000 * (training.steps - steps)) / (performance.now() - began);
  } finally {
    training.dispose();
  }
}

export async function benchGpu(): Promise<BenchRow[]> {
  if (noDawn !== undefined) return [said('training on a graphics device', `not run: ${noDawn}`)];
  const { gpu, about, inSoftware } = await dawnDevice();
  const simd = await loadBackend('simd', WASM_FOLDER);
  const onDevice = (shape: NetworkShape): Promise<Engine> =>
    Promise.resolve({ ...plainEngine(shape), name: 'webgpu', gpu });
  const rows: BenchRow[] = [
    said('device', inSoftware ? `${about}: in software, not measured on a GPU` : about),
  ];
  const base = await rateOf((shape) => Promise.resolve(simd(shape)), {});
  for (const lanes of inSoftware ? LANES_IN_SOFTWARE : LANES) {
    const minibatch = (defaultConfig.minibatch * lanes) / defaultConfig.lanes;
    const rate = await rateOf(onDevice, { lanes, minibatch });
    const name = `decisions a second with updates, ${String(lanes)} lanes`;
    rows.push(more(name, rate, '/s', `SIMD kernel, ${String(defaultConfig.lanes)} lanes`, base));
  }
  gpu.destroy();
  return rows;
}
