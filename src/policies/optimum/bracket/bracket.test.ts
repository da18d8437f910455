import { expect, test } from 'vitest';
import type { BoundedWorld } from './bound.ts';
import { boundsOf, bracketOf, type Bracket } from './bracket.ts';
import type { Course } from './search.ts';
import { toAction } from '../../../model/tables.ts';
import { bracketCase, randomConfiguration, type BracketCase } from '../../../testing/bracketCases.ts';
import { allConfigurations } from '../../../testing/enumerate.ts';

const WORLDS = ['fluid', 'chance'] as const satisfies readonly BoundedWorld[];

/** Orders at random, each held for a while or not at all. */
function* randomOrders(one: BracketCase, width: number): Generator<Int32Array> {
  const order = new Int32Array(width);
  for (;;) {
    if (one.random.uniform() < 0.7) toAction(randomConfiguration(one), order);
    yield order;
  }
}

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
    const environment = one.course.environment(1);
    for (let round = 0; round < 6; round++) {
      const orders = randomOrders(one, environment.actions.length);
      environment.reset(0, one.course.track, 0);
      for (const [k, bound] of closest.entries()) {
        environment.step(orders.next().value as Int32Array);
        expect(
          environment.results.reward[0]!,
          `case ${String(seed)}, decision ${String(k)}`,
        ).toBeLessThanOrEqual(bound);
      }
    }
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

/** The best of all plans, each tried. */
function optimumOf({ options, course }: BracketCase): number {
  const orders = [...allConfigurations(options.tables)].map((configuration) => {
    const order = new Int32Array(3 * options.tables.stages);
    toAction(configuration, order);
    return order;
  });
  const decisions = course.loads.length;
  const lanes = Array.from({ length: decisions + 1 }, () => course.environment(1));
  lanes[0]!.reset(0, course.track, 0);
  let best = -Infinity;
  const visit = (k: number, sum: number): void => {
    if (k === decisions) {
      best = Math.max(best, sum);
      return;
    }
    for (const order of orders) {
      const next = lanes[k + 1]!;
      next.copyLane(0, lanes[k]!, 0);
      next.step(order);
      visit(k + 1, sum + next.results.reward[0]!);
    }
  };
  visit(0, 0);
  return best / decisions;
}

test.each(WORLDS)('of tiny cases with every plan tried: bound >= optimum >= found: %s', (world) => {
  let equal = 0;
  const cases = CASES / 12.5;
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
