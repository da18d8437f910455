/** Each autoscaler over a few decisions worked out on paper. */
import { describe, expect, it } from 'vitest';
import { aquatope, countedLatency, INITIAL_DRAWS } from './aquatope.ts';
import { autopilot } from './autopilot.ts';
import { cocktail } from './cocktail.ts';
import { fixedChoice } from './fixedChoice.ts';
import { hpa } from './hpa.ts';
import { keda } from './keda.ts';
import { kpa } from './kpa.ts';
import { offeredLoad, requestsInStage, utilisation } from './signals.ts';
import { vpa } from './vpa.ts';
import type { PolicyFactory } from '../policy.ts';
import { defaultWeights, type Configuration } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import { compile, type Tables } from '../../model/tables.ts';
import { seen, type Seen } from '../../testing/observations.ts';
import { testLongRun, testPipeline, testWorld } from '../../testing/pipelines.ts';

/** 10 req/s and 1 core, then 5 req/s and 2 cores a replica; no batches; 10 cores. */
const two = compile(testPipeline([[[0.8, 1, 0.1, 0.05]], [[0.8, 2, 0.2, 0.05]]]), {
  maxReplicas: 8,
  maxBatch: 1,
  maxCores: 10,
});

/** One stage of 10 req/s and 1 core a replica. */
const one = compile(testPipeline([[[0.8, 1, 0.1, 0.05]]]), { maxReplicas: 8, maxBatch: 1, maxCores: 10 });

/** What a step sees and the replicas that must be ordered for it. */
type Step = readonly [Seen, readonly number[]];

async function replay(factory: PolicyFactory, tables: Tables, steps: readonly Step[]): Promise<void> {
  const policy = await factory.create({
    tables,
    weights: defaultWeights,
    slaSeconds: 2,
    longRun: testLongRun(tables),
    world: testWorld(tables),
    random: Random.stream(1, 'trace'),
    future: { startTime: 120, loads: new Float64Array(0) },
  });
  let serving: Configuration = Array.from({ length: tables.stages }, () => ({
    variant: 0,
    replicas: 1,
    batch: 1,
  }));
  for (const [what, expected] of steps) {
    serving = policy.decide(seen(tables, serving, what));
    expect({ time: what.time, replicas: serving.map((stage) => stage.replicas) }).toEqual({
      time: what.time,
      replicas: expected,
    });
  }
}

describe('traces worked by hand', () => {
  it('HPA', async () => {
    await replay(hpa, two, [
      // Deployed for 8 req/s: ceil(8/10) and ceil(8/5).
      [{ time: 120, load: 8 }, [1, 2]],
      // First sync: 9/10 busy in both; 90/80 = 1.125, ceil(1.125) = 2 and ceil(2.25) = 3; 2 + 6 = 8 cores.
      [{ time: 130, load: 9 }, [2, 3]],
      // The next sync is due at 145.
      [{ time: 140, load: 30 }, [2, 3]],
      // Sync of 145: 15/20 = 75 %, 0.9375 is within the tolerance; 15/15 = 100 %, ceil(1.25 x 3) = 4.
      [{ time: 150, load: 15 }, [2, 4]],
      // Both saturated: ceil(2.5) = 3 and ceil(5) = 5 would be 13 cores. Taken back: stage 0 (30 > 25 req/s) to 2,
      // then stage 1 (25 > 20) to 4: 10 cores.
      [{ time: 160, load: 30 }, [2, 4]],
    ]);
  });

  it('KEDA', async () => {
    await replay(keda, two, [
      [{ time: 120, load: 8 }, [1, 2]],
      // In service 9 x 0.1 = 0.9 of 1, and 9 x 0.2 = 1.8 of 2: both 0.9, within the tolerance.
      [{ time: 130, load: 9 }, [1, 2]],
      [{ time: 140, load: 30, backlog: [50, 50] }, [1, 2]],
      // 20 waiting + 10 x 0.1 = 21, at most max(2 x 1, 4) = 4. Behind it 10 req/s arrive: 10 x 0.2 = 2 of 2.
      [{ time: 150, load: 12, backlog: [20, 0] }, [4, 2]],
      // 12 x 0.1 = 1.2 asks for 2, but the 21 of ten seconds ago counts: at most 2 x 4 = 8. 6 waiting + min(12.6, 10) x
      // 0.2 = 8, at most 4. 8 + 8 cores; 80 > 20 req/s: stage 0 down to 2.
      [{ time: 160, load: 12, backlog: [0, 6] }, [2, 4]],
    ]);
  });

  it('KPA', async () => {
    await replay(kpa, two, [
      [{ time: 120, load: 8 }, [1, 2]],
      // 0.9/0.7 = 1.3: 2 = 2 x 1, panic. 1.8/0.7 = 2.6: 3; stage 1 began with 2 replicas, so in panic since 120.
      [{ time: 130, load: 9 }, [2, 3]],
      // 0.3/0.7 and 0.6/0.7 ask for one, but panic does not shrink.
      [{ time: 140, load: 3 }, [2, 3]],
      [{ time: 150, load: 3 }, [2, 3]],
      [{ time: 160, load: 3 }, [2, 3]],
      [{ time: 170, load: 3 }, [2, 3]],
      [{ time: 180, load: 3 }, [2, 3]],
      // Stage 1 leaves panic at the tick of 182; its 60 s to 190 hold only 0.6: max(1, floor(3/2)) = 1.
      [{ time: 190, load: 3 }, [2, 1]],
      // Stage 0 panicked last at 130 and leaves at 192: max(1, floor(2/2)) = 1.
      [{ time: 200, load: 3 }, [1, 1]],
    ]);
  });

  it('KPA stays at one replica at 7 req/s: Knative cuts its means off after six digits', async () => {
    // 7 x 0.1 s = 0.7 in flight, whose mean over 60 s is 0.7000000000000004; 0.7/0.7 asks for one.
    await replay(
      kpa,
      one,
      Array.from({ length: 30 }, (_, i): Step => [{ time: 120 + 10 * i, load: 7 }, [1]]),
    );
  });

  it('KEDA leaves behavior empty: a step from 4 to 60 req/s gives 1, 4, 8 replicas', async () => {
    await replay(keda, one, [
      [{ time: 120, load: 4 }, [1]],
      [{ time: 130, load: 4 }, [1]],
      // 10 served of 60: 500 wait.
      [{ time: 150, load: 60, backlog: [500] }, [4]],
      [{ time: 160, load: 60, backlog: [700] }, [8]],
    ]);
  });

  it('VPA', async () => {
    const held = (from: number, to: number, load: number, replicas: number): Step[] =>
      Array.from({ length: (to - from) / 10 + 1 }, (_, i) => [{ time: from + 10 * i, load }, [replicas]]);
    await replay(vpa, one, [
      [{ time: 120, load: 8 }, [1]],
      // 40 req/s are 4 cores of work; they fall into the bucket that ends at 0.2 (1.05^63 - 1) = 4.125 cores.
      // Sample by sample the lower bound is 1.15 x 4.125 x (1 + 0.001/c)^-2 with c the days since 130: at 190
      // c = 60/86400 and it is 0.80 < 1 core: the request stays.
      ...held(130, 240, 40, 1),
      // At 250 c = 120/86400 and it is 1.60 > 1: the target is 1.15 x 4.125 = 4.74, five replicas.
      [{ time: 250, load: 40 }, [5]],
      // Then 2 req/s: the lower bound is small, the upper one 4.74 x (1 + 86400/180), so five stay for good.
      ...held(260, 370, 2, 5),
    ]);
  });

  it('Autopilot', async () => {
    await replay(autopilot, one, [
      [{ time: 120, load: 8 }, [1]],
      // 0.9 used: 0.9/0.7 = 1.29, up.
      [{ time: 130, load: 9 }, [2]],
      // Saturated: 2/0.7 = 2.86, up.
      [{ time: 140, load: 25 }, [3]],
      // 2.5/0.7 = 3.57, up.
      [{ time: 150, load: 25 }, [4]],
      // 2.7/0.7 = 3.86 is 3.6 % off 4: ignored.
      [{ time: 160, load: 27 }, [4]],
      // The peak of the window still holds.
      [{ time: 170, load: 2 }, [4]],
      // 8 and more are asked for, but no more may start than serve, and F_max is 8: 4/0.7 = 5.7, up.
      [{ time: 180, load: 90 }, [6]],
    ]);
  });

  it('Cocktail', async () => {
    // 0.6: below 90 % of 0.9. 0.85: 5 req/s a core. 0.9: 20 req/s on 4 cores.
    const tables = compile(
      testPipeline([
        [
          [0.6, 1, 0.1, 0.05],
          [0.85, 1, 0.2, 0.05],
          [0.9, 4, 0.05, 0.05],
        ],
      ]),
      { maxReplicas: 8, maxBatch: 4, maxCores: 20 },
    );
    const policy = await cocktail.create({
      tables,
      weights: defaultWeights,
      slaSeconds: 2,
      longRun: testLongRun(tables),
      world: testWorld(tables),
      random: Random.stream(1, 'trace'),
      future: { startTime: 120, loads: new Float64Array(0) },
    });
    const smallest = [{ variant: 0, replicas: 1, batch: 1 }];
    const at = (time: number, predicted: number): Configuration =>
      policy.decide(seen(tables, smallest, { time, load: 10, predicted }));
    // ceil(12/5) x 1 = 3 cores against ceil(12/20) x 4 = 4.
    expect(at(120, 12)).toEqual([{ variant: 1, replicas: 3, batch: 1 }]);
    // ceil(17/5) = 4 replicas of the same variant.
    expect(at(130, 17)).toEqual([{ variant: 1, replicas: 4, batch: 1 }]);
    // ceil(45/5) = 9 would be over F_max = 8; the next selection is at 150.
    expect(at(140, 45)).toEqual([{ variant: 1, replicas: 8, batch: 1 }]);
    // Only variant 2 carries 45: ceil(45/20) = 3, 12 cores.
    expect(at(150, 45)).toEqual([{ variant: 2, replicas: 3, batch: 1 }]);
    // ceil(38/5) = 8 cores against 2 x 4 = 8: the more accurate. (Selected at 180.)
    expect(at(180, 38)).toEqual([{ variant: 2, replicas: 2, batch: 1 }]);
    // Nothing carries 200 with eight replicas: the fastest, as many as fit 20 cores.
    expect(at(210, 200)).toEqual([{ variant: 2, replicas: 5, batch: 1 }]);
  });

  it('Aquatope keeps the cheapest configuration that was seen to meet the SLA, and probes where it may save', async () => {
    const tables = compile(testPipeline([[[0.8, 1, 0.1, 0.05]]]), {
      maxReplicas: 2,
      maxBatch: 1,
      maxCores: 10,
    });
    const policy = await aquatope.create({
      tables,
      weights: defaultWeights,
      slaSeconds: 2,
      longRun: testLongRun(tables),
      world: testWorld(tables),
      random: Random.stream(7, 'trace'),
      future: { startTime: 120, loads: new Float64Array(0) },
    });
    let serving: Configuration = [{ variant: 0, replicas: 1, batch: 1 }];
    const tried = new Set<number>();
    const step = (k: number, load: number): number => {
      serving = policy.decide(seen(tables, serving, { time: 120 + 10 * k, load }));
      return serving[0]!.replicas;
    };
    for (let k = 0; k < INITIAL_DRAWS; k++) tried.add(step(k, 15));
    expect([...tried].sort()).toEqual([1, 2]);
    // At 15 req/s one replica carries 10: its latency counts as 2 x 15/10 = 3 s, over the SLA; two replicas take
    // 0.1 s. The only saving, one core, was seen to fail: two replicas from now on.
    for (let k = INITIAL_DRAWS; k < INITIAL_DRAWS + 5; k++) expect(step(k, 15)).toBe(2);
  });
});

describe('what the autoscalers read', () => {
  const tables = two;
  const serving: Configuration = [
    { variant: 0, replicas: 1, batch: 1 },
    { variant: 0, replicas: 2, batch: 1 },
  ];

  it('offered load: backlog spread over ten seconds, held back by the stages before', () => {
    // Stage 0: 7 + 20/10 = 9 of 10. Stage 1: min(10, 9) + 40/10 = 13 of 10.
    const what = seen(tables, serving, { time: 130, load: 7, backlog: [20, 40] });
    expect(offeredLoad(what, 0)).toBe(9);
    expect(offeredLoad(what, 1)).toBe(13);
    expect(utilisation(what, 0)).toBe(0.9);
    expect(utilisation(what, 1)).toBe(1);
    // 40 wait, and 10 req/s of 0.2 s are in service.
    expect(requestsInStage(what, 1, 0.2)).toBe(42);
  });

  it('no capacity: busy where there is work', () => {
    const what = seen(tables, serving, { time: 130, load: 7 });
    const stopped = { ...what, stages: what.stages.map((stage) => ({ ...stage, throughput: 0 })) };
    expect(utilisation(stopped, 0)).toBe(1);
    expect(utilisation({ ...stopped, load: 0 }, 0)).toBe(0);
  });

  it('latency that counts: at least the SLA times load over capacity where capacity is short', () => {
    expect(countedLatency(seen(tables, serving, { time: 130, load: 8 }), 2)).toBeCloseTo(0.3, 12);
    expect(countedLatency(seen(tables, serving, { time: 130, load: 15 }), 2)).toBe(3);
  });

  it('the fixed choice: fewest cores within the SLA, ties by accuracy', () => {
    const choices = compile(
      testPipeline([
        [
          [0.7, 1, 0.5, 0.1],
          [0.8, 1, 0.5, 0.1],
          [0.9, 4, 0.1, 0.1],
        ],
      ]),
      { maxReplicas: 8, maxBatch: 4, maxCores: 20 },
    );
    // 4 req/s. Batch 1: 2 req/s in 0.5 s, two replicas. Batch 2: 2/0.6 = 3.3 req/s in 0.6 + 1/4 s, two. Batch 4:
    // 4/0.8 = 5 req/s, one core, but 0.8 + 3/4 = 1.55 s. Variant 2: 10 req/s, four cores, 0.1 s.
    expect(fixedChoice(choices, 2, 4)).toEqual([{ variant: 1, replicas: 1, batch: 4 }]);
    expect(fixedChoice(choices, 1, 4)).toMatchObject([{ variant: 1, replicas: 2 }]);
    expect(fixedChoice(choices, 0.2, 4)).toEqual([{ variant: 2, replicas: 1, batch: 1 }]);
    // No option meets 0.01 s: the cheapest that carries the load.
    expect(fixedChoice(choices, 0.01, 4)).toMatchObject([{ replicas: 1, batch: 4 }]);
  });
});
