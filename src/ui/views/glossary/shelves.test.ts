import { describe, expect, it } from 'vitest';
import { found, indexOf, shelves } from './shelves.ts';
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

  it('has an index with every name once, in the alphabet’s order', () => {
    const index = indexOf(shelves);
    const listed = index.flatMap(({ terms }) => terms.map(({ key }) => key));
    expect([...listed].sort()).toEqual(shelves.flatMap(({ terms }) => terms.map(({ key }) => key)).sort());
    const called = index.flatMap(({ terms }) => terms.map(({ name }) => name));
    expect(new Set(called).size, 'told apart').toBe(called.length);
    expect(index[0]).toMatchObject({ letter: '0–9', terms: [{ name: '(1) to (7)' }] });
    const letters = index.slice(1).map(({ letter }) => letter);
    expect(letters).toEqual([...new Set(letters)].sort());
    for (const { letter, terms } of index.slice(1))
      for (const { name } of terms) expect(name.charAt(0).toUpperCase()).toBe(letter);
    expect(indexOf(found(shelves, 'newsvendor'))).toMatchObject([
      { letter: 'N', terms: [{ key: 'newsvendor' }] },
    ]);
  });

  it('finds by name and meaning, in any letters', () => {
    expect(names('NEWSVENDOR')).toEqual(['Newsvendor']);
    expect(names(' kubernetes ')).toContain('HPA');
    expect(names('no such word')).toEqual([]);
  });
});
