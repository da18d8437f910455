import { expect, it } from 'vitest';
import { simplified, type Point } from './simplified.ts';

const line = (...points: (readonly [number, number])[]): readonly Point[] =>
  points.map(([at, rate]) => ({ at, rate }));

it('keeps the corners of a line and leaves out what lies on it', () => {
  const points = line([0, 0], [1, 1], [2, 2], [3, 3], [4, 2], [5, 1], [6, 1.01], [7, 1]);
  expect(simplified(points, 0.1, 60)).toEqual(line([0, 0], [3, 3], [5, 1], [7, 1]));
});

it('keeps at most so many, those that matter most', () => {
  const points = line([0, 0], [10, 9], [20, 0], [30, 3], [40, 0]);
  expect(simplified(points, 0.1, 3)).toEqual(line([0, 0], [10, 9], [40, 0]));
  expect(simplified(points.slice(0, 2), 0.1, 3)).toEqual(points.slice(0, 2));
});
