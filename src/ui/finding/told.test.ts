import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ahead, inTimeWords, meaningOf, told, written } from './told.ts';
import { measures } from '../../scenario/measures.ts';

describe('a measure as it is written', () => {
  it('has the measure’s decimals and says where it is an estimate', () => {
    expect(told('objective', -0.4249, 'fluid')).toBe('−0.42');
    expect(told('inTime', 96.349, 'fluid')).toBe('≈\u200996.3\u2009%');
    expect(told('inTime', 96.349, 'discrete')).toBe('96.3\u2009%');
    expect(told('inTime', undefined, 'discrete')).toBe('–');
    expect(written('latency', 1.23449)).toBe('1.234');
    expect([ahead('reward', 0.4249), ahead('reward', -0.4249)]).toEqual(['+0.42', '−0.42']);
  });

  it('within a sentence is about so much where nobody counted', () => {
    expect(inTimeWords(77, 'discrete')).toBe('77.0\u00a0% in time');
    expect(inTimeWords(77, 'instant')).toBe('about 77.0\u00a0% in time');
  });

  it('means the same everywhere, but for who counted it', () => {
    expect(meaningOf('inTime', 'fluid')).toMatch(/objective\. An estimate: /);
    expect(meaningOf('inTime', 'chance')).toMatch(/objective\. An estimate, by formulas/);
    expect(meaningOf('inTime', 'discrete')).not.toContain('estimate');
    expect(meaningOf('cost', 'fluid')).not.toContain('estimate');
  });
});

/** A value by a measure's name that is written in decimals of its own: `fixed(side.cost, 1)`. */
const OWN_DECIMALS = new RegExp(
  `\\b(?:fixed|signed)\\([^,;\\n]*\\b(?:${measures.map(({ id }) => id).join('|')})\\b[^,;\\n]*,\\s*\\d\\)`,
  'g',
);

/** A share in time that becomes per cent anywhere but in measures.ts. */
const OWN_PER_CENT =
  /\b100 \* [\w.(]*\b(?:inTime|goodputShare|shareInTime)\b|\binTime(?:Share|Words)\(100 \*/g;

/** Where the page's sources, tests left out, hold what the pattern finds. */
function sourcesWith(pattern: RegExp): readonly string[] {
  const ui = new URL('../', import.meta.url).pathname;
  return readdirSync(ui, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(svelte|ts)$/.test(file) && !/\.test\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(ui + file, 'utf8').matchAll(pattern)].map(([text]) => `${file}: ${text}`),
    );
}

describe('per cent', () => {
  it('of requests in time is computed by the measures alone', () => {
    expect(sourcesWith(OWN_PER_CENT)).toEqual([]);
    for (const text of ['100 * run.inTime', 'inTimeShare(100 * share', '100 * (shareInTime(summary) ?? 0)'])
      expect(text.match(OWN_PER_CENT), text).not.toBeNull();
  });
});

describe('decimals', () => {
  it('of what a run comes to are its measure’s, wherever it stands', () => {
    expect(sourcesWith(OWN_DECIMALS)).toEqual([]);
    for (const text of [
      'fixed(side.cost, 1)',
      'fixed(Math.abs(series.reward[k] ?? 0), 2)',
      'fixed(qos.value, 1)',
    ])
      expect(text.match(OWN_DECIMALS), text).not.toBeNull();
  });
});
