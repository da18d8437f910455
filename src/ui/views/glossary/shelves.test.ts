import { describe, expect, it } from 'vitest';
import { found, shelves } from './shelves.ts';
import { termIds } from '../../glossary/terms.ts';

const names = (wanted: string): readonly string[] =>
  found(shelves, wanted).flatMap(({ terms }) => terms.map(({ name }) => name));

describe('the view of all terms', () => {
  it('has every term of the glossary once, and those of training and forecasts', () => {
    const keys = shelves.flatMap(({ terms }) => terms.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining([...termIds]));
    expect(names('')).toEqual(expect.arrayContaining(['Approximate KL', 'MASE', 'Coverage']));
    // SMAPE has its place among the glossary's own.
    expect(names('').filter((name) => name === 'SMAPE')).toHaveLength(1);
  });

  it('finds by name and meaning, in any letters', () => {
    expect(names('NEWSVENDOR')).toEqual(['Newsvendor']);
    expect(names(' kubernetes ')).toContain('HPA');
    expect(names('no such word')).toEqual([]);
  });
});
