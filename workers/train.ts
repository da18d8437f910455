/** Training off the main thread. Plain TypeScript only; tfjs is loaded when the first training begins. */
import { expose } from 'comlink';
import type { TrainApi, TrainEvent, TrainRequest } from './protocol.ts';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { BACKENDS } from '../src/learning/backends.ts';
import { configWith } from '../src/learning/config.ts';
import { probeBackends } from '../src/learning/probe.ts';
import { trainAgent, type TrainPoint } from '../src/learning/train.ts';
import { trainingLoads } from '../src/learning/trainingLoads.ts';

/** tfjs wants all three names; the threaded build is never started (see backends.ts), so it has no file of its own. */
const WASM_PATHS = {
  'tfjs-backend-wasm.wasm': wasmUrl,
  'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
  'tfjs-backend-wasm-threaded-simd.wasm': wasmSimdUrl,
};
/** Milliseconds between messages to the page: at most ten a second. */
const MESSAGE_MS = 100;

let stopped = false;
let paused = false;
/** Asked by a call: messages change it while a training awaits, which narrowing does not see. */
const isStopped = (): boolean => stopped;

/** Yields to a macrotask, so that stop and pause are heard between minibatches. */
function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

async function train(request: TrainRequest, listener: (event: TrainEvent) => void): Promise<void> {
  stopped = false;
  paused = false;
  const config = configWith(request.overrides);
  const { loads, heldOut } = trainingLoads(request.scenario.workload, config.seed);
  const { workload } = request.scenario;
  // The load that chooses the best agent stands in for the one on screen.
  const scenario = heldOut
    ? { ...request.scenario, workload: { ...workload, rates: heldOut } }
    : request.scenario;
  let waiting: TrainPoint[] = [];
  let sent = performance.now();
  /** Time spent paused does not count as training. */
  let pausedMs = 0;
  const clock = (): number => performance.now() - pausedMs;
  const flush = (): void => {
    if (waiting.length > 0) listener({ kind: 'points', points: waiting });
    waiting = [];
    sent = performance.now();
  };
  const result = await trainAgent({
    scenario,
    loads,
    config,
    budget: { seconds: request.seconds },
    clock,
    engine: async (shape) => {
      const candidates = request.backend === 'auto' ? BACKENDS : [request.backend];
      const { chosen, engine, probes } = await probeBackends(
        candidates,
        shape,
        config.minibatch,
        WASM_PATHS,
        clock,
      );
      listener({ kind: 'backend', backend: chosen, probe: probes });
      return engine(shape);
    },
    onPoint: (point) => {
      waiting.push(point);
      if (performance.now() - sent >= MESSAGE_MS) flush();
    },
    onAgent: (agent, objective, best, steps) => {
      flush();
      listener({ kind: 'agent', agent, objective, best, steps });
    },
    between: async () => {
      await yieldToMessages();
      while (paused && !isStopped()) {
        const from = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 50));
        pausedMs += performance.now() - from;
      }
    },
    stopped: isStopped,
  });
  flush();
  listener({
    kind: 'done',
    reason: isStopped() ? 'stopped' : 'finished',
    agent: result.agent,
    steps: result.steps,
    elapsedSeconds: result.elapsedSeconds,
  });
}

const api: TrainApi = {
  train,
  stop: () => {
    stopped = true;
  },
  pause: (value) => {
    paused = value;
  },
};

expose(api);
