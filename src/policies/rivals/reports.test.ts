/**
 * What people reported of the controllers, played again: each report by its repository and number, its figures or, where it
 * gives none, small ones of the same kind. Expected counts follow the controllers' sources by the arithmetic beside them.
 */
import { describe, expect, it } from 'vitest';
import { HpaController, hpaDefaults, type HpaSpec } from './hpaAlgorithm.ts';
import { replicasForAverageValue, replicasForPodMetric, replicasForUtilisation } from './hpaReplicas.ts';
import { KedaController, kedaDefaults, type KedaSpec } from './kedaAlgorithm.ts';
import { KpaController, kpaDefaults, SecondWindow, type KpaSpec } from './kpaAlgorithm.ts';

const { tolerances } = hpaDefaults;
const pods = (ready: number, value: number, unready = 0) => ({
  ready: Array.from({ length: ready }, () => value),
  unready,
});

/** [second, what the metric proposes for the replicas there are, expected order]; each order becomes the next current. */
type Sync = readonly [number, (current: number) => number | undefined, number];

function syncs(spec: Partial<HpaSpec>, first: number, steps: readonly Sync[]): void {
  const controller = new HpaController({ ...hpaDefaults, minReplicas: 1, maxReplicas: 100, ...spec });
  let current = first;
  for (const [time, propose, expected] of steps) {
    current = controller.sync(time, current, [propose(current)]);
    expect({ time, current }).toEqual({ time, current: expected });
  }
}

const external =
  (total: number, target: number, within = tolerances) =>
  (current: number): number =>
    replicasForAverageValue(current, total, target, within);
const cpu =
  (busy: number, percent: number) =>
  (current: number): number | undefined =>
    replicasForUtilisation(current, percent, pods(current, busy), tolerances);

describe('HorizontalPodAutoscaler', () => {
  it('kubernetes/kubernetes#138505: within tolerance the replicas there are stay, surge included', () => {
    // Four pods while a rollout surges, 10.8 over 3 each: 0.9. Three would do.
    expect(replicasForAverageValue(4, 10.8, 3, tolerances)).toBe(4);
    expect(replicasForAverageValue(4, 10.7, 3, tolerances)).toBe(4);
    expect(replicasForAverageValue(4, 8.9, 3, tolerances)).toBe(3);
  });

  it('kubernetes/kubernetes#78761: 38 % of 90 % keeps ten replicas until the window has passed', () => {
    // ceil(10 x 38/90) = 5; the ten of second 0 leave the window of 300 s.
    const spec = { minReplicas: 5, maxReplicas: 10 };
    syncs(spec, 10, [
      [0, cpu(0.38, 90), 10],
      [150, cpu(0.38, 90), 10],
      [285, cpu(0.38, 90), 10],
      [300, cpu(0.38, 90), 5],
    ]);
  });

  it('kubernetes/kubernetes#116984: 4 tasks a pod, and the tolerance of 10 % lets 44 wait on ten', () => {
    syncs({}, 10, [
      [0, external(41, 4), 10],
      // 44/40 = 1.1: the bound is within, which |1 - 1.1| > 0.1 of releases before 1.33 was not.
      [15, external(44, 4), 10],
      // 45/40 = 1.125: ceil(45/4) = 12.
      [30, external(45, 4), 12],
    ]);
    // With a tolerance of 2 % up: ceil(41/4) = 11.
    syncs({}, 10, [[0, external(41, 4, { up: 0.02, down: 0.1 }), 11]]);
  });

  it('gocrane/crane#836: 24 wanted on 22 is 1.09, within the tolerance', () => {
    syncs({}, 22, [[0, external(24, 1), 22]]);
  });

  it('kubernetes/kubernetes#83698: 5.128 of 53 on pods keeps three until the window has passed', () => {
    const uwsgi = (current: number): number | undefined =>
      replicasForPodMetric(current, 53, pods(current, 5.128), tolerances);
    // 5128/53000 x 3 = 0.29: one.
    syncs({ maxReplicas: 3 }, 3, [
      [0, uwsgi, 3],
      [285, uwsgi, 3],
      [300, uwsgi, 1],
    ]);
  });

  it('kubernetes/kubernetes#76187: pods that never started do not keep idle ones', () => {
    // Two ready at 0 %, three not: down the unready do not count.
    const idle = (): number | undefined => replicasForUtilisation(5, 50, pods(2, 0, 3), tolerances);
    expect(idle()).toBe(0);
    syncs({}, 5, [
      [0, idle, 5],
      [300, idle, 1],
    ]);
  });

  it('kubernetes/kubernetes#55477: one replica under load becomes four, whatever is asked for', () => {
    // Without a behavior: max(2 x 1, 4), then 8, then what is asked for.
    syncs({ withoutBehavior: true, maxReplicas: 10 }, 1, [
      [0, () => 10, 4],
      [15, () => 10, 8],
      [30, () => 10, 10],
    ]);
  });

  it('kubernetes/kubernetes#43565: 22 asked for on 4 are reached by doubling', () => {
    syncs({ withoutBehavior: true }, 4, [
      [0, () => 22, 8],
      [15, () => 22, 16],
      [30, () => 22, 22],
    ]);
  });

  it('kubernetes/kubernetes#108354: the start of a period counts what was added and what was removed', () => {
    const spec: Partial<HpaSpec> = {
      maxReplicas: 20,
      scaleUp: {
        stabilizationSeconds: 0,
        select: 'min',
        policies: [{ type: 'percent', value: 300, periodSeconds: 300 }],
      },
      scaleDown: {
        stabilizationSeconds: 0,
        select: 'max',
        policies: [{ type: 'pods', value: 2, periodSeconds: 300 }],
      },
    };
    syncs(spec, 4, [
      // 10 % of 5 % doubles; 4 + 300 % = 16 would be allowed.
      [0, cpu(0.1, 5), 8],
      // The period began at 8 - 4 = 4: down to 4 - 2 = 2 at least, and 2 is asked for.
      [60, () => 2, 2],
      // It began at 2 - 4 + 6 = 4: up to 16.
      [120, () => 20, 16],
    ]);
  });

  it('kubernetes/kubernetes#81581: two steps down may follow each other: the window is of advice, not of changes', () => {
    syncs({ withoutBehavior: true, maxReplicas: 5 }, 5, [
      [0, () => 5, 5],
      [60, () => 3, 5],
      [120, () => 2, 5],
      // The advice of 0 is older than 300 s; that of 60 still counts.
      [315, () => 2, 3],
      [375, () => 2, 2],
    ]);
  });
});

/** KEDA's loop beside the HPA: [second, 'poll' | 'sync', metric, expected]. */
type Loop = readonly [number, 'poll' | 'sync', number, number];

function loops(spec: Partial<KedaSpec>, target: number, first: number, steps: readonly Loop[]): void {
  const behaviour = { ...hpaDefaults, withoutBehavior: true };
  const controller = new KedaController({ ...kedaDefaults, behaviour, ...spec });
  let current = first;
  for (const [time, loop, metric, expected] of steps) {
    current =
      loop === 'poll'
        ? controller.poll(time, current, metric)
        : controller.sync(time, current, current === 0 ? undefined : external(metric, target)(current));
    expect({ time, current }).toEqual({ time, current: expected });
  }
}

describe('KEDA', () => {
  it('kedacore/keda#4204: two pods at a time are a limit and no step, and 60 s of advice come first', () => {
    const scaleUp: HpaSpec['scaleUp'] = {
      stabilizationSeconds: 60,
      select: 'max',
      policies: [
        { type: 'pods', value: 2, periodSeconds: 15 },
        { type: 'percent', value: 10, periodSeconds: 15 },
      ],
    };
    // 80/65 x 2 = 2.46: three, although four would be allowed.
    syncs({ scaleUp }, 2, [
      [0, cpu(0.8, 65), 2],
      [45, cpu(0.8, 65), 2],
      [60, cpu(0.8, 65), 3],
    ]);
  });

  it('kedacore/keda#6844: a cooldown of 60 s does not shorten the way from two to one', () => {
    loops({ cooldownSeconds: 60, minReplicas: 1, maxReplicas: 3 }, 1, 2, [
      [0, 'sync', 2, 2],
      [5, 'poll', 0, 2],
      [90, 'poll', 0, 2],
      [90, 'sync', 0, 2],
      [300, 'sync', 0, 2],
      [315, 'sync', 0, 1],
      [600, 'poll', 0, 1],
    ]);
  });

  it('kedacore/keda#737: with a minimum of 0 the cooldown acts, from any number at once', () => {
    loops({ cooldownSeconds: 60 }, 5, 4, [
      [0, 'poll', 12, 4],
      [30, 'poll', 0, 4],
      [60, 'poll', 0, 4],
      [90, 'poll', 0, 0],
      [105, 'sync', 0, 0],
    ]);
  });

  it('kedacore/keda#196: 100 messages at 50 each are two; many more on one are four first', () => {
    loops({}, 50, 1, [[0, 'sync', 100, 2]]);
    loops({}, 1, 1, [
      [0, 'sync', 200, 4],
      [15, 'sync', 200, 8],
    ]);
  });

  it('kedacore/keda#269: 40 messages at 5 each are eight', () => {
    loops({}, 5, 4, [[0, 'sync', 40, 8]]);
  });

  it('kedacore/keda#7900: eleven wanted on ten are within the tolerance and never come', () => {
    loops({}, 1, 10, [
      [0, 'sync', 11, 10],
      [600, 'sync', 11, 10],
      [615, 'sync', 12, 12],
    ]);
  });
});

const kpaSpec: KpaSpec = { ...kpaDefaults, target: 10, minScale: 1, maxScale: 1000 };

/** [second, ready, stable mean, panic mean, expected]. */
type Tick = readonly [number, number, number, number, number];

function ticks(spec: Partial<KpaSpec>, ready: number, steps: readonly Tick[]): void {
  const controller = new KpaController({ ...kpaSpec, ...spec }, 0, ready);
  for (const [time, serving, stable, panic, expected] of steps)
    expect({ time, replicas: controller.tick(time, serving, stable, panic) }).toEqual({
      time,
      replicas: expected,
    });
}

describe('KPA', () => {
  it('knative/serving#8106: in panic the larger of both windows counts', () => {
    const samples = new SecondWindow(6);
    [1000, 0, 0, 0, 0, 1000].forEach((value, i) => {
      samples.record(i + 1, value);
    });
    // Five seconds: 1000/5 = 200, 20 pods. Six: 2000/6 = 333.33, 34.
    expect(samples.mean(6, 5)).toBe(200);
    ticks({}, 1, [[6, 1, samples.mean(6, 6)!, samples.mean(6, 5)!, 34]]);
  });

  it('knative/serving#3153: leaving panic, it falls to half of what is ready and no further', () => {
    ticks({}, 1, [
      [2, 1, 1000, 10_000, 1000],
      [60, 40, 100, 100, 1000],
      // Panic was last at 2; after 62 it ends: max(10, floor(40/2)).
      [64, 40, 100, 100, 20],
    ]);
  });

  it('knative/serving#12765: 60 req/s at 70 % of 70 a pod are two pods', () => {
    const target = 0.7 * 70;
    ticks({ target }, 2, [[2, 2, 60, 60, 2]]);
    ticks({ target }, 1, [[2, 1, 60, 60, 2]]);
    ticks({ target }, 1, [[2, 1, 48.9, 48.9, 1]]);
  });

  it('knative/serving#8682: one request at a target of 1 is two pods at 70 % and one at 100 %', () => {
    ticks({ target: 0.7 }, 1, [[2, 1, 1, 1, 2]]);
    ticks({ target: 1 }, 1, [[2, 1, 1, 1, 1]]);
  });

  it('knative/serving#4795: it begins in panic where more than one is ready, and keeps all seven', () => {
    ticks({}, 7, [
      [2, 7, 10, 10, 7],
      [60, 7, 60, 60, 7],
      [62, 7, 60, 60, 6],
    ]);
  });

  it('knative/serving#4993: at most half of the replicas leave at a tick', () => {
    ticks({}, 1, [[2, 100, 10, 10, 50]]);
    ticks({ maxScaleDownRate: 4 }, 1, [[2, 100, 10, 10, 25]]);
  });

  it('knative/serving#14764: a delay of 15 minutes keeps what was ordered for 15 minutes', () => {
    ticks({ scaleDownDelaySeconds: 900 }, 1, [
      [2, 3, 30, 30, 3],
      [4, 3, 0, 0, 3],
      [900, 3, 0, 0, 3],
      [902, 3, 0, 0, 1],
    ]);
  });

  it('knative/serving#2868: 50 requests at once at 10 a pod are five pods', () => {
    ticks({}, 1, [[2, 1, 50, 50, 5]]);
  });

  it('knative/serving#8125: one pod more at each tick does not lengthen the panic', () => {
    const steps = Array.from({ length: 31 }, (_, i): Tick => {
      const wanted = 20 + i;
      return [4 + 2 * i, wanted - 1, 10 * wanted, 10 * wanted, wanted];
    });
    // Panic since 2; after 62 s a fall is followed again, to half.
    ticks({}, 1, [[2, 1, 200, 200, 20], ...steps, [66, 50, 0, 0, 25]]);
  });
});
