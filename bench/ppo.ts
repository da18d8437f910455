/** Whole PPO trainings: decisions a second on every backend, and where the time of one goes. */
import { profiled } from './profile.ts';
import { more, type BenchRow } from './row.ts';
import { autodiffEngine, WASM_FOLDER } from './tensors.ts';
import { loadBackend, type EngineFactory } from '../src/learning/engines/backends.ts';
import { defaultConfig } from '../src/learning/ppo/config.ts';
import { trainAgent } from '../src/learning/training/trainGroup.ts';
import { defaultScenario, type Scenario } from '../src/scenario/scenario.ts';
import { presetById } from '../src/model/presets/index.ts';
import { syntheticPipeline } from '../src/model/synthetic.ts';
import { generateWorkload } from '../src/workload/generators.ts';

/** Stable-Baselines3's PPO on the task's shape: 36 observations, heads [5, 8, 7] x 4; decisions a second. */
const SB3 = 3350;
const ROUNDS = 3;
const ROUND_SECONDS = 4;

const video = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));
const four: Scenario = {
  ...defaultScenario(syntheticPipeline(4, 5, 1), video.workload),
  limits: { maxReplicas: 8, maxBatch: 64, maxCores: 60 },
};

/** Decisions a second of the clock and of processor time; the latter says what a busy machine would do if it were not. */
interface Rates {
  readonly clock: number;
  readonly processor: number;
}

async function ratesOf(scenario: Scenario, engine: EngineFactory, seconds = ROUND_SECONDS): Promise<Rates> {
  const before = process.cpuUsage();
  const { steps, elapsedSeconds } = await trainAgent({
    scenario,
    loads: [generateWorkload('day', 1).rates],
    config: { ...defaultConfig, evaluateEvery: 1e9 },
    budget: { seconds },
    engine: (shape) => Promise.resolve(engine(shape)),
    clock: () => performance.now(),
  });
  const { user, system } = process.cpuUsage(before);
  return { clock: steps / elapsedSeconds, processor: (1e6 * steps) / (user + system) };
}

/** Backends take turns, so that a busy machine is busy for all of them; the best round of each counts. */
async function race(scenario: Scenario, name: string): Promise<BenchRow[]> {
  const engines = {
    simd: await loadBackend('simd', WASM_FOLDER),
    wasm: await loadBackend('wasm', WASM_FOLDER),
    autodiff: await autodiffEngine(),
  };
  const nothing: Rates = { clock: 0, processor: 0 };
  const best = { simd: nothing, wasm: nothing, autodiff: nothing };
  for (let round = 0; round < ROUNDS; round++) {
    for (const key of ['simd', 'wasm', 'autodiff'] as const) {
      const { clock, processor } = await ratesOf(scenario, engines[key]);
      best[key] = {
        clock: Math.max(best[key].clock, clock),
        processor: Math.max(best[key].processor, processor),
      };
    }
  }
  const title = `PPO, ${name}, fluid, 64 lanes, 4 epochs, SIMD kernel`;
  const { simd, wasm, autodiff } = best;
  return [
    more(title, simd.clock, 'steps/s', 'tfjs WASM by hand', wasm.clock),
    more(title, simd.clock, 'steps/s', 'tfjs WASM, autodiff', autodiff.clock),
    more(title, simd.clock, 'steps/s', 'Stable-Baselines3 (measured elsewhere)', SB3),
    more(title, simd.processor, 'steps a processor second', 'tfjs WASM by hand', wasm.processor),
    more(title, simd.processor, 'steps a processor second', 'tfjs WASM, autodiff', autodiff.processor),
  ];
}

/** What a function's time counts for: the first rule that a frame meets, from the innermost one out. */
const RULES: readonly (readonly [part: string, what: RegExp])[] = [
  ['update: gather', / gather$/],
  ['update: loss', / loss$|normaliseAdvantages/],
  ['update: Adam', / (adam|squares)$/],
  ['update: backward', /tiles\.ts (backward|prepare)$/],
  ['rollout: sampling', / (draw|columns)$|simdActor\.ts act$|masks\.ts|distribution\.ts/],
  ['rollout: inference', /simdActor\.ts (#forward|value|load)$/],
  ['update: forward', /simdSteps\.ts step.*tiles\.ts forward$|simdSteps\.ts step$/],
  ['update: taking over and giving back', /simdSteps\.ts (begin|end)$/],
  ['rollout: encoding', /features\.ts/],
  ['rollout: advice', /pipelineTask\.ts (teach|expert|#advise)$|frontier\.ts/],
  ['rollout: environment', /environment\/|pipelineTask\.ts (step|restart)$/],
  ['rollout: advantages and its statistics', /gae\.ts|experience\.ts/],
  ['snapshots, averages, the rest of training', /training\.ts|ppo\.ts|train\.ts/],
];

async function breakdown(): Promise<BenchRow[]> {
  const simd = await loadBackend('simd', WASM_FOLDER);
  await ratesOf(video, simd, 2);
  const shares = await profiled(() => ratesOf(video, simd, 10), RULES);
  return [...shares].map(([part, { share, milliseconds }]) => ({
    name: `time of a training on the SIMD kernel, ${part}`,
    value: 100 * share,
    unit: '%',
    against: 'ms in 10 s',
    againstValue: milliseconds,
    ratio: share,
  }));
}

export async function benchPpo(): Promise<BenchRow[]> {
  return [
    ...(await race(video, 'video pipeline')),
    ...(await race(four, 'four stages with heads [5, 8, 7] each')),
    ...(await breakdown()),
  ];
}
