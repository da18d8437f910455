import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lostWords, possibleWords, shortOf } from './possible.ts';

it('is one sentence, with a bound or without', () => {
  expect(possibleWords({ earned: 12.574, bound: 12.717 })).toBe(
    'With the load known in advance, the best plan found earns 12.57 a decision and nobody can earn more than 12.72: what is possible lies between.',
  );
  expect(possibleWords({ earned: -1.2, bound: undefined })).toBe(
    'With the load known in advance, the best plan found earns −1.20 a decision; among single requests no bound is proven.',
  );
});

it('splits what a run is short of into plan and bound', () => {
  expect(shortOf({ earned: 12.5, bound: 12.75 }, 11)).toEqual({ plan: 1.5, open: 0.25, most: 1.75 });
  expect(shortOf({ earned: 12.5, bound: undefined }, 11)).toEqual({
    plan: 1.5,
    open: undefined,
    most: undefined,
  });
});

it('never says less than nothing, also for the moment before a better lane is the plan', () => {
  const points = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(points, points, fc.double({ min: 0, max: 9, noNaN: true }), (reward, earned, gap) => {
      const { plan, open, most } = shortOf({ earned, bound: earned + gap }, reward);
      expect(plan).toBeGreaterThanOrEqual(0);
      expect(open).toBeGreaterThanOrEqual(0);
      expect(most).toBeGreaterThanOrEqual(plan);
      expect(lostWords({ earned, bound: undefined }, reward)).not.toMatch(/, −/);
    }),
  );
});
