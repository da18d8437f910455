import { describe, expect, it } from 'vitest';
import { EpisodeParts } from './episodeParts.ts';
import { Random } from '../../model/random.ts';

/** Of 0, 10 and 30 decisions. */
const loads = [100, 220, 425].map((seconds) => ({ rates: new Float64Array(seconds) }));

describe('where episodes lie', () => {
  it('is within a load that has decisions, the longer one more often, and at every place of it', () => {
    const parts = new EpisodeParts(loads, 20);
    expect(parts.total).toBe(40);
    const random = Random.stream(1, 'parts');
    const seen = Array.from({ length: 4000 }, () => parts.drawn(random));
    const longer = seen.filter(({ which }) => which === 2);
    expect(longer.length + seen.filter(({ which }) => which === 1).length).toBe(4000);
    // Three in four, within four deviations of 4,000 draws.
    expect(Math.abs(longer.length - 3000)).toBeLessThan(4 * Math.sqrt(4000 * 0.75 * 0.25));
    expect(new Set(longer.map(({ start }) => start))).toEqual(
      new Set(Array.from({ length: 11 }, (_, skipped) => 120 + 10 * skipped)),
    );
    for (const { which, start, end } of seen) expect(end - start).toBe(which === 1 ? 100 : 200);
    expect(seen.filter(({ which }) => which === 1).every(({ start }) => start === 120)).toBe(true);
  });

  it('is first at the beginning of the first load that has a decision', () => {
    expect(new EpisodeParts(loads, 20).first()).toEqual({ which: 1, start: 120, end: 220 });
    expect(new EpisodeParts(loads, 3).first()).toEqual({ which: 1, start: 120, end: 150 });
  });
});
