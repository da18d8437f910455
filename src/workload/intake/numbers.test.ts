/** Cells that are no plain numbers. */
import { describe, expect, it } from 'vitest';
import { lines, refusal, taken } from '../../testing/intake.ts';

describe('cells', () => {
  it('a unit counts once, whatever stands in the first cells', () => {
    for (const first of ['NaN', 'No data', '', '0']) {
      const text = `Time;rpm\n${lines(200, (i) => `${String(60 * i)};${i < 2 ? first : '120 req/min'}`)}`;
      const rates = taken(text).workload.rates;
      expect(rates.at(-1)).toBe(2);
    }
  });

  it('hexadecimal numbers are none', () => {
    for (const cell of ['0x10', '0b11', '0o7'])
      expect(refusal(`rps\n${lines(200, (i) => (i === 100 ? cell : '5'))}`)).toMatch(
        new RegExp(`^load\\.csv, line 102: "${cell}" is not a number`),
      );
  });

  it('a first line with an empty cell is no header', () => {
    for (const empty of ['n.a.', 'n/a', '#N/A', '(null)']) {
      const text = `${empty},5\n${lines(199, (i) => `${String(i + 1)},5`)}`;
      expect(taken(text).notes.join(' ')).toContain('1 lines without a time');
      const values = `${empty}\n${lines(199, () => '5')}`;
      expect(taken(values).notes.join(' ')).toContain('1 value was NaN, infinite or empty');
    }
  });
});
