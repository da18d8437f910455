import { describe, expect, it } from 'vitest';
import { exactCores } from './cores.ts';
import { compile, coresLeft, coresOf, inCores, isFeasible, unitsOf } from './tables.ts';
import { testPipeline } from '../testing/pipelines.ts';

/** Two stages of one variant each. */
function tablesOf(first: number, second: number, maxCores: number): ReturnType<typeof compile> {
  const pipeline = testPipeline([[[0.5, first, 0.1, 0.05]], [[0.5, second, 0.1, 0.05]]]);
  return compile(pipeline, { maxReplicas: 8, maxBatch: 4, maxCores });
}

const one = (replicas: number): { variant: number; replicas: number; batch: number } => ({
  variant: 0,
  replicas,
  batch: 1,
});

it('a sum of cores is what it is meant to be', () => {
  expect(0.1 + 0.2).not.toBe(0.3);
  expect(exactCores(0.1 + 0.2)).toBe(0.3);
  expect(exactCores(3 * 0.1)).toBe(0.3);
  expect(exactCores(30 - 29.9)).toBe(0.1);
  for (let cores = 0; cores <= 512; cores++) expect(exactCores(cores)).toBe(cores);
});

describe('units of cores', () => {
  it('are whole cores where every variant takes whole ones', () => {
    const tables = tablesOf(2, 4, 30);
    expect([tables.grain, tables.capacity]).toEqual([1000, 30]);
    expect(Array.from(tables.units)).toEqual([2, 4]);
    expect(Array.from(tables.reserve)).toEqual([4, 0]);
  });

  it('are as large as they can be where not', () => {
    expect([tablesOf(0.25, 1, 30).grain, tablesOf(0.25, 1, 30).capacity]).toEqual([250, 120]);
    expect([tablesOf(0.5, 0.75, 7).grain, tablesOf(0.5, 0.75, 7).capacity]).toEqual([250, 28]);
    expect([tablesOf(1.5, 3, 7).grain, tablesOf(1.5, 3, 7).capacity]).toEqual([500, 14]);
    expect([tablesOf(0.123, 3, 1).grain, tablesOf(0.123, 3, 1).capacity]).toEqual([1, 1000]);
  });

  it('hold a device to the last thousandth, and no further', () => {
    const tables = tablesOf(0.1, 0.2, 0.3);
    expect(isFeasible(tables, [one(1), one(1)])).toBe(true);
    expect(isFeasible(tables, [one(2), one(1)])).toBe(false);
    expect(coresOf(tables, [one(1), one(1)])).toBe(0.3);
    expect(coresLeft(tables, unitsOf(tables, [one(1), one(1)]))).toBe(0);
  });

  it('give back every number of thousandths as it is written', () => {
    const tables = tablesOf(0.001, 0.001, 30);
    for (let units = 0; units <= 30_000; units++) {
      const written = Number(`${String(Math.floor(units / 1000))}.${String(units % 1000).padStart(3, '0')}`);
      if (inCores(tables, units) !== written) throw new Error(`${String(units)} thousandths`);
    }
    expect(coresLeft(tables, 100)).toBe(29.9);
  });
});
