import { describe, expect, it } from 'vitest';
import { inTimeWords, meaningOf, told } from './told.ts';

describe('a measure as it is written', () => {
  it('has the measure’s decimals and says where it is an estimate', () => {
    expect(told('objective', -0.4249, 'fluid')).toBe('−0.42');
    expect(told('inTime', 96.349, 'fluid')).toBe('≈\u200996.3\u2009%');
    expect(told('inTime', 96.349, 'discrete')).toBe('96.3\u2009%');
    expect(told('inTime', undefined, 'discrete')).toBe('–');
  });

  it('within a sentence is about so much where nobody counted', () => {
    expect(inTimeWords(77, 'discrete')).toBe('77.0\u00a0% in time');
    expect(inTimeWords(77, 'instant')).toBe('about 77.0\u00a0% in time');
  });

  it('means the same everywhere, but for who counted it', () => {
    expect(meaningOf('inTime', 'fluid')).toMatch(/objective\. An estimate: /);
    expect(meaningOf('inTime', 'discrete')).not.toContain('estimate');
    expect(meaningOf('cost', 'fluid')).not.toContain('estimate');
  });
});
