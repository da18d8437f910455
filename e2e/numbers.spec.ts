import { expect, test } from '@playwright/test';
import { likeness } from './numbers.ts';

test('numbers of two browsers are alike to the last digits, 0 and -0 too', () => {
  expect(likeness({ a: [0, NaN, 1], b: 'x' }, { a: [-0, NaN, 1 + 2e-16], b: 'x' })).toEqual({
    count: 4,
    furthest: Number.EPSILON / (1 + Number.EPSILON),
    unlike: [],
  });
  for (const [one, other] of [
    [0, 1e-300],
    [1, 1 + 1e-9],
    [1, -1],
    [Infinity, 1],
    [NaN, 0],
    [0, ''],
    [1, undefined],
  ])
    expect(likeness({ v: one }, { v: other }).unlike).toEqual([`/v: ${String(one)}, ${String(other)}`]);
});
