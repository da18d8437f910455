import { expect, it } from 'vitest';
import { cellFacts, mapFacts, toldOfMaps } from './mapFacts.ts';
import type { MapRow } from './policyMap.ts';

const grid = { loads: [5, 20], cores: [2, 4, 8] };

/** Of two stages of three heads each; variants and cores held by load. */
const row = (
  cores: number,
  variants: readonly number[],
  cost: readonly number[],
  objective: readonly number[],
): MapRow => ({
  cores,
  orders: Int32Array.from(variants.flatMap((variant) => [variant, 0, 0, 1, 1, 1])),
  settled: Uint8Array.from([1, 1]),
  decisions: Int32Array.from([6, 6]),
  cost: Float64Array.from(cost),
  accuracy: Float64Array.from([1, 1]),
  batch: Float64Array.from([2, 4]),
  objective: Float64Array.from(objective),
});
const first = [
  row(8, [2, 1], [4, 6], [5, 4]),
  row(4, [2, 1], [4, 4], [5, 4]),
  row(2, [1, 0], [2, 2], [3, 1]),
];
const second = [
  row(8, [2, 0], [4, 4], [5, 3.9]),
  row(4, [2, 0], [4, 4], [5, 4.5]),
  row(2, [0, 0], [2, 2], [1, 1]),
];

it('counts cells that differ and who earns more, and finds the dearest and how many cores bind', () => {
  expect(mapFacts(grid, first, second)).toEqual({
    ...{ cells: 6, differing: 3, firstBetter: 2, secondBetter: 1 },
    ...{ firstHeld: 22 / 6, secondHeld: 20 / 6, bound: 4, mostCores: 8, lowestLoad: 5, highestLoad: 20 },
    ...{ variantLow: 3, variantHigh: 2, dearest: [0, 0] },
  });
  expect(cellFacts(grid, first, second, [0, 0])).toEqual({
    ...{ load: 5, cores: 2, price: 2, firstAccuracy: 1, secondAccuracy: 1 },
    ...{ firstHeld: 2, secondHeld: 2, firstBatch: 2, secondBatch: 2 },
  });
  expect(toldOfMaps(grid, first, second)).toMatchObject({ 'map.differing': 3, 'map.dearest-price': 2 });
});

it('says nothing of maps that are not whole', () => {
  expect(mapFacts(grid, first.slice(1), second)).toBeUndefined();
  expect(toldOfMaps(grid, first, [])).toEqual({});
  expect(cellFacts(grid, first, second.slice(0, 1), [0, 0])).toBeUndefined();
});
