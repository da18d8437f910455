import { expect, it } from 'vitest';
import { cellAfter, cellAt, nearest, placeAt, sliderRange, stopsOf } from './crosshair.ts';

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

it('moves over the cells of a grid: up and down within a column, other keys along a row, and points at both', () => {
  const press = (key: string, at: number, shiftKey = false): number | undefined =>
    cellAfter({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false }, at, 12, 3, 2);
  // Four columns of three.
  expect(
    ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'].map((key) => press(key, 4)),
  ).toEqual([7, 1, 5, 3, 1, 10]);
  expect([
    press('ArrowUp', 5),
    press('ArrowDown', 3),
    press('ArrowRight', 11),
    press('ArrowLeft', 0),
  ]).toEqual([5, 3, 11, 0]);
  expect([press('PageUp', 1), press('ArrowRight', 1, true), press('a', 1)]).toEqual([7, 7, undefined]);
  const crosshair = {
    ...{ label: '', box: { left: 0, right: 40, top: 10, bottom: 40 }, tracks: [], say: String, rows: 3 },
    ...{ at: Array.from({ length: 12 }, (_, k) => k), x: (k: number) => 5 + 10 * Math.floor(k / 3) },
  };
  expect([cellAt(crosshair, 4, 39), cellAt(crosshair, 4, 11), cellAt(crosshair, 27, 25)]).toEqual([0, 2, 7]);
  expect(cellAt(crosshair, 99, 99)).toBe(9);
});
