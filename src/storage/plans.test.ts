import { expect, it } from 'vitest';
import { plansFrom, plansRecord, type KeptPlan } from './plans.ts';

const plan = (key: string, orders = 9): KeptPlan => ({
  ...{ key, orders: new Int32Array(orders).fill(1) },
  ...{ spent: 3, ended: false },
});

it('plans come back as they were kept', () => {
  const plans = [plan('a'), { ...plan('b'), ended: true }];
  expect(plansFrom(structuredClone(plansRecord(plans)))).toEqual(plans);
});

it('the latest are kept where there are too many, or too long ones', () => {
  const many = Array.from({ length: 60 }, (_, i) => plan(String(i)));
  const kept = plansFrom(plansRecord(many)).map(({ key }) => key);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([40, '20', '59']);
  const long = [plan('a', 90_000), plan('b', 90_000), plan('c', 90_000)];
  expect(plansFrom(plansRecord(long)).map(({ key }) => key)).toEqual(['b', 'c']);
});

it.each([
  undefined,
  'plans',
  { format: 2, plans: [] },
  { format: 1, plans: [{ ...plan('a'), orders: [1, 2, 3] }] },
  { format: 1, plans: [{ ...plan('a'), spent: NaN }] },
  { format: 1, plans: [{ ...plan('a'), spent: -1 }] },
])('what cannot be read is nothing: %j', (value) => {
  expect(plansFrom(value)).toEqual([]);
});
