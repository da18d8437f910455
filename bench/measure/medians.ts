/** Medians of a model's runs by the lab's measurement, and by a plain loop beside it; in Node and in a browser. */
import type * as Ort from 'onnxruntime-web';
import { tickOf } from '../../src/profiles/measure/bench.ts';
import { measureModel } from '../../src/profiles/measure/measureModel.ts';
import { ortRuntime } from '../../src/profiles/measure/ort.ts';
import { denseModel } from '../../src/testing/models.ts';

/** 512 x 512 eight times: about a millisecond a request. */
const WIDTH = 512;
const LAYERS = 8;
export const BATCHES = [1, 8] as const;
const SECONDS = 6;
/** Of the plain loop; the first tenth warms up. */
const RUNS = 300;

export interface Medians {
  /** Seconds by batch. */
  readonly measured: readonly number[];
  readonly plain: readonly number[];
}

export async function medians(ort: typeof Ort): Promise<Medians> {
  const bytes = denseModel('N', WIDTH, LAYERS);
  const clock = (): number => performance.now();
  const made = await measureModel(
    {
      name: 'dense',
      bytes,
      sizes: {},
      batch: 'N',
      plan: { batches: BATCHES, quantile: 0.5, seconds: SECONDS },
    },
    {
      ...{ runtime: ortRuntime(ort, () => undefined), clock, tick: tickOf(clock) },
      ...{ stopped: () => false, tell: () => undefined },
      yieldToMessages: () => new Promise((resolve) => setTimeout(resolve)),
    },
  );
  if (!made.ok) throw new Error(made.message);
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const plain: number[] = [];
  for (const batch of BATCHES) {
    const x = new ort.Tensor('float32', new Float32Array(batch * WIDTH).fill(0.5), [batch, WIDTH]);
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const before = clock();
      await session.run({ x });
      if (i >= RUNS / 10) times.push((clock() - before) / 1000);
    }
    plain.push(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!);
  }
  await session.release();
  return { measured: made.value.batches.map(({ median }) => median), plain };
}
