import { describe, expect, it } from 'vitest';
import { grandslam } from './grandslam.ts';
import { decisions } from '../../testing/decisions.ts';
import { testPipeline } from '../../testing/pipelines.ts';

// Seconds at batch 1, 2, 4: 0.1, 0.15, 0.25, then 0.3, 0.4, 0.6 (3.3, 5, 6.7 req/s). One core each.
// The objective of 1.2 s is shared 0.1 : 0.3, so 0.3 s and 0.9 s.
const pipeline = { ...testPipeline([[[0.5, 1, 0.1, 0.05]], [[0.5, 1, 0.3, 0.1]]]), slaSeconds: 1.2 };

describe('GrandSLAm', () => {
  it('follows the trace worked by hand', async () => {
    const ordered = await decisions(grandslam, pipeline, { maxReplicas: 8, maxBatch: 4, maxCores: 4 }, [
      { load: 20 },
      { load: 4 },
      { load: 20, backlog: [0, 12] },
      { load: 0 },
    ]);
    // Replicas: 10 req/s against 3.3, so both spare cores go to stage 1.
    expect(ordered).toEqual([
      // 20 req/s. Stage 0: 0.1, 0.15 + 1/20 = 0.2, 0.25 + 3/20 = 0.4 s; 0.3 s allow batch 2 and leave 0.1 s over.
      // Stage 1: 1.0 s allow batch 4 in 0.6 + 3/20 = 0.75 s.
      [
        [0, 1, 2],
        [0, 3, 4],
      ],
      // 4 req/s. Stage 0: batch 2 takes 0.15 + 1/4 = 0.4 s, so batch 1, which leaves 0.2 s over.
      // Stage 1: 1.1 s allow batch 2 in 0.4 + 1/4 = 0.65 s, not batch 4 in 0.6 + 3/4 = 1.35 s.
      [
        [0, 1, 1],
        [0, 3, 2],
      ],
      // 12 wait at stage 1 and drain at 10, 15 or 20 req/s: 0.3 + 1.2 = 1.5, 0.4 + 0.05 + 0.8 = 1.25 and
      // 0.6 + 0.15 + 0.6 = 1.35 s. Its 1.0 s allow none; batch 2 has the least delay.
      [
        [0, 1, 2],
        [0, 3, 2],
      ],
      // Without load no batch of two ever fills.
      [
        [0, 1, 1],
        [0, 3, 1],
      ],
    ]);
  });
});
