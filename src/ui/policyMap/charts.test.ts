import { describe, expect, it } from 'vitest';
import { choiceMap } from './choiceMap.ts';
import { priceMap } from './priceMap.ts';
import { testChart } from '../charts/chartTest.ts';
import type { ChartModel } from '../charts/model.ts';
import type { MapGrid } from '../../experiments/policyMap/grid.ts';
import type { MapRow } from '../../experiments/policyMap/policyMap.ts';
import { presetById } from '../../model/presets/index.ts';

const pipeline = presetById('video')!;
const gridOf = (columns: number, rows: number): MapGrid => ({
  loads: Array.from({ length: columns }, (_, i) => 2 * (i + 1)),
  cores: Array.from({ length: rows }, (_, r) => 3 + 2 * r),
});
/** A map whose choices grow with load and cores; `shift` makes another one. */
const rowsOf = ({ loads, cores }: MapGrid, shift = 0): readonly MapRow[] =>
  cores.map((limit, r) => {
    const each = (of: (load: number, i: number) => number): Float64Array => Float64Array.from(loads, of);
    const variant = Math.min(4, Math.floor((r + shift) / 3));
    return {
      cores: limit,
      orders: Int32Array.from(loads.flatMap((_, i) => [variant, i % 4, 1, 0, 0, 2])),
      settled: Uint8Array.from(loads, (_, i) => (i === 2 && r === 1 ? 0 : 1)),
      decisions: Int32Array.from(loads, () => 3),
      cost: each((_, i) => Math.min(limit, 2 + i)),
      accuracy: each(() => 1 + variant / 10),
      batch: each(() => 4),
      objective: each((load) => 12 - load / 10 + (shift * (r - 4)) / 10),
    };
  });
const [usual, one, many] = [gridOf(12, 8), gridOf(1, 1), gridOf(100, 100)];
const broken = rowsOf(usual).map((row) => ({ ...row, cost: row.cost.map((v, i) => (i === 3 ? NaN : v)) }));
const BLUE = { light: '#006ab7', dark: '#6cb2f2' };

const choice =
  (grid: MapGrid, rows = rowsOf(grid), by: 'cost' | 0 = 'cost') =>
  (width: number): ChartModel =>
    choiceMap({ name: 'OPD', ink: BLUE, pipeline, grid, rows, by, mark: { load: 9, cores: 12 } }, width);
testChart('what a policy runs', {
  usual: choice(usual),
  empty: choice(gridOf(0, 0)),
  one: choice(one),
  broken: choice(usual, broken),
  many: choice(many),
});
const price =
  (grid: MapGrid, shift: number) =>
  (width: number): ChartModel =>
    priceMap(
      {
        a: { name: 'OPD', rows: rowsOf(grid, shift) },
        b: { name: 'Myopic optimum', rows: rowsOf(grid) },
        ...{ pipeline, grid },
      },
      width,
    );
testChart('who earns more', {
  usual: price(usual, 1),
  empty: price(gridOf(0, 0), 1),
  one: price(one, 3),
  broken: price(usual, NaN),
  many: price(many, 1),
});

describe('the maps', () => {
  it('tell of a cell what is run there, what it comes to, and where a policy does not settle', () => {
    const { crosshair, sentence, rows } = choice(usual)(720);
    // The third column, the second row from the bottom.
    expect(crosshair!.say(2 * 8 + 1)).toBe(
      '6.0 requests/s with 5 cores: Detect n ×\u20093, by 2; Classify 18 ×\u20091, by 4; 4 cores held, accuracy 1.000, J 11.40; it does not settle, and this is its last order',
    );
    expect(sentence).toBe('OPD: cores held, by load and cores. In 1 cell with a dot it does not settle.');
    expect(rows).toHaveLength(96);
    expect(choice(usual, rowsOf(usual).slice(0, 3))(720).sentence).toContain('3 of 8 rows computed');
    expect(choice(usual, rowsOf(usual), 0)(720).unit).toBe('variant of Detect');
  });

  it('say that equal policies run the same everywhere, and of others what the difference is worth', () => {
    expect(price(usual, 0)(720).sentence).toBe('OPD and Myopic optimum run the same everywhere.');
    const { crosshair, sentence } = price(usual, 1)(720);
    expect(sentence).toBe(
      'OPD and Myopic optimum run something else in 24 of 96 cells, at most 0.10 points a decision better for OPD and 0.20 for Myopic optimum.',
    );
    expect(crosshair!.tracks[0]!.text(5)).toBe('OPD +0.10');
    expect(crosshair!.tracks[0]!.text(2)).toBe('Myopic optimum +0.20');
    expect(crosshair!.tracks[0]!.text(0)).toBe('the same');
  });
});
