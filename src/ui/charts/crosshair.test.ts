import { expect, it } from 'vitest';
import { nearest } from './crosshair.ts';

it('finds the stop nearest to the cursor, and none where there is none', () => {
  const stops = Float64Array.from([10, 20, 40]);
  expect([0, 14, 16, 31, 99].map((at) => nearest(stops, at))).toEqual([0, 0, 1, 2, 2]);
  expect(nearest(new Float64Array(), 3)).toBe(-1);
});
