import { describe, expect, it } from 'vitest';
import { changeWords, turned } from './ordering.ts';
import { latency, type Configuration } from '../../../../model/pipeline.ts';
import { testPipeline } from '../../../../testing/pipelines.ts';

const pipeline = testPipeline([
  [
    [0.5, 2, 0.1, 0.05],
    [0.6, 4, 0.1, 0.05],
    [0.7, 9, 0.1, 0.05],
  ],
  [[0.5, 3, 0.1, 0.05]],
]);
const limits = { maxReplicas: 4, maxBatch: 4, maxCores: 12 };
const start: Configuration = [
  { variant: 0, replicas: 1, batch: 1 },
  { variant: 0, replicas: 1, batch: 1 },
];
const turn = (order: Configuration, n: number, knob: 'variant' | 'replicas' | 'batch', by: 1 | -1) =>
  turned(order, n, knob, by, pipeline, limits);

describe('a knob turned', () => {
  it('goes by one step, and says what holds now', () => {
    const { order, said } = turn(start, 0, 'replicas', 1);
    expect(order).toEqual([{ ...start[0]!, replicas: 2 }, start[1]]);
    expect(said).toMatch(/^stage 0: .*2.*; 7 of 12 cores\.$/);
    expect(turn(start, 1, 'batch', 1).order[1]!.batch).toBe(2);
    expect(turn(turn(start, 1, 'batch', 1).order, 1, 'batch', -1).order).toEqual(start);
  });

  it('says how fast a replica is where that changes: a larger variant is slower, a larger batch answers more', () => {
    const slower = testPipeline([
      [
        [0.5, 1, 0.1, 0.05],
        [0.7, 1, 0.4, 0.1],
      ],
    ]);
    const [one] = start;
    const said = (knob: 'variant' | 'batch' | 'replicas') => turned([one!], 0, knob, 1, slower, limits).said;
    const pace = (from: number, to: number): string =>
      `; a replica answers at most ${to.toFixed(1)} requests a second, ${from.toFixed(1)} before;`;
    const of = (z: number, batch: number): number =>
      batch / latency(slower.stages[0]!.variants[z]!.latency, batch);
    expect(of(1, 1)).toBeLessThan(of(0, 1));
    expect(said('variant')).toContain(pace(of(0, 1), of(1, 1)));
    expect(said('batch')).toContain(pace(of(0, 1), of(0, 2)));
    expect(said('replicas')).not.toContain('a replica answers');
  });

  it.each([
    [0, 'replicas', -1, /needs a replica/],
    [0, 'variant', -1, /has no smaller variant/],
    [1, 'variant', 1, /has no larger variant/],
    [1, 'batch', -1, /one by one/],
  ] as const)('stage %i, %s %i: stays, and says why', (n, knob, by, why) => {
    expect(turn(start, n, knob, by)).toEqual({
      order: start,
      said: expect.stringMatching(why) as string,
      refused: true,
    });
  });

  it('takes no cores that there are not', () => {
    const three = turn(turn(start, 1, 'replicas', 1).order, 1, 'replicas', 1).order;
    expect(turn(three, 1, 'replicas', 1)).toMatchObject({ order: three, refused: true });
    expect(turn(three, 1, 'replicas', 1).said).toMatch(/would need 2 cores more than the device’s 12/);
  });

  it('of a larger variant takes as many replicas as fit', () => {
    const two = turn(start, 0, 'replicas', 1).order;
    const larger = turn(turn(two, 0, 'variant', 1).order, 0, 'variant', 1);
    expect(larger.order[0]).toEqual({ variant: 2, replicas: 1, batch: 1 });
    expect(larger.said).toMatch(/with fewer replicas so that it fits; 12 of 12 cores/);
    const full = turn(start, 1, 'replicas', 1).order;
    expect(turn(turn(full, 0, 'variant', 1).order, 0, 'variant', 1).refused).toBe(true);
  });

  it('is told as what changed', () => {
    const next: Configuration = [
      { variant: 1, replicas: 2, batch: 1 },
      { variant: 0, replicas: 1, batch: 4 },
    ];
    expect(changeWords(start, next, pipeline)).toEqual(['stage 0: v1, 2 replicas', 'stage 1: batch 4']);
    expect(changeWords(next, next, pipeline)).toEqual([]);
  });
});
