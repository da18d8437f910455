import { expect, it } from 'vitest';
import { tickOf } from './bench.ts';

it('the smallest step of a clock is found, however long it stands', () => {
  let looks = 0;
  expect(tickOf(() => 0.1 * Math.floor(looks++ / 7))).toBeCloseTo(1e-4, 12);
});
