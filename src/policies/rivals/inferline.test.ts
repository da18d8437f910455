import { describe, expect, it } from 'vitest';
import { estimateP99, evenArrivals } from './estimator.ts';
import { inferline } from './inferline.ts';
import { compile } from '../../model/tables.ts';
import { decisions } from '../../testing/decisions.ts';
import { testPipeline } from '../../testing/pipelines.ts';

// Seconds at batch 1 and 2: 0.1 and 0.12 (10 and 16.7 req/s), then 0.05 and 0.09 (20 and 22.2 req/s). One core each.
const pipeline = { ...testPipeline([[[0.5, 1, 0.1, 0.02]], [[0.5, 1, 0.05, 0.04]]]), slaSeconds: 0.3 };
const limits = { maxReplicas: 8, maxBatch: 2, maxCores: 30 };

describe('the estimator', () => {
  const tables = compile(pipeline, limits);
  const arrivals = evenArrivals([15], 10);
  const stages = (f0: number, b0: number): { variant: number; replicas: number; batch: number }[] => [
    { variant: 0, replicas: f0, batch: b0 },
    { variant: 0, replicas: 1, batch: 1 },
  ];

  it('spaces arrivals evenly', () => {
    expect(evenArrivals([2, 0, 1], 1)).toEqual(Float64Array.of(0, 0.5, 2));
  });

  it('has requests wait for a replica and for their batch', () => {
    // Two replicas: each serves every second request, 2/15 s apart and longer than 0.1 s: nobody waits.
    expect(estimateP99(tables, stages(2, 1), arrivals)).toBeCloseTo(0.15, 9);
    // One: request i of 0..149 leaves stage 0 at 0.1 (i + 1), and came at i/15. By rank the 149th of 150 waits, i = 148.
    expect(estimateP99(tables, stages(1, 1), arrivals)).toBeCloseTo(14.9 - 148 / 15 + 0.05, 9);
    // Batches of two every 2/15 s, served in 0.12 s. The first of two waits 1/15 s for the other, which then waits
    // 0.05 s behind it at stage 1: 1/15 + 0.12 + 0.05 and 0.12 + 0.1.
    expect(estimateP99(tables, stages(1, 2), arrivals)).toBeCloseTo(1 / 15 + 0.17, 9);
  });

  it('lets a batch go that does not fill', () => {
    // The third of three has no second: it leaves the batcher after 1 s.
    expect(estimateP99(tables, stages(1, 2), Float64Array.of(0, 0.1, 0.2))).toBeCloseTo(1.17, 9);
    expect(estimateP99(tables, stages(1, 2), new Float64Array(0))).toBe(0);
  });
});

describe('InferLine', () => {
  it('follows the trace worked by hand', async () => {
    const calm = new Array<number>(11).fill(15);
    const ordered = await decisions(inferline, pipeline, limits, [
      { load: 15 },
      { load: 24, before: calm },
      { load: 12, before: [24, ...calm] },
      { load: 12, before: [12, 12, 12, 12, 24, 15], time: 180 },
      { load: 12, before: [12, 12, 12, 12, 12, 24], time: 190 },
      { load: 14, before: [12, 12, 12, 12, 12, 12], time: 200 },
      { load: 150, before: [14, 12, 12, 12, 12, 12], time: 210 },
    ]);
    // Plan for 15 req/s: one replica each takes seconds (above), two at stage 0 take 0.15 s. Then batch 2 at stage 0
    // makes one of them spare: 0.237 s <= 0.3. Its envelope is 15 in every window; it takes 15/16.7 = 0.9 of stage 0
    // and 15/20 = 0.75 of stage 1.
    const plan = [
      [0, 1, 2],
      [0, 1, 1],
    ];
    // 24 in one window of ten seconds: 24/15 = 1.6 times the plan, so two replicas each, and so for as long as the 24
    // lies within the last minute.
    const twice = [
      [0, 2, 2],
      [0, 2, 1],
    ];
    // A minute later nothing exceeds 15. For 12 req/s: 12/(16.7 x 0.75) = 0.96 and 12/(20 x 0.75) = 0.8, one each.
    // 14 is within the envelope too; the tuner only lets go, and 1.12 and 0.93 leave it at one.
    // 150 is ten times the plan: ten replicas, of which F_max allows eight.
    const most = [
      [0, 8, 2],
      [0, 8, 1],
    ];
    expect(ordered).toEqual([plan, twice, twice, twice, plan, plan, most]);
  });

  it('plans for throughput alone where even a request that never waits is too slow', async () => {
    // 0.1 + 0.05 s > 0.12 s. For 15 req/s at batch 1: two replicas of 10 and one of 20.
    expect(await decisions(inferline, { ...pipeline, slaSeconds: 0.12 }, limits, [{ load: 15 }])).toEqual([
      [
        [0, 2, 1],
        [0, 1, 1],
      ],
    ]);
  });

  it('keeps what it has grown to where a limit stops it', async () => {
    // 45 req/s need five replicas of 10 at batch 1; F_max is 3. Stage 0 grows to 2, then stage 1 and 0 in turn:
    // 10 < 20, 20 = 20 (the first), 30 > 20, 30 < 40: there it ends.
    expect(await decisions(inferline, pipeline, { ...limits, maxReplicas: 3 }, [{ load: 45 }])).toEqual([
      [
        [0, 3, 1],
        [0, 2, 1],
      ],
    ]);
  });
});
