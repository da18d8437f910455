import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marked, phrases } from './phrases.ts';
import { termOfSum } from './places.ts';
import { glossary, glossaryGroups, lettersOf, symbols, termIds, termOf } from './terms.ts';
import { defaultWeights } from '../../model/pipeline.ts';
import { emptySeries } from '../../scenario/episode.ts';
import { measureById, measures } from '../../scenario/measures.ts';
import { termsOf, withSums } from '../../scenario/terms.ts';

const SRC = new URL('../../', import.meta.url).pathname;

/** What the page says, the glossary's own texts left out. */
const said = ['ui', 'policies', 'experiments']
  .flatMap((room) =>
    readdirSync(SRC + room, { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`),
  )
  .filter((file) => /\.(svelte|ts)$/.test(file) && !/\.test\.ts$|glossary\/terms\.ts$/.test(file))
  .map((file) => readFileSync(SRC + file, 'utf8'))
  .join('\n');

describe('the glossary', () => {
  it.each(termIds)('says what "%s" is, in whole sentences', (id) => {
    const { name, says, group } = termOf(id);
    expect(name).not.toBe('');
    expect(glossaryGroups).toContain(group);
    expect(says).toMatch(/^[\p{Lu}“].*[.)]$/u);
    expect(says.length).toBeGreaterThan(20);
    expect(says.length).toBeLessThan(330);
  });

  it('has each name once', () => {
    const names = termIds.map((id) => glossary[id].name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('names measures that there are, and explains every measure that a table has', () => {
    const explained = termIds.flatMap((id) => termOf(id).measure ?? []);
    for (const id of explained) expect(measureById(id).id).toBe(id);
    // The three percentiles are one term.
    const every = measures.map(({ id }) => id).filter((id) => id !== 'p50' && id !== 'p95');
    expect([...explained].sort()).toEqual([...every].sort());
  });

  it('explains every letter of its formulas', () => {
    const letters = termIds.flatMap((id) => lettersOf(termOf(id).formula ?? ''));
    expect(letters.length).toBeGreaterThan(10);
    expect(letters.filter((letter) => !(letter in symbols))).toEqual([]);
  });

  it('explains no letter that no formula has', () => {
    const letters = termIds.flatMap((id) => lettersOf(termOf(id).formula ?? ''));
    expect(Object.keys(symbols).filter((letter) => !letters.includes(letter))).toEqual([]);
  });

  it('has no term that the page does not use: opened somewhere, or written there', () => {
    const unused = termIds.filter((id) => {
      const { name } = glossary[id];
      const opened = new RegExp(`['"]${id}['"]|\\b${id}:`).test(said);
      return !opened && !said.toLowerCase().includes(name.toLowerCase());
    });
    expect(unused).toEqual([]);
  });

  it('explains every row of the reward’s terms and their sums', () => {
    const terms = termsOf(emptySeries(1, 2), { ...defaultWeights, lateWeight: 0.2 });
    expect(terms.map(({ name }) => name)).toContain('Late requests');
    for (const { name } of withSums(terms)) expect(glossary[termOfSum(name)].says).not.toBe('');
    expect(() => termOfSum('Nothing')).toThrow('no term of the glossary explains the row "Nothing"');
  });
});

describe('the headline’s words', () => {
  it('keep their text, and open the first of each phrase alone', () => {
    const sentences = [
      [{ text: 'OPD', side: 'a' as const }, { text: ' needs 20 % fewer cores than ' }],
      [{ text: 'It answers 99 % in time. By J, quality less priced cores, it leads; B is 90 % in time.' }],
    ];
    const found = marked(sentences);
    const text = (words: readonly { readonly text: string; readonly then?: string }[]): string =>
      words.map((w) => w.text + (w.then ?? '')).join('');
    expect(found.map(text)).toEqual(sentences.map(text));
    expect(found.flat().flatMap(({ text: phrase, term }) => (term ? [`${phrase}: ${term}`] : []))).toEqual([
      'cores: cores',
      'in time: inTime',
      'By J: j',
      'quality: qos',
    ]);
  });

  it('are looked for as they are written', () => {
    const finding = ['finding', 'more', 'possible']
      .map((file) => readFileSync(`${SRC}ui/finding/${file}.ts`, 'utf8'))
      .join('\n');
    expect(phrases.filter(([phrase]) => !finding.includes(phrase))).toEqual([]);
  });

  it('take the signs that follow with them: no line begins with a comma', () => {
    const [words] = marked([[{ text: 'HPA', side: 'a' }, { text: ', at lower quality.' }]]);
    expect(words).toEqual([
      { text: 'HPA', side: 'a', then: ',' },
      { text: ' at lower ' },
      { text: 'quality', term: 'qos', then: '.' },
    ]);
  });

  it('are whole words', () => {
    expect(marked([[{ text: 'scores in times' }]])).toEqual([[{ text: 'scores in times' }]]);
  });
});
