import { expect, test } from 'vitest';
import { columnsOf, type Standing } from './columns.ts';
import { Most } from './most.ts';
import type { Serving } from './servings.ts';
import { Random } from '../../../model/random.ts';

const BUDGET = 9;
const PENALTIES = [0, 0.5, 2];

/** Many alike, so that most are beaten by another. */
function servings(random: Random): readonly Serving[] {
  return Array.from({ length: 14 }, () => {
    const low = 1 + random.integer(5);
    return {
      ...{ low, high: low + (random.integer(3) === 0 ? 0.5 : 0), units: 1 + random.integer(4) },
      ...{ batch: random.integer(PENALTIES.length), worth: random.integer(6), fill: random.integer(3) },
      ...{ service: 0, least: 0, pure: undefined },
    };
  });
}

/** All that can serve together, tried one by one. */
function tried(
  lists: readonly (readonly Serving[])[],
  score: (serving: Serving, n: number) => number,
  worth: (low: number, high: number) => number,
): number {
  let most = -Infinity;
  for (const a of lists[0]!)
    for (const b of lists[1]!) {
      if (a.units + b.units > BUDGET) continue;
      // Where one of them has no less capacity than the other's least, the other may be the bottleneck.
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const)
        if (other.high >= one.low)
          most = Math.max(
            most,
            score(a, 0) + score(b, 1) - PENALTIES[Math.max(a.batch, b.batch)]! + worth(one.low, one.high),
          );
    }
  return most;
}

test('what another serves better whatever the load takes is left out, and the best stays the best', () => {
  let left = 0;
  let all = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = Random.stream(seed, 'columns');
    const lists = [servings(random), servings(random)];
    // The first stage loses to the load by its fill, some of the second in a way that nobody knows.
    const standing = ({ worth, fill }: Serving, n: number): Standing => ({
      base: worth,
      drag: n === 0 ? fill : fill === 0 ? NaN : 0,
    });
    const { stages, atoms } = columnsOf(lists, standing, 1, BUDGET);
    const most = new Most(stages, atoms, BUDGET, PENALTIES);
    for (const load of [0, 1, 2.5]) {
      const lost = new Map(lists[1]!.map((serving) => [serving, load * random.integer(4)]));
      const score = (serving: Serving, n: number): number => {
        const { base, drag } = standing(serving, n);
        return base - (Number.isNaN(drag) ? lost.get(serving)! : load * drag);
      };
      stages.forEach(({ servings, score: scores, moved }, n) => {
        for (const i of moved) scores[i] = score(servings[i]!, n);
      });
      const worth = (_: number, high: number): number => 3 * Math.min(high, 3.5);
      expect(most.of(worth), `seed ${String(seed)}`).toBe(tried(lists, score, worth));
    }
    left += stages[0]!.servings.length + stages[1]!.any.length;
    all += lists[0]!.length + lists[1]!.length;
  }
  expect(left).toBeLessThan(0.8 * all);
});
