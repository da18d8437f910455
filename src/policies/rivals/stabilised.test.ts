import { describe, expect, it } from 'vitest';
import { bestSet, infadapter } from './infadapter.ts';
import { msplus } from './msplus.ts';
import { rateOf, replicaCores } from './stageOptions.ts';
import { unitShares, deadlineShares } from './shares.ts';
import { CORE_WEIGHT, LOADING_WEIGHT, servicesOf } from './stabilised.ts';
import { Random } from '../../model/random.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';
import { compile } from '../../model/tables.ts';
import { decisions } from '../../testing/decisions.ts';
import { smallPipeline } from '../../testing/enumerate.ts';
import { testPipeline } from '../../testing/pipelines.ts';

// Requests per second of one replica at batch 1: light 10, medium 8, heavy 5 on two cores; stage 1: 10.
// At best 0.1 core-seconds a request at both stages, so 4 of the 8 cores each.
const pipeline = testPipeline([
  [
    [0.6, 1, 0.1, 0.05],
    [0.7, 1, 0.125, 0.05],
    [0.9, 2, 0.2, 0.05],
  ],
  [[0.8, 1, 0.1, 0.05]],
]);
const limits = { maxReplicas: 8, maxBatch: 4, maxCores: 8 };
const moments = (forecasts: readonly number[]): { load: number; predicted: number }[] =>
  forecasts.map((predicted) => ({ load: 1, predicted }));

describe('shares', () => {
  it('balance the load that stages can carry and use every core', () => {
    expect(unitShares(compile(pipeline, limits))).toEqual([4, 4]);
    for (let seed = 0; seed < 100; seed++) {
      const { tables } = smallPipeline(seed);
      const shares = unitShares(tables);
      expect(shares.reduce((sum, own) => sum + own, 0)).toBe(tables.capacity);
    }
  });

  it('split the objective by mean latency', () => {
    // Means 0.425 / 3 and 0.1 s.
    const [first, second] = deadlineShares(compile(pipeline, limits), 2);
    expect(first! / second!).toBeCloseTo(0.425 / 3 / 0.1, 12);
    expect(first! + second!).toBeCloseTo(2, 12);
  });
});

describe('MS+', () => {
  it('follows the trace worked by hand', async () => {
    // Each forecast counts for 10 % more; cores cost 0.05 / 4 each, and loading 0.001.
    expect(await decisions(msplus, pipeline, limits, moments([4, 8, 12, 3, 3, 3, 3, 50]))).toEqual([
      // 4.4: one heavy on 2 cores, 0.9 - 0.025, above one medium, 0.7 - 0.0125.
      [
        [2, 1, 1],
        [0, 1, 1],
      ],
      // 8.8: two heavy fill the 4 cores, 0.9 - 0.05.
      [
        [2, 2, 1],
        [0, 1, 1],
      ],
      // 13.2: three heavy would need 6 cores; two medium, 0.7 - 0.025, above two light, 0.6 - 0.025.
      [
        [1, 2, 1],
        [0, 2, 1],
      ],
      // 3.3 is less: it waits for four such decisions in a row.
      ...new Array<number[][]>(3).fill([
        [1, 2, 1],
        [0, 2, 1],
      ]),
      [
        [2, 1, 1],
        [0, 1, 1],
      ],
      // 55: six light would be needed, and six of stage 1. Neither fits 4 cores: the lightest on all of them.
      [
        [0, 4, 1],
        [0, 4, 1],
      ],
    ]);
  });
});

describe('InfAdapter', () => {
  it('follows the trace worked by hand', async () => {
    expect(await decisions(infadapter, pipeline, limits, moments([8, 12, 25, 12, 12, 12, 12, 50]))).toEqual([
      // 8.8: two heavy alone, 0.9 - 0.05; heavy with light would be (5 x 0.9 + 3.8 x 0.6) / 8.8 = 0.77.
      [
        [2, 2, 1],
        [0, 1, 1],
      ],
      // 13.2: one heavy takes 5 and two medium 8.2: (4.5 + 5.74) / 13.2 - 0.05 = 0.726, just above one heavy, one medium,
      // one light: (4.5 + 5.6 + 0.12) / 13.2 - 0.05 = 0.724. Medium has the larger quota: two for 13.2.
      [
        [1, 2, 1],
        [0, 2, 1],
      ],
      // 27.5: with a heavy one there are 2 cores for 22.5, too few. Four medium, 0.7 - 0.05, above three with one light,
      // (24 x 0.7 + 3.5 x 0.6) / 27.5 - 0.05 = 0.637.
      [
        [1, 4, 1],
        [0, 3, 1],
      ],
      // 13.2 again is less: on the fourth decision as above.
      ...new Array<number[][]>(3).fill([
        [1, 4, 1],
        [0, 3, 1],
      ]),
      [
        [1, 2, 1],
        [0, 2, 1],
      ],
      // 55: no set carries it: the lightest on all cores.
      [
        [0, 4, 1],
        [0, 4, 1],
      ],
    ]);
  });

  it('finds the best of all sets', () => {
    const random = Random.stream(12, 'sets');
    let carried = 0;
    for (let seed = 0; seed < 150; seed++) {
      const made = syntheticPipeline(1, 3, seed);
      const limited = { maxReplicas: 1 + random.integer(5), maxBatch: 1, maxCores: 8 + random.integer(12) };
      const tables = compile(made, limited);
      const service = servicesOf(tables, made.slaSeconds)[0]!;
      const load = 1 + 40 * random.uniform();
      const previous = new Map([[random.integer(3), 1 + random.integer(3)]]);
      const score = (replicas: readonly number[]): number => {
        let left = load;
        let mixed = 0;
        let held = 0;
        let loading = 0;
        for (let z = 2; z >= 0; z--) {
          const served = Math.min(left, replicas[z]! * rateOf(tables, 0, z, 0));
          left -= served;
          mixed += (served / load) * tables.accuracy[z]!;
          held += replicas[z]! * replicaCores(tables, 0, z);
          if (replicas[z]! > 0 && previous.get(z) !== replicas[z]) loading = 1;
        }
        const count = replicas.reduce((sum, f) => sum + f, 0);
        if (left > 1e-9 || held > limited.maxCores || count > limited.maxReplicas) return -Infinity;
        return mixed - (CORE_WEIGHT * held) / limited.maxCores - LOADING_WEIGHT * loading;
      };
      let best = -Infinity;
      const range = Array.from({ length: limited.maxReplicas + 1 }, (_, f) => f);
      for (const a of range) {
        for (const b of range) for (const c of range) best = Math.max(best, score([a, b, c]));
      }
      const set = bestSet(service, load, previous);
      if (!set) {
        expect(best).toBe(-Infinity);
        continue;
      }
      carried++;
      const replicas = [0, 1, 2].map((z) => set.find(({ variant }) => variant === z)?.replicas ?? 0);
      expect(score(replicas)).toBeCloseTo(best, 12);
    }
    expect(carried).toBeGreaterThan(50);
    expect(carried).toBeLessThan(150);
  });
});
