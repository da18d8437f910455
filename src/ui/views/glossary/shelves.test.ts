import { describe, expect, it } from 'vitest';
import { found, indexOf, shelvesFor } from './shelves.ts';
import { termIds } from '../../glossary/terms.ts';

/** Not the quantile of the usual weights: what is said is computed from what is set. */
const shelves = shelvesFor(0.37);

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

  it('explains the errors of a forecast with the quantile of the weights in force, and says so', () => {
    const says = (name: string): string =>
      shelves.flatMap(({ terms }) => terms).find((term) => term.name === name)?.says ?? '';
    expect(says('Pinball 0.37')).toContain('one too many 0.63');
    expect(says('Coverage')).toContain('37 %');
    for (const name of ['Pinball 0.37', 'Coverage']) expect(says(name)).toContain('short ÷ (short + spare)');
    expect(says('MASE')).not.toContain('quantile');
  });

  it('finds by name and meaning, in any letters', () => {
    expect(names('NEWSVENDOR')).toEqual(['Newsvendor']);
    expect(names(' kubernetes ')).toContain('HPA');
    expect(names('no such word')).toEqual([]);
  });
});
