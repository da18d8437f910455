import { describe, expect, it } from 'vitest';
import { erlangC, modelSwitching, shareInTime } from './modelSwitching.ts';
import { decisions } from '../../testing/decisions.ts';
import { testPipeline } from '../../testing/pipelines.ts';

// One replica each, as 2 + 1 cores fit 3 once. Light 0.1 s, heavy 0.25 s; stage 1 0.05 s.
// The objective of 0.9 s is shared by the means 0.175 : 0.05, so 0.7 s and 0.2 s.
const pipeline = {
  ...testPipeline([
    [
      [0.5, 1, 0.1, 0.05],
      [0.9, 2, 0.25, 0.05],
    ],
    [[0.8, 1, 0.05, 0.01]],
  ]),
  slaSeconds: 0.9,
};

describe('the share in time', () => {
  it('rests on Erlang C', () => {
    // One server waits with its utilisation; two with a^2 / (2 + a).
    expect(erlangC(1, 0.3)).toBeCloseTo(0.3, 12);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(2, 1.5)).toBeCloseTo(2.25 / 3.5, 12);
  });

  it('is all without load, none at saturation or where the service alone is late', () => {
    expect(shareInTime(0, 2, 5, 0.2, 0.5)).toBe(1);
    expect(shareInTime(10, 2, 5, 0.2, 0.5)).toBe(0);
    expect(shareInTime(1, 2, 5, 0.2, 0.1)).toBe(0);
  });
});

describe('Model-Switching', () => {
  it('follows the trace worked by hand', async () => {
    const loads = [2, 1, 2, 3, 25];
    const ordered = await decisions(
      modelSwitching,
      pipeline,
      { maxReplicas: 8, maxBatch: 4, maxCores: 5 },
      loads.map((load) => ({ load })),
    );
    // In time with one replica: 1 - rho exp(-(tau - load)(deadline - service)).
    // 2: heavy 1 - 0.5 exp(-2 x 0.45) = 0.797, light 1 - 0.2 exp(-8 x 0.6) = 0.998, stage 1 0.993.
    //    (0.9 + 0.8) 0.797 x 0.993 = 1.345 is not 5 % above (0.5 + 0.8) 0.998 x 0.993 = 1.289: light stays.
    // 1: heavy 1 - 0.25 exp(-3 x 0.45) = 0.935: 1.585 against 1.296, so heavy.
    // 2: heavy is in place and best.
    // 3: heavy 1 - 0.75 exp(-1 x 0.45) = 0.522: 0.877 against 1.279, so light.
    // 25: beyond 20 req/s of stage 1 nothing is in time: the lightest.
    expect(ordered.map(([first]) => first![0])).toEqual([0, 1, 1, 0, 0]);
    for (const configuration of ordered) {
      for (const [, replicas, batch] of configuration) expect([replicas, batch]).toEqual([1, 1]);
    }
  });

  it('runs as many copies as the dearest variants allow, and keeps to W_max where not even one fits', async () => {
    const limits = { maxReplicas: 8, maxBatch: 4, maxCores: 7 };
    // Two copies of 2 + 1 cores fit 7. Two heavy at 3 req/s: a = 0.75, C = 0.5625/2.75 = 0.205,
    // 1 - 0.205 exp(-5 x 0.45) = 0.978: 1.66 against 1.3 at most, so heavy.
    expect(await decisions(modelSwitching, pipeline, limits, [{ load: 3 }])).toEqual([
      [
        [1, 2, 1],
        [0, 2, 1],
      ],
    ]);
    expect(
      await decisions(modelSwitching, pipeline, { ...limits, maxCores: 2 }, [{ load: 1 }, { load: 1 }]),
    ).toEqual(
      new Array<number[][]>(2).fill([
        [0, 1, 1],
        [0, 1, 1],
      ]),
    );
  });
});
