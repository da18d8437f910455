import { describe, expect, it } from 'vitest';
import { rim } from './rim.ts';
import { decisions } from '../../testing/decisions.ts';
import { testPipeline } from '../../testing/pipelines.ts';

// Two replicas each, as 2 x (2 + 1) cores fit 6. Two replicas carry at batch 1, 2, 4 (seconds):
// light, either stage: 20, 26.7, 32 req/s (0.1, 0.15, 0.25)
// heavy, stage 0: 10, 11.4, 12.3 (0.2, 0.35, 0.65); stage 1: 8, 8.9, 9.4 (0.25, 0.45, 0.85)
const pipeline = {
  ...testPipeline([
    [
      [0.6, 1, 0.1, 0.05],
      [0.8, 2, 0.2, 0.15],
    ],
    [
      [0.7, 1, 0.1, 0.05],
      [0.9, 1, 0.25, 0.2],
    ],
  ]),
  slaSeconds: 0.55,
};

describe('Rim', () => {
  it('follows the trace worked by hand', async () => {
    const forecasts = [40, 7, 9, 11, 30, 40];
    const ordered = await decisions(
      rim,
      pipeline,
      { maxReplicas: 8, maxBatch: 4, maxCores: 6 },
      forecasts.map((predicted) => ({ load: 1, predicted })),
    );
    const all = [
      // 40: nothing carries it. The smallest configuration stays, with the fixed replicas.
      [
        [0, 2, 1],
        [0, 2, 1],
      ],
      // 7: both heavy at batch 1, 0.45 s.
      [
        [1, 2, 1],
        [1, 2, 1],
      ],
      // 9: heavy stage 1 would need batch 4, 0.85 s.
      [
        [1, 2, 1],
        [0, 2, 1],
      ],
      // 11: heavy stage 0 at batch 2, 0.35 + 0.1 s.
      [
        [1, 2, 2],
        [0, 2, 1],
      ],
      // 30: only light at batch 4, 0.5 s.
      [
        [0, 2, 4],
        [0, 2, 4],
      ],
    ];
    // 40 again: all stays.
    expect(ordered).toEqual([...all, all[4]]);
  });
});
