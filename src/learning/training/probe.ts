import {
  BACKENDS,
  loadBackend,
  type BackendName,
  type EngineFactory,
  type WasmPaths,
} from '../engines/backends.ts';
import { inSoftware } from '../engines/inSoftware.ts';
import { freeActions } from '../network/actions.ts';
import type { NetworkShape } from '../network/network.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import { NotFinite } from '../ppo/engine.ts';
import type { LearningTask } from '../ppo/experience.ts';
import type { LearnerOn } from '../task/learner.ts';
import { Ppo } from '../ppo/ppo.ts';
import { Random } from '../../model/random.ts';

/** What a backend does on this device with the very network and updates to be trained. */
export interface BackendProbe {
  readonly backend: string;
  /**
   * Milliseconds of a whole update, decisions and minibatch steps; or undefined with the reason the backend cannot be used.
   * Of one that trains in a shape of its own, for as many decisions as an update of the configuration has.
   * Without the environment, which costs every processor's backend the same; with it where a graphics device, which reckons
   * the environment too, is beside them.
   */
  readonly updateMs: number | undefined;
  readonly reason: string | undefined;
}

export interface ProbeResult {
  readonly chosen: BackendName;
  readonly engine: EngineFactory;
  readonly probes: readonly BackendProbe[];
}

/**
 * Runs updates on every candidate as the training of `config` would, and takes the fastest: names say nothing about speed.
 * Where one is a graphics device, it and the best processor each run whole updates of the very training, by `learnerOn`.
 * Rejects where no candidate runs, with every reason.
 */
export async function probeBackends(
  candidates: readonly BackendName[],
  shape: NetworkShape,
  config: TrainingConfig,
  wasmPaths: WasmPaths,
  clock: () => number,
  learnerOn: LearnerOn,
  load: (name: BackendName, wasmPaths: WasmPaths) => Promise<EngineFactory> = loadBackend,
): Promise<ProbeResult> {
  const found = new Map<BackendName, BackendProbe>();
  const note = (backend: BackendName, updateMs: number | undefined, reason?: string): void =>
    void found.set(backend, { backend, updateMs, reason });
  let best: Best | undefined;
  let device: { readonly name: BackendName; readonly factory: EngineFactory } | undefined;
  for (const name of BACKENDS.filter((b) => candidates.includes(b))) {
    try {
      const factory = await load(name, wasmPaths);
      if (factory.gpu) {
        // It compiles for long, and then computes on the processor's own cores.
        if (candidates.length > 1 && inSoftware(factory.gpu)) throw new Error('only in software here');
        device = { name, factory };
        continue;
      }
      const ms = await measure(factory, shape, config, clock, best?.ms);
      note(name, ms);
      if (!best || ms < best.ms) best = { name, ms, factory };
    } catch (error) {
      note(name, undefined, reasonOf(error));
    }
  }
  if (device) {
    try {
      const ms = await wholeUpdate(device.factory, shape, config, clock, learnerOn);
      note(device.name, ms);
      const rival = best && (await wholeUpdate(best.factory, shape, config, clock, learnerOn));
      const world = best && rival !== undefined ? Math.max(0, rival - best.ms) : 0;
      for (const { backend, updateMs } of [...found.values()])
        if (backend !== device.name && updateMs !== undefined) note(backend as BackendName, updateMs + world);
      if (rival === undefined || ms < rival) best = { ...device, ms };
    } catch (error) {
      note(device.name, undefined, reasonOf(error));
    }
  }
  const probes = BACKENDS.flatMap((name) => found.get(name) ?? []);
  if (!best)
    throw new Error(
      `No backend can train here: ${probes.map((p) => `${p.backend}: ${p.reason ?? ''}`).join('; ')}.`,
    );
  // Backends of one tensor library share its state: the last one loaded is current, so the chosen one is loaded again.
  return { chosen: best.name, engine: await load(best.name, wasmPaths), probes };
}

interface Best {
  readonly name: BackendName;
  readonly ms: number;
  readonly factory: EngineFactory;
}

function reasonOf(error: unknown): string {
  if (error instanceof NotFinite) return 'its results are not finite';
  return error instanceof Error ? error.message : String(error);
}

/**
 * Milliseconds of an update of the training itself, its environment with it, by a learner that is then let go; the first one
 * compiles. A graphics device has updates of its own size: it is told what as many decisions as `config`'s update has take there.
 */
async function wholeUpdate(
  factory: EngineFactory,
  shape: NetworkShape,
  { lanes, horizon, entropyCoefficient, expertMode }: TrainingConfig,
  clock: () => number,
  learnerOn: LearnerOn,
): Promise<number> {
  const learner = await learnerOn(factory(shape));
  const order = { learningRate: 0, entropyCoefficient, imitation: 1, guided: expertMode !== 'none' };
  try {
    await learner.update(order);
    let ms = Infinity;
    for (let tried = 0, spent = 0; tried < TRIES && spent < ENOUGH_MS; tried++) {
      const before = clock();
      await learner.update(order);
      ms = Math.min(ms, clock() - before);
      spent += ms;
    }
    return (ms * lanes * horizon) / learner.stepsPerUpdate;
  } finally {
    learner.dispose();
  }
}

/** Updates measured of a backend, the fastest counts; fewer once they have taken so long. */
const TRIES = 3;
const ENOUGH_MS = 40;
/** A backend that takes longer for decisions and a first step than the best so far for so many updates is not run again. */
const HOPELESS = 4;

/** Ends an update between two of its minibatch steps. */
class Enough extends Error {}

/**
 * Milliseconds of an update by `config`; `best` are those of the best backend so far. What runs is smaller where that says
 * as much: decisions for one minibatch, and all epochs of it, so that decisions and steps stand to each other as in the
 * training; and of an update that takes too long, only its first steps, the others at their pace.
 */
async function measure(
  factory: EngineFactory,
  shape: NetworkShape,
  config: TrainingConfig,
  clock: () => number,
  best = Infinity,
): Promise<number> {
  const { lanes, minibatch, epochs, entropyCoefficient } = config;
  const horizon = Math.min(config.horizon, Math.ceil(minibatch / lanes));
  const whole = config.horizon / horizon;
  /** When the last decision was taken. */
  let decided = 0;
  const task = standIn(shape, config, () => (decided = clock()));
  const ppo = new Ppo(task, shape, { ...config, horizon }, factory(shape));
  const rows = ppo.stepsPerUpdate;
  const steps = epochs * Math.floor(rows / Math.min(minibatch, rows));
  // No learning rate: whatever the settings are, the numbers stay what they were.
  const schedule = { learningRate: 0, entropyCoefficient, imitation: 1 };
  /** One update, ended after the first step at `most` milliseconds. */
  const run = async (most: number): Promise<{ readonly spent: number; readonly ms: number }> => {
    const before = clock();
    let done = 0;
    const between = (): Promise<void> =>
      ++done < steps && clock() - before >= most ? Promise.reject(new Enough()) : Promise.resolve();
    await ppo.update(schedule, between).catch((error: unknown) => {
      if (!(error instanceof Enough)) throw error;
    });
    const after = clock();
    return { spent: after - before, ms: whole * (decided - before + ((after - decided) * steps) / done) };
  };
  try {
    // The first step of a backend compiles and warms up.
    const first = await run(0);
    if (whole * first.spent > HOPELESS * best) return first.ms;
    let ms = Infinity;
    for (let tried = 0, spent = 0; tried < TRIES && spent < ENOUGH_MS; tried++) {
      const one = await run(ENOUGH_MS);
      ms = Math.min(ms, one.ms);
      spent += one.spent;
    }
    return ms;
  } finally {
    ppo.dispose();
  }
}

/** Episodes that never end, of a world that costs nothing; `onStep` hears of every decision of all lanes. */
function standIn(
  { inputs, heads }: NetworkShape,
  { lanes, expertMode }: TrainingConfig,
  onStep: () => void,
): LearningTask {
  const random = Random.stream(0, 'probe');
  const seen = Float32Array.from({ length: lanes * inputs }, () => random.uniform());
  const won = Float32Array.from({ length: lanes }, () => random.normal());
  return {
    lanes,
    inputs,
    space: freeActions(heads),
    teaches: expertMode === 'dagger' || expertMode === 'distil',
    encode: (lane, out, at) => {
      out.set(seen.subarray(lane * inputs, (lane + 1) * inputs), at);
    },
    step: (_actions, rewards) => {
      rewards.set(won);
      onStep();
    },
    restart: () => undefined,
  };
}
