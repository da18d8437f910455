/** Two policy maps in figures: how much of them differs, and what that is worth. */
import { differenceOf, WORTH } from './difference.ts';
import type { MapGrid } from './grid.ts';
import type { MapRow } from './policyMap.ts';

/** A cell, and what stands in it on both maps. */
interface MapCell {
  /** req/s, and W_max. */
  readonly load: number;
  readonly cores: number;
  /** J of the first less J of the second, points a decision; 0 where they do not differ. */
  readonly price: number;
  /** Cores held, V (the sum of accuracies) and the largest batch of each. */
  readonly firstAccuracy: number;
  readonly secondAccuracy: number;
  readonly firstHeld: number;
  readonly secondHeld: number;
  readonly firstBatch: number;
  readonly secondBatch: number;
}

export interface MapFacts {
  readonly cells: number;
  /** In how many of them they run something else, and in how many the first and the second earn more. */
  readonly differing: number;
  readonly firstBetter: number;
  readonly secondBetter: number;
  /** Cores held, mean over all cells. */
  readonly firstHeld: number;
  readonly secondHeld: number;
  /** The fewest cores from which on more of them change nothing that the first runs. */
  readonly bound: number;
  readonly mostCores: number;
  readonly lowestLoad: number;
  readonly highestLoad: number;
  /** Variant of the first stage, counted from 1, that the first runs with most cores at the lowest and at the highest load. */
  readonly variantLow: number;
  readonly variantHigh: number;
  /** Where the first earns most more than the second: column and row from the bottom. */
  readonly dearest: readonly [column: number, row: number];
}

const mean = (rows: readonly MapRow[]): number => {
  const all = rows.flatMap(({ cost }) => [...cost]);
  return all.reduce((sum, cost) => sum + cost, 0) / all.length;
};

/** Undefined unless all rows of both are there. */
export function mapFacts(
  { loads, cores }: MapGrid,
  first: readonly MapRow[],
  second: readonly MapRow[],
): MapFacts | undefined {
  const one = cores.map((count) => first.find((row) => row.cores === count));
  const other = cores.map((count) => second.find((row) => row.cores === count));
  const [firsts, seconds] = [one, other].map((rows) => rows.filter((row) => row !== undefined)) as [
    MapRow[],
    MapRow[],
  ];
  if (firsts.length < cores.length || seconds.length < cores.length || cores.length === 0) return undefined;
  let [differing, firstBetter, secondBetter, most] = [0, 0, 0, -Infinity];
  let dearest: readonly [number, number] = [0, 0];
  firsts.forEach((row, r) => {
    const { differs, price } = differenceOf(row, seconds[r]!);
    price.forEach((worth, c) => {
      differing += differs[c]!;
      if (worth >= WORTH) firstBetter++;
      if (worth <= -WORTH) secondBetter++;
      if (worth > most) [most, dearest] = [worth, [c, r]];
    });
  });
  const top = firsts.at(-1)!;
  const width = top.orders.length / Math.max(1, loads.length);
  const alike = (row: MapRow): boolean => row.orders.every((head, i) => head === top.orders[i]);
  const from = firsts.findLastIndex((row) => !alike(row)) + 1;
  return {
    cells: cores.length * loads.length,
    ...{ differing, firstBetter, secondBetter, dearest },
    firstHeld: mean(firsts),
    secondHeld: mean(seconds),
    bound: cores[from]!,
    mostCores: cores.at(-1)!,
    lowestLoad: loads[0]!,
    highestLoad: loads.at(-1)!,
    variantLow: top.orders[0]! + 1,
    variantHigh: top.orders[(loads.length - 1) * width]! + 1,
  };
}

/** Undefined where one of them has no such row yet. */
export function cellFacts(
  { loads, cores }: MapGrid,
  first: readonly MapRow[],
  second: readonly MapRow[],
  [column, row]: readonly [column: number, row: number],
): MapCell | undefined {
  const [one, other] = [first, second].map((rows) => rows.find(({ cores: own }) => own === cores[row]));
  if (!one || !other) return undefined;
  return {
    load: loads[column]!,
    cores: one.cores,
    price: differenceOf(one, other).price[column]!,
    firstAccuracy: one.accuracy[column]!,
    secondAccuracy: other.accuracy[column]!,
    firstHeld: one.cost[column]!,
    secondHeld: other.cost[column]!,
    firstBatch: one.batch[column]!,
    secondBatch: other.batch[column]!,
  };
}

/** By the names under which lessons know them: `map.differing`, `map.dearest-load`, and `map.at-load` of the cell pointed at. */
export function toldOfMaps(
  grid: MapGrid,
  first: readonly MapRow[],
  second: readonly MapRow[],
  at?: readonly [column: number, row: number],
): Readonly<Record<string, number>> {
  const facts = mapFacts(grid, first, second);
  if (!facts) return {};
  const { dearest, ...numbers } = facts;
  return {
    ...named('', numbers),
    ...named('dearest-', cellFacts(grid, first, second, dearest)!),
    ...(at ? named('at-', cellFacts(grid, first, second, at)!) : {}),
  };
}

const named = (prefix: string, facts: object): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [`map.${prefix}${name}`, value as number] as const),
  );
