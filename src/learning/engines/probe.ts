import { BACKENDS, loadBackend, type BackendName, type EngineFactory, type WasmPaths } from './backends.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../network/network.ts';
import { Random } from '../../model/random.ts';

/** What a backend does on this device with the very network and minibatch to be trained. */
export interface BackendProbe {
  readonly backend: string;
  /** Median milliseconds of one gradient, or undefined with the reason the backend cannot be used. */
  readonly updateMs: number | undefined;
  readonly reason: string | undefined;
}

export interface ProbeResult {
  readonly chosen: BackendName;
  readonly engine: EngineFactory;
  readonly probes: readonly BackendProbe[];
}

/**
 * Measures every candidate and takes the fastest: names say nothing about speed. Each gets one warm-up and then
 * three gradients, fewer where they are slow. Rejects where no candidate runs, with every reason.
 */
export async function probeBackends(
  candidates: readonly BackendName[],
  shape: NetworkShape,
  minibatch: number,
  wasmPaths: WasmPaths,
  clock: () => number,
): Promise<ProbeResult> {
  const probes: BackendProbe[] = [];
  let best: { name: BackendName; engine: EngineFactory; ms: number } | undefined;
  for (const name of BACKENDS.filter((b) => candidates.includes(b))) {
    try {
      const engine = await loadBackend(name, wasmPaths);
      const ms = await measure(engine, shape, minibatch, clock);
      probes.push({ backend: name, updateMs: ms, reason: undefined });
      if (!best || ms < best.ms) best = { name, engine, ms };
    } catch (error) {
      probes.push({
        backend: name,
        updateMs: undefined,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  if (!best)
    throw new Error(
      `No backend can train here: ${probes.map((p) => `${p.backend}: ${p.reason ?? ''}`).join('; ')}.`,
    );
  // Backends of one tensor library share its state: the last one loaded is current, so the chosen one is loaded again.
  return { chosen: best.name, engine: await loadBackend(best.name, wasmPaths), probes };
}

const ENOUGH_MS = 600;

async function measure(
  factory: EngineFactory,
  shape: NetworkShape,
  rows: number,
  clock: () => number,
): Promise<number> {
  const engine = factory(shape);
  const random = Random.stream(0, 'probe');
  const parameters = initialParameters(shape, random);
  const x = Float32Array.from({ length: rows * shape.inputs }, () => random.uniform());
  const gradient = new Float32Array(layoutOf(shape).size);
  const once = async (): Promise<number> => {
    const before = clock();
    await engine.gradient(parameters, x, rows, (_outputs, d) => d.fill(1 / rows), gradient);
    if (!gradient.every(Number.isFinite)) throw new Error('its results are not finite');
    return clock() - before;
  };
  const times = [await once()];
  if (times[0]! < ENOUGH_MS)
    for (times.length = 0; times.length < 3 && times.reduce((a, b) => a + b, 0) < ENOUGH_MS;)
      times.push(await once());
  engine.dispose();
  return times.sort((a, b) => a - b)[Math.floor((times.length - 1) / 2)]!;
}
