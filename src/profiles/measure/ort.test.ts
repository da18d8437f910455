import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bench } from './bench.ts';
import { heapBytes, watchHeap } from './heap.ts';
import { inspect, measureModel, type ModelRequest } from './measureModel.ts';
import { ortRuntime } from './ort.ts';
import { remarksOn, variantOf } from './variant.ts';
import { denseModel, largeModel, operatorModel, tokenModel } from '../../testing/models.ts';

watchHeap();
const runtime = ortRuntime(ort, heapBytes);

// A clock that every look sets on by as much: what is tested here holds on a machine of any speed.
let looks = 0;
const clock = (): number => 0.1 * looks++;

const bench: Bench = {
  ...{ runtime, clock, tick: 1e-6, stopped: () => false, tell: () => undefined },
  yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
};

const request = (bytes: Uint8Array, over: Partial<ModelRequest> = {}): ModelRequest => ({
  ...{ name: 'm.onnx', bytes, sizes: {}, batch: 'N' },
  plan: { batches: [1, 4], quantile: 0.5, seconds: 2 },
  ...over,
});

const ASKED = { name: 'dense', source: 'Node', hardware: 'here', date: '2026-11-28', accuracy: undefined };

beforeAll(() => runtime.ready(new Uint8Array(0)));

describe('onnxruntime-web', () => {
  it('measures a model, and its figures become a variant with their provenance', async () => {
    const measured = await measureModel(request(denseModel('N', 64, 3)), bench);
    if (!measured.ok) throw new Error(measured.message);
    const made = variantOf(measured.value, ASKED);
    if (!made.ok) throw new Error(made.message);
    const { latency, provenance, startupSeconds } = made.value;
    expect(latency).toMatchObject({ batches: [1, 4], measuredUpTo: 4 });
    expect(latency.spread).toHaveLength(2);
    expect(startupSeconds).toBeCloseTo(0.0002, 9);
    expect(provenance).toMatchObject({ quantile: 0.5, date: '2026-11-28', assumed: ['accuracy'] });
    expect(provenance!.samples).toBeGreaterThanOrEqual(10);
  });

  it('knows a fixed batch: one point, and the same seconds below it', async () => {
    const measured = await measureModel(request(denseModel(8, 16, 1), { batch: undefined }), bench);
    if (!measured.ok) throw new Error(measured.message);
    expect(measured.value.batches.map(({ batch }) => batch)).toEqual([8]);
    expect(remarksOn(measured.value)[0]).toBe(
      'Its batch is fixed at 8, so there is one point: smaller batches are filled up and take as long.',
    );
    const made = variantOf(measured.value, ASKED);
    if (!made.ok) throw new Error(made.message);
    const { batches, seconds, line } = made.value.latency;
    expect(batches).toEqual([1, 8]);
    expect(seconds[0]).toBe(seconds[1]);
    expect(16 * line.slope + line.intercept).toBeCloseTo(2 * seconds[0]!, 12);
  });

  it('takes whole numbers for two free dimensions', async () => {
    const bytes = tokenModel();
    expect(await inspect('m.onnx', bytes, runtime)).toEqual({
      ok: true,
      value: [
        { name: 'input_ids', type: 'int64', dims: ['batch_size', 'sequence_length'] },
        { name: 'attention_mask', type: 'int64', dims: ['batch_size', 'sequence_length'] },
      ],
    });
    const measured = await measureModel(
      request(bytes, { batch: 'batch_size', sizes: { sequence_length: 12 } }),
      bench,
    );
    expect(measured).toMatchObject({ ok: true, value: { batches: [{ batch: 1 }, { batch: 4 }] } });
  });

  it.each(['float', 'double', 'int32', 'int64', 'bool'] as const)('makes inputs of %s', async (type) => {
    const bytes = operatorModel('Identity', type);
    expect(await measureModel(request(bytes, { batch: undefined }), bench)).toMatchObject({
      ok: true,
      value: { fixedBatch: 1 },
    });
  });

  it.each<readonly [string, Uint8Array, string]>([
    ['is cut', denseModel('N', 16, 1).slice(0, 300), 'it is damaged, or no ONNX model'],
    ['is text', new TextEncoder().encode('a model'), 'it is damaged, or no ONNX model'],
    ['is empty', new Uint8Array(0), 'it is empty'],
    [
      'was not fetched',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'),
      'it is a pointer of Git LFS; fetch the file itself with "git lfs pull"',
    ],
    [
      'needs an unknown operator',
      operatorModel('FancyOp'),
      'it needs the operator FancyOp, which onnxruntime-web lacks',
    ],
    [
      'needs one that is not there for its type',
      operatorModel('Acosh', 'double'),
      'it needs the operator Acosh, which onnxruntime-web lacks for these types',
    ],
    [
      'feeds one what it does not take',
      operatorModel('Erf', 'bool'),
      'it gives its operator Erf a tensor(bool), which that operator does not take',
    ],
  ])('refuses a file that %s in a sentence', async (_, bytes, why) => {
    expect(await inspect('m.onnx', bytes, runtime)).toEqual({ ok: false, message: `m.onnx: ${why}.` });
  });

  it('measures a model of 200 MB, and sees what memory it takes', async () => {
    const before = heapBytes()!;
    const bytes = largeModel(200);
    expect(bytes.length).toBeGreaterThan(2e8);
    const measured = await measureModel(
      // Too little for a second start-up.
      request(bytes, { plan: { batches: [1], quantile: 0.5, seconds: 0.001 } }),
      bench,
    );
    if (!measured.ok) throw new Error(measured.message);
    expect(measured.value.batches).toHaveLength(1);
    expect(measured.value.heapBytes! - before).toBeGreaterThan(2e8);
  }, 120_000);

  it('says which sizes do not fit the model', async () => {
    const refused = await measureModel(
      request(denseModel('N', 16, 1), { plan: { batches: [1], quantile: 0.5, seconds: 1 } }),
      { ...bench, runtime: { ...runtime, open: (bytes) => misfit(bytes) } },
    );
    expect(refused).toEqual({ ok: false, message: 'm.onnx: its input x takes 16 at axis 1, not 15.' });
  });
});

/** A session that declares one column too few. */
async function misfit(bytes: Uint8Array): ReturnType<typeof runtime.open> {
  const session = await runtime.open(bytes);
  return {
    inputs: [{ name: 'x', type: 'float32', dims: ['N', 15] }],
    graphics: undefined,
    prepare: (feeds) => session.prepare(feeds),
    answer: (feeds) => session.answer(feeds),
    release: () => session.release(),
  };
}
