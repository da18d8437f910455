import { describe, expect, it } from 'vitest';
import { needOf, neverPaying, roomOf, servingOf } from './needed.ts';
import { latency, type Limits } from '../../../model/pipeline.ts';
import { Random } from '../../../model/random.ts';
import { syntheticPipeline } from '../../../model/synthetic.ts';
import { testPipeline, type VariantSpec } from '../../../testing/pipelines.ts';

const limits: Limits = { maxReplicas: 8, maxBatch: 8, maxCores: 30 };
/** A stage of its own: all of the two seconds are its. */
const alone = (...variants: readonly VariantSpec[]) => {
  const pipeline = testPipeline([variants]);
  return { stage: pipeline.stages[0]!, room: roomOf(pipeline, 0, limits, 2) };
};

describe('what a variant needs', () => {
  it('is counted in the batch in which a replica answers most within the time', () => {
    // 0.1 + 0.05 (b - 1): 10/s one by one, 2 / 0.15 = 13.3/s, 4 / 0.25 = 16/s, 8 / 0.45 = 17.8/s.
    const { stage, room } = alone([0.7, 2, 0.1, 0.05]);
    const [variant] = stage.variants;
    const whole = servingOf(variant!, room)!;
    expect(whole.batch).toBe(8);
    expect(whole.rate).toBeCloseTo(8 / 0.45, 9);
    const short = servingOf(variant!, { ...room, seconds: 0.3 })!;
    expect(short).toMatchObject({ batch: 4, rate: 16 });
    expect(needOf(variant!, short, 16, room)).toEqual({ replicas: 1, cores: 2, fits: true });
    expect(needOf(variant!, short, 16.1, room)).toEqual({ replicas: 2, cores: 4, fits: true });
    expect(needOf(variant!, short, 0, room)).toEqual({ replicas: 1, cores: 2, fits: true });
    expect(needOf(variant!, short, 129, room)).toEqual({ replicas: 9, cores: 18, fits: false });
    expect(servingOf(variant!, { ...room, seconds: 0.09 })).toBeUndefined();
  });

  it('leaves the other stages what they take at the least', () => {
    const pipeline = testPipeline([
      [[0.7, 2, 0.1, 0.05]],
      [
        [0.6, 3, 0.2, 0.1],
        [0.9, 5, 0.15, 0.1],
      ],
    ]);
    const room = roomOf(pipeline, 0, limits, 2);
    expect(room.seconds).toBeCloseTo(1.85, 12);
    expect(room.cores).toBe(27);
  });
});

describe('a variant that never pays', () => {
  it('is as accurate as one that needs fewer cores at every load', () => {
    const { stage, room } = alone([0.8, 1, 0.1, 0.1], [0.8, 4, 0.1, 0.1]);
    expect(neverPaying(stage, room)).toEqual([
      undefined,
      { why: 'beaten', by: 0, moreAccurate: false, fewer: 'always' },
    ]);
  });

  it('is less accurate than one that never needs more', () => {
    const { stage, room } = alone([0.8, 1, 0.1, 0.1], [0.7, 1, 0.1, 0.1]);
    expect(neverPaying(stage, room)[1]).toEqual({
      ...{ why: 'beaten', by: 0, moreAccurate: true, fewer: 'never' },
    });
  });

  it('is none that carries a load for which the other would need more', () => {
    // Four cores answer 40/s at once, where four small ones do it with 4 cores too; but eight small ones are all there are.
    const { stage, room } = alone([0.8, 1, 0.1, 0.1], [0.8, 4, 0.02, 0.02]);
    expect(neverPaying(stage, room)).toEqual([undefined, undefined]);
  });

  it('is none of two alike, and one that is too slow or too large for the pipeline', () => {
    const { stage, room } = alone(
      [0.8, 1, 0.1, 0.1],
      [0.8, 1, 0.1, 0.1],
      [0.9, 1, 3, 1],
      [0.9, 31, 0.1, 0.1],
    );
    expect(neverPaying(stage, room)).toEqual([
      undefined,
      undefined,
      { why: 'slow', seconds: 3 },
      { why: 'large' },
    ]);
  });

  it('needs at least as many cores as its rival at every load of a thousand random ones, and is no more accurate', () => {
    const random = Random.stream(5, 'loads');
    let beaten = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const pipeline = syntheticPipeline(2, 5, seed);
      const room = roomOf(pipeline, 0, limits, pipeline.slaSeconds);
      const { variants } = pipeline.stages[0]!;
      const bestRate = (z: number): number =>
        Math.max(
          ...[1, 2, 4, 8].flatMap((b) => {
            const took = latency(variants[z]!.latency, b);
            return took <= room.seconds ? [b / took] : [];
          }),
        );
      neverPaying(pipeline.stages[0]!, room).forEach((never, z) => {
        if (never?.why !== 'beaten') return;
        beaten++;
        const [own, other] = [variants[z]!, variants[never.by]!];
        expect(other.accuracy).toBeGreaterThanOrEqual(own.accuracy);
        for (let i = 0; i < 20; i++) {
          const most = Math.min(8, Math.floor(room.cores / own.cores));
          const load = random.uniform() * most * bestRate(z);
          const needs = (cores: number, rate: number): number => cores * Math.ceil(load / rate);
          expect(needs(other.cores, bestRate(never.by))).toBeLessThanOrEqual(needs(own.cores, bestRate(z)));
        }
      });
    }
    expect(beaten).toBeGreaterThan(20);
  });
});
