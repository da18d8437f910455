import { describe, expect, it } from 'vitest';
import {
  dimensionLabel,
  hardwareOf,
  measuredWords,
  scoringWords,
  sizeWords,
  statusWords,
} from './measureWords.ts';
import type { MeasuredBatch } from '../../../profiles/measure/measuredBatch.ts';

describe('what a browser tells of the machine', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'Linux x86_64, 8 cores, Chrome 131',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Windows NT 10.0, 8 cores, Edge 131',
    ],
    [
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
      'Ubuntu, 8 cores, Firefox 133',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Macintosh, 8 cores, Safari 18',
    ],
    ['', '8 cores'],
  ])('%s', (agent, words) => {
    expect(hardwareOf(agent, 8)).toBe(words);
  });
});

describe('how far a model is', () => {
  const at = { kind: 'progress', batch: 4, samples: 120, share: 0.5, secondsLeft: 9.2 } as const;

  it.each([
    [{ kind: 'asked' } as const, ['H', 'W'], 'Say how large H and W is.'],
    [{ kind: 'asked' } as const, [], 'Ready to be measured.'],
    [{ kind: 'running', progress: undefined } as const, [], 'Being loaded.'],
    [
      { kind: 'running', progress: { ...at, doing: 'timing' } } as const,
      [],
      'Batch 4: 120 runs timed; at most 10 s left.',
    ],
    [
      { kind: 'running', progress: { ...at, doing: 'warming' } } as const,
      [],
      'Batch 4 warms up; at most 10 s left.',
    ],
    [
      { kind: 'running', progress: { ...at, doing: 'starting', samples: 0, secondsLeft: 0 } } as const,
      [],
      'Start-up 1 is timed; its time is spent, the least runs go on.',
    ],
  ])('%#', (status, missing, words) => {
    expect(statusWords(status, missing)).toBe(words);
  });

  it('a result in a line', () => {
    const batch = (size: number, seconds: number): MeasuredBatch => ({
      ...{ batch: size, seconds, low: seconds, high: seconds, median: seconds, samples: 9 },
      ...{ closed: true, narrow: true, runsInPiece: 1 },
    });
    expect(
      measuredWords({
        ...{ name: 'm', quantile: 0.99, batches: [batch(1, 0.0084), batch(8, 0.05)], left: [] },
        ...{
          ended: 'through',
          trouble: undefined,
          fixedBatch: undefined,
          startups: [0.3, 0.2],
          heapBytes: 2 ** 25,
          graphics: undefined,
        },
      }),
    ).toBe('p99 8.40 ms at batch 1, 50.0 ms at 8; start-up 200 ms; memory 32 MiB.');
  });
});

it('sizes and dimensions are written as people write them', () => {
  expect([sizeWords(900), sizeWords(3_240_000), sizeWords(2e8)]).toEqual(['1 kB', '3.2 MB', '200 MB']);
  expect(dimensionLabel('seq', [{ input: 'ids' }, { input: 'mask' }])).toBe('seq of ids, mask');
  expect(dimensionLabel('axis 2 of x', [{ input: 'x' }])).toBe('axis 2 of x');
});

it('says how far the accuracy is, and what came of it', () => {
  const progress = { done: 1024, of: 10_000 };
  expect(scoringWords({ kind: 'running', set: 'a.npz', progress: undefined })).toBe('a.npz is being read.');
  expect(scoringWords({ kind: 'running', set: 'a.npz', progress })).toBe(
    '1,024 of 10,000 rows of a.npz asked.',
  );
  const scored = { set: 'a.npz', rows: 10_000, of: 10_000, right: 9123, notes: [] };
  expect(
    scoringWords({ kind: 'scored', scored: { ...scored, accuracy: 0.9123, low: 0.906597, high: 0.917687 } }),
  ).toBe('Accuracy 91.2 %, 95 % interval 90.7 to 91.8 %: 9,123 of 10,000 rows of a.npz right.');
});
