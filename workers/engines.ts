import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { BACKENDS, type EngineFactory } from '../src/learning/engines/backends.ts';
import type { Engine } from '../src/learning/ppo/engine.ts';
import type { NetworkShape } from '../src/learning/network/network.ts';
import { probeBackends, type BackendProbe } from '../src/learning/training/probe.ts';
import { configWith } from '../src/learning/ppo/settings.ts';
import type { LearnerOn } from '../src/learning/task/learner.ts';
import type { Overrides } from '../src/storage/records.ts';

/** tfjs wants all three names; the threaded build is never started (see backends.ts), so it has no file of its own. */
const WASM_PATHS = {
  'tfjs-backend-wasm.wasm': wasmUrl,
  'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': wasmSimdUrl,
};

/**
 * Engines for a training: the fastest of those that `wanted` allows ('auto' allows all), and once some have failed, the
 * fastest of the rest, whatever was wanted. Members of one training share a choice. `onChoice` hears the measurements.
 */
export function enginesFrom(
  wanted: string,
  overrides: Overrides,
  clock: () => number,
  onChoice: (backend: string, probe: readonly BackendProbe[]) => void,
): (shape: NetworkShape, failed: readonly string[], learnerOn: LearnerOn) => Promise<Engine> {
  const config = configWith(overrides);
  const choices = new Map<string, EngineFactory>();
  return async (shape, failed, learnerOn) => {
    const left = BACKENDS.filter((name) => !failed.includes(name));
    const candidates = failed.length > 0 || wanted === 'auto' ? left : left.filter((name) => name === wanted);
    const key = candidates.join();
    let factory = choices.get(key);
    if (!factory) {
      const { chosen, engine, probes } = await probeBackends(
        ...([candidates, shape, config, WASM_PATHS, clock, learnerOn] as const),
      );
      onChoice(chosen, probes);
      choices.set(key, engine);
      factory = engine;
    }
    return factory(shape);
  };
}
