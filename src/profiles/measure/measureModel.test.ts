import { describe, expect, it } from 'vitest';
import type { Bench, MeasureEvent } from './bench.ts';
import { inspect, measureModel, type ModelRequest } from './measureModel.ts';
import type { Feed, ModelInput, Runtime } from './session.ts';
import { Random } from '../../model/random.ts';

const IMAGES: readonly ModelInput[] = [{ name: 'images', type: 'float32', dims: ['N', 3, 4, 4] }];

interface Fake {
  readonly inputs?: readonly ModelInput[];
  /** Milliseconds of a run with these inputs. */
  readonly ms?: (batch: number, runs: number) => number;
  readonly openMs?: number;
  /** Throws at a run. */
  readonly fails?: (batch: number) => Error | undefined;
  readonly opens?: () => Error | undefined;
  /** Stops when a batch of this size was told. */
  readonly stopAfter?: number;
  readonly tick?: number;
}

/** A runtime in a time of its own: opening and running let the clock go on. */
function fake({ inputs = IMAGES, ms = (b) => 1 + b, openMs = 50, ...rest }: Fake = {}) {
  let now = 1000;
  let runs = 0;
  let open = 0;
  let stopped = false;
  const fed: (readonly Feed[])[] = [];
  const told: MeasureEvent[] = [];
  const runtime: Runtime = {
    heapBytes: () => 20 * 2 ** 20,
    ready: () => {
      now += 5000;
      return Promise.resolve();
    },
    open: () => {
      const trouble = rest.opens?.();
      if (trouble !== undefined) return Promise.reject(trouble);
      now += openMs;
      open++;
      return Promise.resolve({
        inputs,
        graphics: undefined,
        answer: () => Promise.reject(new Error('nobody asks for answers')),
        prepare: (feeds) => {
          fed.push(feeds);
          const batch = feeds[0]!.dims[0] ?? 1;
          return () => {
            const trouble = rest.fails?.(batch);
            if (trouble !== undefined) return Promise.reject(trouble);
            now += ms(batch, runs++);
            return Promise.resolve();
          };
        },
        release: () => {
          open--;
          return Promise.resolve();
        },
      });
    },
  };
  const bench: Bench = {
    runtime,
    clock: () => now,
    tick: rest.tick ?? 1e-6,
    stopped: () => stopped,
    yieldToMessages: () => Promise.resolve(),
    tell: (event) => {
      told.push(event);
      if (event.kind === 'batch' && event.batch.batch === rest.stopAfter) stopped = true;
    },
  };
  return {
    bench,
    told,
    fed,
    stop: () => (stopped = true),
    sessions: () => open,
    spent: () => (now - 6000) / 1000,
  };
}

const request = (over: Partial<ModelRequest> = {}): ModelRequest => ({
  ...{ name: 'm.onnx', bytes: Uint8Array.of(8), sizes: {}, batch: 'N' },
  plan: { batches: [1, 2, 4], quantile: 0.5, seconds: 10 },
  ...over,
});

describe('a measurement', () => {
  it('times start-up five times and each batch until its interval is narrow, and releases every session', async () => {
    const { bench, told, fed, sessions, spent } = fake();
    const measured = await measureModel(request(), bench);
    if (!measured.ok) throw new Error(measured.message);
    const { batches, startups, left, ended, heapBytes } = measured.value;
    expect(startups.map((s) => Math.round(1000 * s))).toEqual([52, 52, 52, 52, 52]);
    expect(
      batches.map(({ batch, seconds, closed, narrow }) => [batch, Math.round(1e6 * seconds), closed, narrow]),
    ).toEqual([
      ...[
        [1, 2000, true, true],
        [2, 3000, true, true],
        [4, 5000, true, true],
      ],
    ]);
    expect({ left, ended, heapBytes }).toEqual({ left: [], ended: 'through', heapBytes: 20 * 2 ** 20 });
    expect(spent()).toBeLessThan(10);
    expect(sessions()).toBe(0);
    expect(told.filter(({ kind }) => kind !== 'progress').map(({ kind }) => kind)).toEqual([
      ...Array<string>(5).fill('started'),
      ...Array<string>(3).fill('batch'),
    ]);
    expect(fed.at(-1)![0]).toMatchObject({ name: 'images', type: 'float32', dims: [4, 3, 4, 4] });
    expect(fed.at(-1)![0]!.values).toHaveLength(4 * 48);
  });

  it('keeps two points when it is stopped after two batches', async () => {
    const { bench, sessions } = fake({ stopAfter: 2 });
    const measured = await measureModel(request(), bench);
    expect(measured).toMatchObject({
      ok: true,
      value: { batches: [{ batch: 1 }, { batch: 2 }], left: [4], ended: 'stopped' },
    });
    expect(sessions()).toBe(0);
  });

  it('stopped before a batch is through, it says so', async () => {
    const { bench, stop } = fake();
    stop();
    expect(await measureModel(request(), bench)).toEqual({
      ok: false,
      message: 'm.onnx: it was stopped before a batch was timed.',
    });
  });

  it('ends with its time: a slow model leaves the batches that would not fit', async () => {
    const { bench, spent } = fake({ ms: (b) => 600 * b });
    const measured = await measureModel(
      request({ plan: { batches: [1, 2, 4], quantile: 0.99, seconds: 10 } }),
      bench,
    );
    if (!measured.ok) throw new Error(measured.message);
    expect(measured.value).toMatchObject({ ended: 'out of time', left: [2, 4] });
    expect(measured.value.batches.every(({ samples, closed }) => samples >= 5 && !closed)).toBe(true);
    // Two runs to warm up and five timed ones are the least that a batch begun takes.
    expect(spent()).toBeLessThan(10 + 7 * 0.6);
  });

  it('goes on until the time is spent where runs scatter', async () => {
    const random = Random.stream(3, 'runs');
    const { bench, spent } = fake({ ms: () => 1 + random.uniform() });
    const measured = await measureModel(
      request({ plan: { batches: [1, 2], quantile: 0.99, seconds: 6 } }),
      bench,
    );
    if (!measured.ok) throw new Error(measured.message);
    for (const { seconds, low, high, closed, median } of measured.value.batches) {
      expect(closed).toBe(true);
      expect(low).toBeLessThanOrEqual(seconds);
      expect(high).toBeGreaterThanOrEqual(seconds);
      expect(seconds).toBeGreaterThan(0.00195);
      expect(median).toBeCloseTo(0.0015, 4);
    }
    expect(spent()).toBeLessThan(6.1);
  });

  it('times several runs at once where the clock is too coarse for one', async () => {
    const { bench } = fake({ ms: () => 0.25, tick: 1e-4 });
    const measured = await measureModel(request(), bench);
    expect(measured).toMatchObject({ ok: true, value: { batches: [{ runsInPiece: 8 }, {}, {}] } });
    if (measured.ok) expect(measured.value.batches[0]!.seconds).toBeCloseTo(0.00025, 9);
  });

  it('knows a fixed batch, and measures that alone', async () => {
    const { bench } = fake({ inputs: [{ name: 'x', type: 'float32', dims: [8, 2] }] });
    const measured = await measureModel(request({ batch: undefined }), bench);
    expect(measured).toMatchObject({ ok: true, value: { fixedBatch: 8, batches: [{ batch: 8 }], left: [] } });
  });

  it('keeps what stands where a later batch lacks memory', async () => {
    const { bench, sessions } = fake({
      fails: (b) => (b === 4 ? new RangeError('Array buffer allocation failed') : undefined),
    });
    const measured = await measureModel(request(), bench);
    expect(measured).toMatchObject({
      ok: true,
      value: { batches: [{ batch: 1 }, { batch: 2 }], left: [4], ended: 'trouble' },
    });
    if (measured.ok) expect(measured.value.trouble).toContain('more memory than WebAssembly may take');
    expect(sessions()).toBe(0);
  });

  it.each<readonly [string, Fake, Partial<ModelRequest>, string]>([
    [
      'a damaged file',
      {
        opens: () =>
          new Error('ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.'),
      },
      {},
      'm.onnx: it is damaged, or no ONNX model.',
    ],
    [
      'strings',
      { inputs: [{ name: 'words', type: 'string', dims: ['N'] }] },
      {},
      'm.onnx: its input words takes string; inputs of float32,',
    ],
    ['no inputs', { inputs: [] }, {}, 'm.onnx: it has no inputs'],
    [
      'a size that is missing',
      { inputs: [{ name: 'ids', type: 'int64', dims: ['N', 'sequence'] }] },
      {},
      'm.onnx: nobody said how large sequence is.',
    ],
    ['a batch that is not there', {}, { batch: 'M' }, 'm.onnx: it has no free dimension M'],
    [
      'inputs that are too large',
      { inputs: [{ name: 'x', type: 'float64', dims: ['N', 'k'] }] },
      { sizes: { k: 1e6 }, plan: { batches: [64], quantile: 0.5, seconds: 1 } },
      'm.onnx: its inputs at batch 64 would have 489 MiB, more than the 256 MiB',
    ],
  ])('refuses %s in a sentence', async (_, world, over, sentence) => {
    const measured = await measureModel(request(over), fake(world).bench);
    expect(measured.ok).toBe(false);
    if (!measured.ok) expect(measured.message).toMatch(new RegExp(`^${sentence.replace(/[.]/g, '\\.')}`));
  });
});

describe('a first look', () => {
  it('tells inputs, or why there are none to tell', async () => {
    const good = fake();
    expect(await inspect('m.onnx', Uint8Array.of(1), good.bench.runtime)).toEqual({
      ok: true,
      value: IMAGES,
    });
    expect(good.sessions()).toBe(0);
    const bad = fake({ opens: () => new Error('No Op registered for FancyOp with domain_version of 17') });
    expect(await inspect('m.onnx', Uint8Array.of(1), bad.bench.runtime)).toEqual({
      ok: false,
      message: 'm.onnx: it needs the operator FancyOp, which onnxruntime-web lacks.',
    });
  });
});
