import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, joined, sum } from './apply.ts';
import { loadCsv } from './csv.ts';
import { lengthMisfit, namesOfBases, shapedWorkload, shapeThrough, type Bases } from './shape.ts';
import { isCompose, MOST_SECONDS, numberKinds } from './steps.ts';
import { parseLoad } from './text.ts';
import { anyLoad } from '../../testing/loads.ts';
import { importWorkload } from '../import.ts';
import { generateWorkload } from '../generators.ts';
import { LONGEST_REPLAY } from '../workload.ts';
import type { NumberKind } from './steps.ts';

const trace = Float64Array.from({ length: 3000 }, (_, t) => 10 + (t % 7));
const bases: Bases = {
  rates: (base) => (base === 'import:0123abcd' ? trace : undefined),
  nameOf: namesOfBases((base) => (base === 'import:0123abcd' ? 'My trace' : undefined)),
};
const ten = Float64Array.from({ length: 10 }, (_, t) => t);
const step = (kind: NumberKind, ...values: number[]): number[] => {
  const result = applied(ten, { kind, values }, 1);
  if (!result.ok) throw new Error(result.message);
  return [...result.value];
};
const made = (text: string, seed = 7) => {
  const load = parseLoad(text);
  if (!load.ok) throw new Error(load.message);
  return shapedWorkload(load.value, bases, seed);
};
const rates = (text: string, seed?: number): Float64Array => {
  const load = made(text, seed);
  if (!load.ok) throw new Error(load.message);
  return load.value.rates;
};

describe('steps', () => {
  it('do what they say', () => {
    expect(step('window', 2, 4, 8, 10)).toEqual([2, 3, 8, 9]);
    expect(step('x', 1.5)).toEqual([0, 1.5, 3, 4.5, 6, 7.5, 9, 10.5, 12, 13.5]);
    expect(step('shift', -3)).toEqual([0, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
    expect(step('clip', 2, 5)).toEqual([2, 2, 2, 3, 4, 5, 5, 5, 5, 5]);
    expect(step('repeat', 2)).toEqual([...ten, ...ten]);
    expect(step('start', 8)).toEqual([8, 9, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(step('drawn', 2, 0, 4, 20, 6, 0)).toEqual([0, 1, 5, 15, 15, 5, 6, 7, 8, 9]);
    expect([...sum(ten, Float64Array.of(5, 5))]).toEqual([5, 6, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('a burst climbs, holds, and falls to a third in its decay; without one it is gone at once', () => {
    const flat = new Float64Array(100).fill(2);
    const burst = (...values: number[]): Float64Array => {
      const result = applied(flat, { kind: 'burst', values }, 1);
      if (!result.ok) throw new Error(result.message);
      return result.value;
    };
    const slow = burst(10, 30, 4, 5, 20);
    expect([slow[9], slow[10], slow[12], slow[14], slow[18]]).toEqual([2, 2, 17, 32, 32]);
    expect(slow[39]).toBeCloseTo(2 + 30 * Math.exp(-1), 6);
    expect([...burst(10, 30, 0, 5, 0).subarray(9, 16)]).toEqual([2, 32, 32, 32, 32, 32, 2]);
  });

  it('noise keeps the mean, has its spread, and is drawn by seed and draw', () => {
    const flat = new Float64Array(40_000).fill(50);
    const noise = (seed: number, draw = 0): Float64Array => {
      const result = applied(flat, { kind: 'noise', values: [20, draw] }, seed);
      if (!result.ok) throw new Error(result.message);
      return result.value;
    };
    const drawn = noise(3);
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    const spread = Math.sqrt(drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / drawn.length);
    // Four standard errors of each.
    expect(Math.abs(mean - 50)).toBeLessThan((4 * 10) / Math.sqrt(40_000));
    expect(Math.abs(spread - 10)).toBeLessThan((4 * 10) / Math.sqrt(2 * 40_000));
    expect(noise(3)).toEqual(drawn);
    expect(noise(4)).not.toEqual(drawn);
    expect(noise(3, 1)).not.toEqual(drawn);
  });

  it('change nothing of what they are given', () => {
    const before = [...ten];
    for (const kind of Object.keys(numberKinds) as NumberKind[])
      applied(
        ten,
        { kind, values: kind === 'window' ? [0, 5] : kind === 'drawn' ? [0, 1, 5, 2] : [1, 2, 3, 4, 5] },
        1,
      );
    expect([...ten]).toEqual(before);
  });

  it('refuse moments behind the end of the load they meet, and loads that are too long', () => {
    const said = (text: string): string => {
      const load = made(text);
      return load.ok ? 'taken' : load.message;
    };
    expect(said('fluctuating~window:600,1300')).toBe(
      'Step 1 (Window): Window speaks of second 1,300, but the load is 20 min long there (1,200 s).',
    );
    expect(said('fluctuating~x2~burst:1200,1,1,1,1')).toMatch(/^Step 2 \(Burst\): .* second 1,200/);
    expect(said('fluctuating~start:1200')).toMatch(/^Step 1/);
    expect(said('fluctuating~window:600,1200~window:0,600~repeat:2')).toBe('taken');
    expect(said('day~repeat:8')).toBe(
      'The load is 8 days long; the lab replays at most 7 days (604,800 s), so choose a window of it (window:from,to in seconds).',
    );
    expect(said('day~repeat:7')).toBe('taken');
    expect(said('day~repeat:8~window:86400,691200')).toBe('taken');
    expect(said('day~repeat:30')).toMatch(
      /^Step 1 \(Repeat\): The load would be 30 days long; at most 23\.1 days/,
    );
    expect(said('fluctuating~window:0,100')).toMatch(/^The load is 100 s long; the first 120 s/);
    expect(said('import:99999999~x2')).toBe(
      'The imported load “import:99999999” is not here any more: import it again, or begin with another.',
    );
    expect(said('bursty~plus:(nothing)')).toBe(
      'Step 1 (Add a load): There is no load “nothing” to begin with.',
    );
  });
});

describe('a shaped load', () => {
  it('is finite and never negative, as long as it says, and the same for the same seed', () => {
    fc.assert(
      fc.property(anyLoad, fc.nat(), (load, seed) => {
        // A thousand days of 604,800 s would be another test.
        if (JSON.stringify(load).includes('repeat')) return;
        const shaped = shapeThrough(load, bases, seed);
        if ('message' in shaped) {
          expect(shaped.message).toMatch(/\.$/);
          expect(shaped.step === undefined || shaped.step < load.steps.length).toBe(true);
          return;
        }
        expect(shaped.rates.every((rate) => rate >= 0 && rate <= 1e9)).toBe(true);
        expect(shaped.lengths.at(-1)).toBe(shaped.rates.length);
        expect(shaped.lengths.length).toBe(load.steps.length + 1);
        for (const [i, one] of load.steps.entries()) {
          if (isCompose(one)) continue;
          const pairs = one.values.filter((_, k) => k % 2 === 1).map((to, k) => to - one.values[2 * k]!);
          const kept = one.kind === 'window' ? pairs.reduce((a, b) => a + b, 0) : shaped.lengths[i];
          expect(shaped.lengths[i + 1]).toBe(kept);
        }
        const again = shapeThrough(load, bases, seed);
        expect('message' in again || again.rates.every((rate, t) => rate === shaped.rates[t])).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('without a step that changes it is its base', () => {
    expect(rates('fluctuating~x1')).toEqual(generateWorkload('fluctuating', 7).rates);
    expect(rates('import:0123abcd~window:0,3000')).toEqual(trace);
    expect(rates('flat:200,5')).toEqual(new Float64Array(200).fill(5));
    expect(rates('bursty~plus:(bursty)')).toEqual(
      generateWorkload('bursty', 7).rates.map((rate) => 2 * rate),
    );
    expect(rates('bursty~then:(bursty)').length).toBe(2400);
  });

  it('has its text as id and its words as name', () => {
    const load = made('fluctuating~x1.50~burst:600,40,30,300,600');
    expect(load.ok && [load.value.id, load.value.name]).toEqual([
      'fluctuating~x1.5~burst:600,40,30,300,600',
      'Fluctuating, times 1.5, burst at 10 min',
    ]);
  });

  it('leaves as a CSV file, which the lab reads as the very same load', () => {
    const load = rates('import:0123abcd~x1.3~noise:20');
    const read = importWorkload(new TextEncoder().encode(loadCsv(load)), 'load.csv');
    if (!read.ok) throw new Error(read.message);
    expect(read.value.workload.rates).toEqual(load);
    expect(read.value.report.choices.filter(({ assumed }) => assumed)).toEqual([]);
  });

  it('may be as long as a week', () => {
    expect(lengthMisfit(LONGEST_REPLAY)).toBeUndefined();
    expect(lengthMisfit(LONGEST_REPLAY + 1)).toMatch(
      /^The load is 604,801 s long; the lab replays at most 7 days \(604,800 s\), /,
    );
    expect(lengthMisfit(2 * LONGEST_REPLAY)).toMatch(/^The load is 14 days long; /);
    expect(joined([new Float64Array(MOST_SECONDS), ten]).ok).toBe(false);
  });
});
