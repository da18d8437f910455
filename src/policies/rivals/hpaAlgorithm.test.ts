import { describe, expect, it } from 'vitest';
import { HpaController, hpaDefaults, type HpaSpec } from './hpaAlgorithm.ts';
import { replicasForUtilisation } from './hpaReplicas.ts';

/** Expected values follow the published rule by the arithmetic beside them, not this code. */
type Pods = readonly (number | undefined)[];
const none = undefined;
const same = (count: number, value: number): Pods => Array.from({ length: count }, () => value);

const calculations: readonly {
  why: string;
  current: number;
  target?: number;
  ready: Pods;
  unready?: number;
  expected: number | undefined;
}[] = [
  { why: 'on target: 50/50 = 1', current: 4, ready: same(4, 0.5), expected: 4 },
  { why: '54/50 = 1.08 lies within the tolerance', current: 4, ready: same(4, 0.54), expected: 4 },
  { why: '56/50 = 1.12; 4 x 1.12 = 4.48, up', current: 4, ready: same(4, 0.56), expected: 5 },
  { why: '45/50 = 0.9: the tolerance includes its edge', current: 4, ready: same(4, 0.45), expected: 4 },
  { why: '44/50 = 0.88; 10 x 0.88 = 8.8, up', current: 10, ready: same(10, 0.44), expected: 9 },
  { why: '5 x 30/50 = 3 exactly', current: 5, ready: same(5, 0.3), expected: 3 },
  { why: '3 x 99/50 = 5.94, up', current: 3, ready: same(3, 0.99), expected: 6 },
  { why: '50 x 90/75 = 60', current: 50, target: 75, ready: same(50, 0.9), expected: 60 },
  { why: '60.9 % counts as 60: 10 x 1.2 = 12, not 13', current: 10, ready: same(10, 0.609), expected: 12 },
  { why: 'the mean counts: 60/50 x 2 = 2.4, up', current: 2, ready: [0.9, 0.3], expected: 3 },
  { why: 'idle pods: 0 x 3', current: 3, ready: same(3, 0), expected: 0 },
  {
    why: 'down, one missing counts 100 %: (0.2 + 0.2 + 1)/3 = 46 %, 0.92 is within the tolerance',
    current: 3,
    ready: [0.2, 0.2, none],
    expected: 3,
  },
  {
    why: 'down, one missing: 1.3/4 = 32 %, 4 x 0.64 = 2.56, up',
    current: 4,
    ready: [0.1, 0.1, 0.1, none],
    expected: 3,
  },
  {
    why: 'down, two missing: 2.1/3 = 70 % would turn upwards, so keep',
    current: 3,
    ready: [0.1, none, none],
    expected: 3,
  },
  {
    why: 'up, one missing counts 0: 2/3 = 66 %, 3 x 1.32 = 3.96, up',
    current: 3,
    ready: [1, 1, none],
    expected: 4,
  },
  { why: 'up, one missing: 35 % would turn downwards, so keep', current: 2, ready: [0.7, none], expected: 2 },
  {
    why: 'up, one missing: 53/50 = 1.06 is within the tolerance',
    current: 3,
    ready: [0.8, 0.8, none],
    expected: 3,
  },
  { why: 'on target with one missing: nothing to correct', current: 2, ready: [0.5, none], expected: 2 },
  {
    why: 'a target above 100 %: missing count 150 %: 3.6/3 = 120 %, 3 x 0.8 = 2.4, up',
    current: 3,
    target: 150,
    ready: [0.6, none, none],
    expected: 3,
  },
  {
    why: 'up, 4 of 5 pods counted: 2/3 = 66 % asks for 4 < 5, so keep',
    current: 5,
    ready: [1, 1, none],
    expected: 5,
  },
  {
    why: 'down, unready pods are set aside: 2 x 0.4 = 0.8, up',
    current: 4,
    ready: [0.2, 0.2],
    unready: 2,
    expected: 1,
  },
  {
    why: 'up, an unready pod counts 0: 3 x 66/50 = 3.96, up',
    current: 3,
    ready: [1, 1],
    unready: 1,
    expected: 4,
  },
  {
    why: 'up, an unready pod: 40 % would turn downwards, so keep',
    current: 2,
    ready: [0.8],
    unready: 1,
    expected: 2,
  },
  {
    why: 'up, three unready: 45/50 = 0.9, keep',
    current: 6,
    ready: same(3, 0.9),
    unready: 3,
    expected: 6,
  },
  {
    why: 'missing and unready together: 2/4 = 50 %, keep',
    current: 4,
    ready: [1, 1, none],
    unready: 1,
    expected: 4,
  },
  { why: 'no metric of any ready pod: no proposal', current: 2, ready: [none, none], expected: none },
  { why: 'no ready pod: no proposal', current: 2, ready: [], unready: 2, expected: none },
];

describe('HPA, replicas for a utilisation', () => {
  it.each(calculations)('$why', ({ current, target = 50, ready, unready = 0, expected }) => {
    expect(replicasForUtilisation(current, target, { ready, unready }, hpaDefaults.tolerances)).toBe(
      expected,
    );
  });
});

/** [second, current replicas, proposals of the metrics, expected order] */
type Sync = readonly [number, number, readonly (number | undefined)[], number];
const { scaleUp, scaleDown } = hpaDefaults;
const atOnce = { ...scaleDown, stabilizationSeconds: 0 };
const pods = (value: number, periodSeconds: number) => ({ type: 'pods', value, periodSeconds }) as const;
const percent = (value: number, periodSeconds: number) =>
  ({ type: 'percent', value, periodSeconds }) as const;

const series: readonly { why: string; spec?: Partial<HpaSpec>; syncs: readonly Sync[] }[] = [
  { why: 'up at once: no window upwards', syncs: [[0, 2, [3], 3]] },
  { why: 'up by 4 pods or 100 %, whichever is more: max(2 + 4, 4)', syncs: [[0, 2, [20], 6]] },
  { why: 'up by 100 %: max(8 + 4, 16)', syncs: [[0, 8, [20], 16]] },
  { why: 'no more than maxReplicas', syncs: [[0, 18, [40], 20]] },
  {
    why: 'no fewer than minReplicas',
    spec: { minReplicas: 2, scaleDown: atOnce },
    syncs: [[0, 4, [1], 2]],
  },
  {
    why: 'above maxReplicas: brought down whatever the metric',
    spec: { maxReplicas: 5 },
    syncs: [[0, 8, [8], 5]],
  },
  { why: 'below minReplicas: brought up', spec: { minReplicas: 3 }, syncs: [[0, 1, [1], 3]] },
  {
    why: 'down waits: 5 was advised 15 s ago',
    syncs: [
      [0, 5, [5], 5],
      [15, 5, [2], 5],
    ],
  },
  {
    why: 'the advice of second 0 leaves the window of 300 s at second 300',
    syncs: [
      [0, 5, [5], 5],
      [15, 5, [2], 5],
      [285, 5, [2], 5],
      [300, 5, [2], 2],
    ],
  },
  {
    why: 'down to the largest advice of the window: 3 of second 60',
    syncs: [
      [0, 5, [5], 5],
      [60, 5, [3], 5],
      [120, 5, [2], 5],
      [300, 5, [2], 3],
    ],
  },
  { why: 'the first sync remembers where it found the replicas', syncs: [[0, 6, [1], 6]] },
  { why: 'of several metrics the largest proposal', syncs: [[0, 4, [5, 7, 3], 7]] },
  {
    why: 'a metric that cannot be read forbids scaling down',
    spec: { scaleDown: atOnce },
    syncs: [[0, 4, [2, undefined], 4]],
  },
  { why: 'but not scaling up', syncs: [[0, 4, [6, undefined], 6]] },
  { why: 'no metric at all: no change', syncs: [[0, 4, [undefined], 4]] },
  { why: 'at zero replicas the autoscaler is off', syncs: [[0, 0, [3], 0]] },
  {
    why: 'the rate counts from the start of its period: 4 at second 0 allows 8 until second 15, then 16',
    syncs: [
      [0, 4, [20], 8],
      [5, 8, [20], 8],
      [15, 8, [20], 16],
    ],
  },
  {
    why: 'down by one pod a minute',
    spec: { scaleDown: { ...atOnce, policies: [pods(1, 60)] } },
    syncs: [
      [0, 5, [1], 4],
      [15, 4, [1], 4],
      [60, 4, [1], 3],
    ],
  },
  {
    why: 'two policies, the larger change by default: 80 - 10 % = 72 and not 76',
    spec: { maxReplicas: 100, scaleDown: { ...atOnce, policies: [pods(4, 60), percent(10, 60)] } },
    syncs: [[0, 80, [10], 72]],
  },
  {
    why: 'two policies, below 40 the pods are the larger change: 20 - 4 = 16 and not 18',
    spec: { scaleDown: { ...atOnce, policies: [pods(4, 60), percent(10, 60)] } },
    syncs: [[0, 20, [1], 16]],
  },
  {
    why: 'two policies, select Min: the smaller change, 80 - 4',
    spec: {
      maxReplicas: 100,
      scaleDown: { ...atOnce, select: 'min', policies: [pods(4, 60), percent(10, 60)] },
    },
    syncs: [[0, 80, [10], 76]],
  },
  {
    why: 'up, select Min: min(2 + 4, 4)',
    spec: { scaleUp: { ...scaleUp, select: 'min' } },
    syncs: [[0, 2, [20], 4]],
  },
  {
    why: 'scaling down disabled',
    spec: { scaleDown: { ...atOnce, select: 'disabled' } },
    syncs: [[0, 5, [1], 5]],
  },
  {
    why: 'scaling up disabled',
    spec: { scaleUp: { ...scaleUp, select: 'disabled' } },
    syncs: [[0, 5, [9], 5]],
  },
  {
    why: 'up waits where a window upwards is set: the least advice of 60 s',
    spec: { scaleUp: { ...scaleUp, stabilizationSeconds: 60 } },
    syncs: [
      [0, 2, [2], 2],
      [15, 2, [6], 2],
      [60, 2, [6], 6],
    ],
  },
  {
    why: 'per cent up is rounded up: 5 x 1.1 = 5.5',
    spec: { scaleUp: { ...scaleUp, policies: [percent(10, 15)] } },
    syncs: [[0, 5, [20], 6]],
  },
  {
    why: 'and exact: 100 + 10 % = 110',
    spec: { maxReplicas: 200, scaleUp: { ...scaleUp, policies: [percent(10, 15)] } },
    syncs: [[0, 100, [200], 110]],
  },
  {
    why: 'per cent down is cut off: 5 x 0.5 = 2.5',
    spec: { scaleDown: { ...atOnce, policies: [percent(50, 15)] } },
    syncs: [[0, 5, [1], 2]],
  },
  {
    why: 'what was added within the period is not the start: 6 - 2 = 4, less 2',
    spec: { scaleDown: { ...atOnce, policies: [pods(2, 60)] } },
    syncs: [
      [0, 4, [6], 6],
      [15, 6, [1], 2],
    ],
  },
];

describe('HPA, stabilisation and rates', () => {
  it.each(series)('$why', ({ spec, syncs }) => {
    const controller = new HpaController({ ...hpaDefaults, minReplicas: 1, maxReplicas: 20, ...spec });
    const ordered = syncs.map(([time, current, proposals]) => controller.sync(time, current, proposals));
    expect(ordered).toEqual(syncs.map(([, , , expected]) => expected));
  });
});
