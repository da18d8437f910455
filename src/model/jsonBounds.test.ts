import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excessOf } from './jsonBounds.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('what JSON holds', () => {
  /** Values and names, by what the engine makes of it. */
  const count = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const own = Array.isArray(value) ? 0 : Object.keys(value).length;
    return Object.values(value).reduce((sum: number, one) => sum + count(one), 1 + own);
  };

  it('is counted alike as text and as bytes, and never below what it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const values = count(value);
        for (const source of [text, bytes(text)]) {
          // An empty list counts for two.
          expect(excessOf(source, { values: 2 * values, depth: 10 })).toBeUndefined();
          if (values > 1)
            expect(excessOf(source, { values: values - 1, depth: 10 })).toBe(
              `more than ${(values - 1).toLocaleString('en')} values`,
            );
        }
      }),
    );
  });

  it('has its own bound of lists and objects', () => {
    expect(excessOf('[[],{},"[[["]', { values: 100, depth: 9, groups: 3 })).toBeUndefined();
    expect(excessOf('[[],{},[]]', { values: 100, depth: 9, groups: 3 })).toBe(
      'more than 3 lists and objects',
    );
  });
});
