import { describe, expect, it } from 'vitest';
import type { Measurement } from './measureModel.ts';
import type { MeasuredBatch } from './measuredBatch.ts';
import { remarksOn, variantOf } from './variant.ts';

const batch = (size: number, seconds: number, over: Partial<MeasuredBatch> = {}): MeasuredBatch => ({
  ...{ batch: size, seconds, low: 0.9 * seconds, high: 1.1 * seconds, median: seconds, samples: 400 },
  ...{ closed: true, narrow: true, runsInPiece: 1, ...over },
});

const measurement = (over: Partial<Measurement> = {}): Measurement => ({
  ...{
    name: 'm.onnx',
    quantile: 0.99,
    batches: [batch(1, 0.01), batch(2, 0.015)],
    left: [],
    ended: 'through',
  },
  ...{ trouble: undefined, fixedBatch: undefined, startups: [0.3, 0.1, 0.2], heapBytes: 20 * 2 ** 20 + 1 },
  graphics: undefined,
  ...over,
});

const asked = {
  name: 'small',
  source: 'this browser, WASM, one thread',
  hardware: '8 cores',
  date: '2026-11-28',
};

describe('a measurement as a variant', () => {
  it('has points, spread, line, median start-up, memory rounded up, and where all of it comes from', () => {
    expect(variantOf(measurement(), { ...asked, accuracy: 0.8 })).toEqual({
      ok: true,
      value: {
        ...{ name: 'small', accuracy: 0.8, cores: 1, startupSeconds: 0.2, memoryMb: 21 },
        latency: {
          ...{ batches: [1, 2], seconds: [0.01, 0.015], measuredUpTo: 2 },
          line: {
            slope: expect.closeTo(0.005, 12) as number,
            intercept: expect.closeTo(0.005, 12) as number,
          },
          spread: [
            [0.009000000000000001, 0.011000000000000001],
            [0.0135, 0.0165],
          ],
        },
        provenance: {
          ...{ source: 'this browser, WASM, one thread', hardware: '8 cores', quantile: 0.99 },
          ...{ date: '2026-11-28', samples: 800 },
        },
      },
    });
  });

  it('says that its accuracy is assumed where nobody gave one', () => {
    const made = variantOf(measurement({ heapBytes: undefined }), { ...asked, accuracy: undefined });
    expect(made).toMatchObject({ ok: true, value: { accuracy: 0.5, provenance: { assumed: ['accuracy'] } } });
    if (made.ok) expect(made.value).not.toHaveProperty('memoryMb');
  });

  it('is refused where batch 1 is not among the batches', () => {
    expect(variantOf(measurement({ batches: [batch(2, 1)] }), { ...asked, accuracy: 1 })).toMatchObject({
      ok: false,
      message: expect.stringContaining('must have a figure for batch 1') as string,
    });
  });
});

describe('what is said of a measurement', () => {
  it.each<readonly [Partial<Measurement>, string]>([
    [{ fixedBatch: 1 }, 'Its batch is fixed at 1, so there is one point.'],
    [{ left: [4], ended: 'stopped' }, 'Batch 4 was not measured: it was stopped.'],
    [
      { left: [4, 8], ended: 'out of time' },
      'Batches 4 and 8 were not measured: the time was spent. More seconds would reach them.',
    ],
    [
      { left: [4], ended: 'trouble', trouble: 'it needs more memory' },
      'Batch 4 was not measured: it needs more memory.',
    ],
    [
      { batches: [batch(1, 1, { closed: false })] },
      'At batch 1 there were fewer than the 368 runs that the 99th percentile needs for an interval: its ends are the least and the greatest seen.',
    ],
    [
      { batches: [batch(1, 1), batch(2, 2, { narrow: false })] },
      'At batch 2 the interval was still wider than 5 % when the time was spent.',
    ],
    [
      { batches: [batch(1, 1, { runsInPiece: 8 })] },
      'At batch 1 a run is too short for the clock here, so means of 8 runs were timed: their 99th percentile lies below that of single runs.',
    ],
    [
      { batches: [batch(1, 1, { median: 0.3 })] },
      'At batch 1 the 99th percentile is more than 3 times the median: most likely other work on this machine',
    ],
    [{ batches: [batch(1, 2), batch(2, 1)] }, 'Batch 2 was faster than the one before: other work'],
  ])('%#', (over, sentence) => {
    expect(remarksOn(measurement(over)).join(' ')).toContain(sentence);
  });

  it('of a whole one is what start-up and memory are', () => {
    expect(remarksOn(measurement())).toHaveLength(2);
  });
});

it('on a graphics card its cores are assumed, its memory unknown, and it says so', () => {
  const made = variantOf(measurement({ graphics: 'partly' }), { ...asked, accuracy: 0.8 });
  expect(made).toMatchObject({ ok: true, value: { cores: 1, provenance: { assumed: ['cores'] } } });
  if (made.ok) expect(made.value).not.toHaveProperty('memoryMb');
  const words = remarksOn(measurement({ graphics: 'partly' })).join(' ');
  expect(words).toContain('Some of its operators run on the processor');
  expect(words).toContain('One core is assumed');
  expect(words).not.toContain('16 MiB');
  expect(remarksOn(measurement({ graphics: 'whole' })).join(' ')).not.toContain('Some of its operators');
});
