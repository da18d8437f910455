import { describe, expect, it } from 'vitest';
import { KpaController, kpaDefaults, SecondWindow, type KpaSpec } from './kpaAlgorithm.ts';

/**
 * [second, ready, stable mean, panic mean, expected order]; the target is 10 per replica. Expected values follow the
 * published rule by the arithmetic beside them, not this code.
 */
type Tick = readonly [number, number, number | undefined, number | undefined, number | undefined];

const cases: readonly { why: string; ready?: number; spec?: Partial<KpaSpec>; ticks: readonly Tick[] }[] = [
  { why: 'on target', ticks: [[0, 1, 10, 10, 1]] },
  { why: 'no tolerance: 31/10 = 3.1, up', ticks: [[0, 3, 31, 31, 4]] },
  { why: '15/10 = 1.5, up, is half of 4', ticks: [[0, 4, 15, 15, 2]] },
  { why: 'down to half at most: 10/10 = 1, floor(10/2) = 5', ticks: [[0, 10, 10, 10, 5]] },
  { why: 'half of an odd number is cut off: floor(5/2) = 2', ticks: [[0, 5, 1, 1, 2]] },
  { why: 'to zero from one: floor(1/2) = 0', ticks: [[0, 1, 0, 0, 0]] },
  { why: 'minScale', spec: { minScale: 1 }, ticks: [[0, 1, 0, 0, 1]] },
  { why: 'maxScale: 200/10 = 20', spec: { maxScale: 8 }, ticks: [[0, 4, 200, 200, 8]] },
  { why: 'up rate 2: 100/10 = 10, at most 6', spec: { maxScaleUpRate: 2 }, ticks: [[0, 3, 100, 100, 6]] },
  {
    why: 'an up rate of 1.1 still allows one more: ceil(2.2) = 3',
    spec: { maxScaleUpRate: 1.1 },
    ticks: [[0, 2, 30, 30, 3]],
  },
  { why: 'down rate 4: floor(10/4) = 2', spec: { maxScaleDownRate: 4 }, ticks: [[0, 10, 1, 1, 2]] },
  { why: 'panic at exactly twice: 40/10 = 4 = 2 x 2', ticks: [[0, 2, 15, 40, 4]] },
  { why: 'no panic at 3 < 2 x 2: the stable mean counts', ticks: [[0, 2, 15, 30, 2]] },
  {
    why: 'the threshold counts rounded replicas: 31/10 becomes 4 = 2 x 2, panic',
    ticks: [[0, 2, 15, 31, 4]],
  },
  { why: 'panic threshold 1.5: 3 = 1.5 x 2', spec: { panicThreshold: 1.5 }, ticks: [[0, 2, 15, 30, 3]] },
  {
    why: 'no scaling down in panic',
    ticks: [
      [0, 2, 15, 40, 4],
      [2, 4, 15, 10, 4],
    ],
  },
  {
    why: 'but up: 95/10 = 9.5, up',
    ticks: [
      [0, 2, 15, 40, 4],
      [2, 4, 15, 95, 10],
    ],
  },
  {
    why: 'in panic the larger of the two means: 60/10',
    ticks: [
      [0, 2, 15, 40, 4],
      [2, 4, 60, 10, 6],
    ],
  },
  {
    why: 'panic of second 0 lasts through second 60 and is over at 62',
    ticks: [
      [0, 2, 15, 40, 4],
      [60, 4, 20, 20, 4],
      [62, 4, 20, 20, 2],
    ],
  },
  {
    why: 'over the threshold again at 30 (80/10 = 2 x 4): until 90',
    ticks: [
      [0, 2, 15, 40, 4],
      [30, 4, 20, 80, 8],
      [62, 8, 40, 40, 8],
      [90, 8, 40, 40, 8],
      [92, 8, 40, 40, 4],
    ],
  },
  {
    why: 'a later panic does not remember the peak of the first',
    ticks: [
      [0, 2, 15, 95, 10],
      [62, 10, 20, 20, 5],
      [64, 5, 20, 20, 2],
      [66, 2, 20, 40, 4],
    ],
  },
  {
    why: 'created with more than one replica: in panic, so nothing shrinks at first',
    ready: 5,
    ticks: [
      [2, 5, 10, 10, 5],
      [60, 5, 10, 10, 5],
      [62, 5, 10, 10, 2],
    ],
  },
  { why: 'created with one replica: no panic, 5/10 keeps one', ready: 1, ticks: [[2, 1, 5, 5, 1]] },
  {
    why: 'no data: no order, and the panic does not end',
    ticks: [
      [0, 2, 15, 40, 4],
      [62, 4, undefined, undefined, undefined],
      [63, 4, 20, 20, 2],
    ],
  },
  { why: 'no ready replica counts as one: 25/10 = 2.5, up', ticks: [[0, 0, 25, 25, 3]] },
  {
    why: 'scale-down delay of 10 s: the 2 of second 0 counts until it is 10 s old',
    spec: { scaleDownDelaySeconds: 10 },
    ticks: [
      [0, 2, 20, 20, 2],
      [2, 2, 10, 10, 2],
      [8, 2, 10, 10, 2],
      [10, 2, 10, 10, 1],
    ],
  },
  {
    why: 'the delay does not hold back growth',
    spec: { scaleDownDelaySeconds: 10 },
    ticks: [
      [0, 2, 20, 20, 2],
      [2, 2, 30, 30, 3],
    ],
  },
];

describe('KPA', () => {
  it.each(cases)('$why', ({ spec, ready = 0, ticks }) => {
    const controller = new KpaController(
      { ...kpaDefaults, target: 10, minScale: 0, maxScale: 1000, ...spec },
      0,
      ready,
    );
    const ordered = ticks.map(([time, now, stable, panic]) => controller.tick(time, now, stable, panic));
    expect(ordered).toEqual(ticks.map((tick) => tick[4]));
  });

  it('averages what was recorded within a window, its left end excluded', () => {
    const window = new SecondWindow(6);
    expect(window.mean(0, 6)).toBeUndefined();
    for (let second = 1; second <= 8; second++) window.record(second, second);
    expect(window.mean(8, 2)).toBe(7.5); // seconds 7 and 8
    expect(window.mean(8, 60)).toBe(5.5); // 3..8: older seconds are forgotten
    expect(window.mean(4, 2)).toBe(3.5); // seconds 3 and 4
  });
});
