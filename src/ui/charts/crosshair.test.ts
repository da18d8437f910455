import { expect, it } from 'vitest';
import { nearest, placeAt, sliderRange, stopsOf } from './crosshair.ts';

it('finds the stop nearest to the cursor, and none where there is none', () => {
  const stops = Float64Array.from([10, 20, 40]);
  expect([0, 14, 16, 31, 99].map((at) => nearest(stops, at))).toEqual([0, 0, 1, 2, 2]);
  expect(nearest(new Float64Array(), 3)).toBe(-1);
});

it('stops where any of the curves has a place, and tells each curve where it ends at the last', () => {
  const [long, short] = [Float64Array.from([10, 30, 50]), Float64Array.from([5, 10, 20, 20])];
  const stops = stopsOf([long, short]);
  expect([...stops]).toEqual([5, 10, 20, 30, 50]);
  expect(Array.from(stops, (_, k) => placeAt(long, stops, k))).toEqual([0, 0, 0, 1, 2]);
  // Two places at the end may be one: the last is the curve's.
  expect(placeAt(short, stopsOf([short]), 3)).toBe(3);
  expect(stopsOf([])).toHaveLength(0);
});

it('tells the axis in whole numbers where those tell stops apart, else the stop', () => {
  const share = { min: 0.01, max: 0.9, count: 90 };
  expect(sliderRange({ ...share, now: 0.4, at: 39 })).toEqual({ now: 39, min: 0, max: 89 });
  expect(sliderRange({ min: 0.2, max: 41.7, now: 20.4, at: 100, count: 200 })).toEqual({
    ...{ now: 20, min: 0, max: 42 },
  });
  expect(sliderRange({ min: 1, max: 3, now: 2, at: 1, count: 3 })).toEqual({ now: 2, min: 1, max: 3 });
});
