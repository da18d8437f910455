import { describe, expect, it } from 'vitest';
import { importWorkload } from './import.ts';
import { sharedFolder } from '../testing/shared.ts';
import { readFileSync } from 'node:fs';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const accept = (
  text: string | Uint8Array,
  name = 'load.csv',
): { rates: Float64Array; notes: readonly string[]; id: string } => {
  const result = importWorkload(typeof text === 'string' ? bytes(text) : text, name);
  if (!result.ok) throw new Error(result.message);
  return { rates: result.value.workload.rates, notes: result.value.notes, id: result.value.workload.id };
};
const refuse = (text: string | Uint8Array, name = 'load.csv'): string => {
  const result = importWorkload(typeof text === 'string' ? bytes(text) : text, name);
  if (result.ok) throw new Error('was accepted');
  return result.message;
};
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('CSV', () => {
  it('reads one or two columns, with and without header, any usual separator, CRLF and BOM', () => {
    const expected = Float64Array.from({ length: 150 }, (_, i) => i % 7);
    expect(accept(lines(150, (i) => String(i % 7))).rates).toEqual(expected);
    expect(accept(`rps\n${lines(150, (i) => String(i % 7))}\n`).rates).toEqual(expected);
    expect(accept(`second,rps\n${lines(150, (i) => `${String(i)},${String(i % 7)}`)}`).rates).toEqual(
      expected,
    );
    expect(
      accept(`\uFEFFsecond;rps\r\n${lines(150, (i) => `${String(i)};${String(i % 7)}\r`)}`).rates,
    ).toEqual(expected);
    expect(accept(lines(150, (i) => `${String(1700000000 + i)}\t${String(i % 7)}`)).rates).toEqual(expected);
  });

  it('brings any step to one second and says so', () => {
    const coarse = accept(lines(20, (i) => `${String(10 * i)},${String(i)}`));
    expect(coarse.rates.length).toBe(200);
    expect(coarse.rates[95]).toBe(9);
    expect(coarse.notes.join()).toContain('Each value stands for about 10 s');
    const fine = accept(lines(600, (i) => `${String(i / 4)},${String(i % 4)}`));
    expect(fine.rates.length).toBe(150);
    expect(fine.rates[3]).toBe(1.5);
    expect(fine.notes.join()).toContain('averaged');
  });

  it.each([
    ['text', `1\n2\nmany\n${lines(200, () => '1')}`, /load\.csv, line 3: "many" is not a number/],
    ['negative', `1,2\n2,-4\n${lines(200, (i) => `${String(i + 3)},1`)}`, /line 2, column 2: -4 is negative/],
    ['empty', '', /is empty/],
    ['a header alone', 'second,rps\n', /header and no numbers/],
    [
      'a ragged line',
      `1,2\n2,3\n4\n${lines(200, (i) => `${String(i + 5)},1`)}`,
      /line 3: 1 column where the lines before have 2/,
    ],
    ['too short', lines(60, () => '5'), /holds 60 seconds, and a run needs at least 130/],
  ])('refuses %s', (_name, text, message) => {
    expect(refuse(text)).toMatch(message);
  });

  it('takes NaN, infinity and empty cells for no sample: the last value is kept, and it is said', () => {
    for (const cell of ['NaN', 'Infinity', '+Inf', '-Inf', 'null']) {
      const { rates, notes } = accept(`1\n${cell}\n${lines(200, () => '2')}`);
      expect([...rates.subarray(0, 3)], cell).toEqual([1, 1, 2]);
      expect(rates.length).toBe(202);
      expect(notes.join(' ')).toMatch(/1 value was NaN, infinite or empty and counts as no sample/);
    }
    expect(accept(`0,1\n1,\n${lines(200, (i) => `${String(i + 2)},2`)}`).rates[1]).toBe(1);
  });

  it('adds up the columns beside the times, separated by bars too', () => {
    const three = accept(lines(200, (i) => `${String(i)}|5|6`));
    expect(new Set(three.rates)).toEqual(new Set([11]));
    expect(three.notes.join(' ')).toMatch(/2 series were added up/);
  });

  it('puts times in order and averages those that stand there twice', () => {
    const { rates, notes } = accept(`1,2\n2,3\n2,5\n${lines(200, (i) => `${String(202 - i)},1`)}`);
    expect([...rates.subarray(0, 3)]).toEqual([2, 4, 1]);
    expect(notes.join(' ')).toMatch(
      /put in order.* 1 time stood there more than once; the values were averaged/,
    );
  });

  it('refuses binary content', () => {
    expect(refuse(Uint8Array.from({ length: 500 }, (_, i) => (i * 37) % 256))).toMatch(/not text|binary/);
    expect(refuse(bytes(`1\u0000\n${lines(200, () => '1')}`))).toMatch(/binary/);
  });

  it('refuses ten million lines without reading them', () => {
    const huge = new Uint8Array(20_000_000);
    for (let i = 0; i < huge.length; i += 2) {
      huge[i] = 0x35;
      huge[i + 1] = 0x0a;
    }
    expect(refuse(huge)).toMatch(/10,000,001 lines; the lab takes at most 2,000,000/);
  });
});

describe('Prometheus', () => {
  const series = (values: readonly (readonly [number, string])[], name = 'rps'): object => ({
    metric: { __name__: name },
    values,
  });
  const envelope = (...result: object[]): string =>
    JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
  const steps = (count: number, step: number, value: (i: number) => string): [number, string][] =>
    Array.from({ length: count }, (_, i) => [1795456500 + step * i, value(i)]);

  it('reads the envelope and the bare array', () => {
    const one = series(steps(30, 10, (i) => String(i)));
    const enveloped = accept(envelope(one), 'reply.json');
    const bare = accept(JSON.stringify([one]), 'reply.json');
    expect(enveloped.rates).toEqual(bare.rates);
    expect(enveloped.id).toBe(bare.id);
    expect(enveloped.rates.length).toBe(300);
    expect(enveloped.rates[25]).toBe(2);
  });

  it('adds series up, keeps the last value over NaN and gaps, and says so', () => {
    const a = series(steps(200, 1, (i) => (i === 50 ? 'NaN' : '3')));
    const b = series(steps(200, 1, () => '4').filter((_, i) => i < 100 || i > 120));
    const { rates, notes } = accept(envelope(a, b), 'reply.json');
    expect(new Set(rates)).toEqual(new Set([7]));
    expect(notes.join(' ')).toMatch(/2 series were added up/);
    expect(notes.join(' ')).toMatch(/1 value was NaN, infinite or empty and counts as no sample/);
  });

  it('turns counters into rates, over resets too', () => {
    let counter = 0;
    const values = steps(300, 1, (i) => {
      counter = i === 150 ? 5 : counter + 5;
      return String(counter);
    });
    const { rates, notes } = accept(envelope(series(values, 'requests_total')), 'reply.json');
    expect(new Set(rates)).toEqual(new Set([5]));
    expect(notes.join(' ')).toMatch(/turned into a rate.* 1 reset of a counter/);
  });

  it.each([
    [
      'an error',
      JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'parse error' }),
      /answered with an error \(bad_data\): parse error/,
    ],
    ['an empty result', envelope(), /matched no series/],
    [
      'a vector',
      JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } }),
      /type "vector"/,
    ],
    ['other JSON', '{"hello": 1}', /not a Prometheus reply/],
    ['broken JSON', '{"status": "succ', /begins like JSON and is cut off: its JSON ends in line 1 before/],
    [
      'a word for a value',
      envelope(series(steps(200, 1, (i) => (i === 3 ? 'many' : '1')))),
      /value 4 of rps is "many"/,
    ],
    ['a negative value', envelope(series(steps(200, 1, (i) => (i === 3 ? '-1' : '1')))), /negative/],
  ])('refuses %s', (_name, text, message) => {
    expect(refuse(text, 'reply.json')).toMatch(message);
  });

  const shared = sharedFolder();
  it.skipIf(shared === undefined)('reads a real reply', () => {
    const result = importWorkload(readFileSync(`${shared!}/samples/query_range.json`), 'query_range.json');
    if (!result.ok) throw new Error(result.message);
    const { rates } = result.value.workload;
    expect(rates.length).toBe(1210);
    expect(rates.every((x) => Number.isFinite(x) && x >= 0)).toBe(true);
    expect(Math.max(...rates)).toBeGreaterThan(0);
  });
});
