import { describe, expect, it } from 'vitest';
import { Staircase } from './staircase.ts';
import { Random } from '../../model/random.ts';

const LIMIT = 40;
const ALL = Array.from({ length: LIMIT + 1 }, (_, units) => units);

/** [units, worth] pairs in no order, some of them no better than others. */
function pairs(random: Random, count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, () => [random.integer(LIMIT), random.integer(12) - 6] as const);
}

function most(of: readonly (readonly [number, number])[], within: number): number {
  return Math.max(-Infinity, ...of.filter(([units]) => units <= within).map(([, worth]) => worth));
}

function stairs(of: readonly (readonly [number, number])[]): Staircase {
  const made = new Staircase();
  for (const [units, worth] of of) made.insert(units, worth);
  return made;
}

const rises = (list: Int32Array | Float64Array): boolean =>
  list.every((one, i) => i === 0 || one > list[i - 1]!);

describe('a staircase', () => {
  it('is the most of what was put in, at any units, by steps that rise', () => {
    const random = Random.stream(1, 'staircase');
    for (let run = 0; run < 300; run++) {
      const put = pairs(random, random.integer(60));
      const made = stairs(put);
      expect(ALL.map((within) => made.at(within))).toEqual(ALL.map((within) => most(put, within)));
      expect(rises(made.units.subarray(0, made.size)) && rises(made.worth.subarray(0, made.size))).toBe(true);
    }
  });

  it('says whether something is more than was there', () => {
    const made = new Staircase();
    expect(made.insert(3, 1)).toBe(true);
    expect(made.insert(4, 1)).toBe(false);
    expect(made.insert(3, 2)).toBe(true);
    expect(made.insert(2, 2)).toBe(true);
    expect([made.size, made.units[0], made.worth[0]]).toEqual([1, 2, 2]);
  });

  it('says from which units on something is worth so much', () => {
    const made = stairs([
      [3, 1],
      [5, 4],
    ]);
    expect([0, 1, 2, 4, 5].map((worth) => made.unitsFor(worth))).toEqual([3, 3, 5, 5, -1]);
  });

  it('takes from another the steps that are worth more than so much, their units paid', () => {
    const random = Random.stream(3, 'staircase');
    const taken = new Staircase();
    for (let run = 0; run < 300; run++) {
      const all = stairs(pairs(random, random.integer(60)));
      const [price, least] = [random.uniform(), random.integer(12) - 6];
      taken.takeFrom(all, price, least);
      const steps = (of: Staircase) => [...of.units.subarray(0, of.size)].map((u, i) => [u, of.worth[i]!]);
      expect(steps(taken)).toEqual(steps(all).filter(([units, worth]) => worth! - price * units! > least));
    }
  });

  it('added to another is the most of any two together', () => {
    const random = Random.stream(2, 'staircase');
    const [sum, spare] = [new Staircase(), new Staircase()];
    for (let run = 0; run < 300; run++) {
      const [a, b] = [pairs(random, random.integer(30)), pairs(random, random.integer(30))];
      sum.sumOf(stairs(a), stairs(b), LIMIT, spare);
      const together = a.flatMap(([u, x]) => b.map(([v, y]) => [u + v, x + y] as const));
      expect(ALL.map((within) => sum.at(within))).toEqual(ALL.map((within) => most(together, within)));
    }
  });
});
