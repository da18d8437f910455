import { expect, test } from 'vitest';
import type { BoundedWorld } from './bound.ts';
import { boundsOf, bracketOf, plansOf, type Bracket } from './bracket.ts';
import type { Course } from './search.ts';
import {
  bracketCase,
  excessOf,
  excessOfPlan,
  optimumOf,
  type BracketCase,
} from '../../../testing/bracketCases.ts';

const WORLDS = ['fluid', 'chance'] as const satisfies readonly BoundedWorld[];

function lastOf({ world, options, course }: BracketCase): Bracket {
  let last: Bracket | undefined;
  for (const bracket of bracketOf(world, options, course)) {
    if (last) {
      expect(bracket.found).toBeGreaterThanOrEqual(last.found);
      expect(bracket.bound).toBeLessThanOrEqual(last.bound);
      bracket.bounds.forEach((bound, k) => {
        expect(bound).toBeLessThanOrEqual(last!.bounds[k]!);
      });
    }
    last = bracket;
  }
  return last!;
}

/** How many random cases: a longer run by hand asks for more. */
const CASES = Number(process.env['SLUICE_BRACKET_CASES'] ?? 100);

test.each(WORLDS)('no orders earn more than the bound of their ten seconds: %s', (world) => {
  // What comes to later stages by chance takes long to go through.
  const cases = world === 'chance' ? CASES / 5 : CASES;
  for (let seed = 1; seed <= cases; seed++) {
    const one = bracketCase(seed, world, 4);
    const { first, closest } = boundsOf(world, one.options, one.course);
    closest.forEach((bound, k) => {
      expect(bound).toBeLessThanOrEqual(first[k]!);
    });
    expect(excessOf(one, closest, 6), `case ${String(seed)}`).toBeLessThanOrEqual(0);
  }
});

test.each(WORLDS)('a plan found by search is within the bound, and every bracket narrower: %s', (world) => {
  for (let seed = 1; seed <= CASES / 25; seed++) {
    const one = bracketCase(1000 + seed, world, 6);
    const { orders, found, bound } = lastOf(one);
    expect(found).toBeLessThanOrEqual(bound);
    expect(played(one.course, orders)).toBeCloseTo(found, 9);
  }
});

function played({ environment, track, from, loads }: Course, orders: Int32Array): number {
  const one = environment(1);
  const width = one.actions.length;
  one.reset(0, track, from);
  let sum = 0;
  for (let k = 0; k < loads.length; k++) {
    one.step(orders.subarray(k * width, (k + 1) * width));
    sum += one.results.reward[0]!;
  }
  return sum / loads.length;
}

test('who asks to go on is asked all the time, and a first bracket comes in any case', () => {
  const { world, options, course } = bracketCase(1001, 'chance', 30);
  let asked = 0;
  const brackets = [...bracketOf(world, options, course, () => asked++ < 40)];
  expect(asked).toBeLessThanOrEqual(42);
  expect(brackets.length).toBeGreaterThanOrEqual(1);
  const stops = bracketOf(world, options, course, () => {
    throw new Error('stopped');
  });
  expect(() => stops.next()).toThrow('stopped');
});

test('plans without a bound are those of the bracket', () => {
  const { world, options, course } = bracketCase(1002, 'chance', 6);
  const plans = new Set([...bracketOf(world, options, course)].map(({ orders }) => orders.join()));
  expect([...plansOf(course)].map((orders) => orders.join())).toEqual([...plans]);
});

test('a load after others of its world finds what it finds alone, in as many steps', () => {
  const { world, options, course } = bracketCase(1003, 'chance', 6);
  const told = (): { readonly brackets: readonly Bracket[]; readonly asked: number } => {
    let asked = 0;
    const brackets = [...bracketOf(world, options, course, () => asked++ < 400)];
    return { brackets, asked };
  };
  const alone = told();
  boundsOf(world, options, { ...course, loads: course.loads.slice(0, 2) });
  expect(told()).toEqual(alone);
});

test('replicas of both variants count while the last of the new ones starts, whatever their batches', () => {
  const one = bracketCase(1000, 'fluid', 4);
  const { closest } = boundsOf('fluid', one.options, one.course);
  // Each interval begins with more of a rollout under way.
  const orders = Int32Array.of(1, 1, 3, 1, 0, 2, 0, 0, 3, 1, 1, 2, 0, 1, 3, 1, 1, 2, 0, 1, 3, 1, 0, 2);
  expect(excessOfPlan(one, closest, orders)).toBeLessThanOrEqual(0);
});

test.each(WORLDS)('of tiny cases with every plan tried: bound >= optimum >= found: %s', (world) => {
  let equal = 0;
  const cases = Math.ceil(CASES / 12.5);
  for (let seed = 1; seed <= cases; seed++) {
    const one = bracketCase(2000 + seed, world, 4, true);
    const { found, bound } = lastOf(one);
    const optimum = optimumOf(one);
    expect(bound).toBeGreaterThanOrEqual(optimum);
    expect(found).toBeLessThanOrEqual(optimum + 1e-9);
    if (found >= optimum - 1e-9) equal++;
  }
  expect(
    equal / cases,
    `the optimum was found in ${String(equal)} of ${String(cases)}`,
  ).toBeGreaterThanOrEqual(0.95);
});
