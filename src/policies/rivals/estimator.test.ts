import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalsIn, estimateP99, evenArrivals, leastP99 } from './estimator.ts';
import { inferline } from './inferline.ts';
import { planInferline } from './inferlinePlan.ts';
import { compile } from '../../model/tables.ts';
import { OutOfTime, TooMuch, watchFor } from '../../model/watch.ts';
import { decisions } from '../../testing/decisions.ts';
import { testPipeline } from '../../testing/pipelines.ts';

const pipeline = { ...testPipeline([[[0.5, 1, 0.1, 0.02]], [[0.5, 1, 0.05, 0.04]]]), slaSeconds: 0.3 };
const limits = { maxReplicas: 8, maxBatch: 2, maxCores: 30 };
const tables = compile(pipeline, limits);
/** A million requests a second and more at one replica. */
const quick = compile({ ...testPipeline([[[0.5, 1, 1e-6, 1e-7]]]), slaSeconds: 1 }, limits);

describe('the least that the 99th percentile can be', () => {
  it('is never more than what following the requests gives, and decides nothing else', () => {
    let said = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(1, 2)), {
          minLength: 2,
          maxLength: 2,
        }),
        (rates, stages) => {
          const configuration = stages.map(([replicas, batch]) => ({ variant: 0, replicas, batch }));
          const least = leastP99(tables, configuration, arrivalsIn(rates, 10), 10 * rates.length);
          if (least > 0) said++;
          expect(least).toBeLessThanOrEqual(estimateP99(tables, configuration, evenArrivals(rates, 10)));
        },
      ),
      { numRuns: 300, seed: 7 },
    );
    expect(said).toBeGreaterThan(50);
  });

  it('counts as many requests as there are arrivals', () => {
    for (const rates of [[], [0], [0.04], [2, 0, 1], [1.26, 7.77, 33.333]])
      expect(arrivalsIn(rates, 10)).toBe(evenArrivals(rates, 10).length);
  });
});

describe('loads beyond all bounds', () => {
  it.each([1e5, 3e5, 1e6, 1e9, 1e15, 1e300])(
    'of %d requests/s are planned for at once, as for any that no replicas can serve',
    async (load) => {
      const many = await decisions(inferline, pipeline, limits, [
        { load, before: Array<number>(11).fill(load) },
      ]);
      const some = await decisions(inferline, pipeline, limits, [
        { load: 500, before: Array<number>(11).fill(500) },
      ]);
      expect(many).toEqual(some);
    },
  );

  it.each([
    ['at once', Array<number>(12).fill(1e5)],
    ['in one burst', [0, 0, 0, 6e5, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['a little over the most', Array<number>(12).fill(41_667)],
    ['growing', Array.from({ length: 12 }, (_, i) => 1e4 * (i + 1))],
    ['falling', Array.from({ length: 12 }, (_, i) => 1e4 * (12 - i))],
  ])('that the stages could serve end in a sentence: %s', (_, rates) => {
    const plan = (): unknown => planInferline(quick, [0], rates, 10, 1);
    expect(plan).toThrow(TooMuch);
    expect(plan).toThrow(
      /^The 120 s of load that InferLine plans from have [\d,]+ requests, and its estimator follows at most 5,000,000 one by one; use a lower load or another policy\.$/,
    );
  });

  it('are stopped by the clock while they are followed', () => {
    let now = 0;
    const watch = watchFor(3, () => (now += 1000));
    const arrivals = evenArrivals([1e5], 10);
    expect(() => estimateP99(quick, [{ variant: 0, replicas: 8, batch: 1 }], arrivals, watch)).toThrow(
      OutOfTime,
    );
    expect(now).toBeLessThan(6000);
  });
});
