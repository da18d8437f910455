import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonWithin } from './json.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('JSON within bounds', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(jsonWithin(bytes(text), 100_000)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('counts values and names, and nothing inside a text', () => {
    expect(jsonWithin(bytes('{"a":[1,2],"b":"[,:{\\"[,"}'), 7).ok).toBe(true);
    expect(jsonWithin(bytes('{"a":[1,2],"b":"[,:{\\"[,"}'), 6)).toEqual({
      ok: false,
      message: 'it holds more than 6 values',
    });
  });

  it.each([
    ['a million numbers', `[${'0,'.repeat(1e6)}0]`, /more than 1,000 values/],
    ['a million objects', `[${'{},'.repeat(1e6)}0]`, /more than 1,000 values/],
    ['a million lists', '[]'.repeat(1e6), /more than 1,000 values/],
    ['a million names', `{${'"a":0,'.repeat(1e6)}"a":0}`, /more than 1,000 values/],
    ['lists inside lists', '['.repeat(1e6), /more than 64 levels/],
    ['objects inside objects', '{"a":'.repeat(1e5), /more than 64 levels/],
    ['lists, 65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, /more than 64 levels/],
    ['nothing', '', /is empty/],
    ['words', 'Bearer secret', /^it is no JSON$/],
    ['half', '{"a":"secr', /^it is no JSON$/],
    ['a text that ends in a backslash', '"secret\\', /^it is no JSON$/],
    ['two documents', '{}{}', /^it is no JSON$/],
    ['NaN', 'NaN', /^it is no JSON$/],
  ])('refuses %s, and quotes nothing', (_, text, message) => {
    expect(jsonWithin(bytes(text), 1000)).toEqual({
      ok: false,
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses what is no UTF-8', () => {
    expect(jsonWithin(new Uint8Array([0x22, 0xc0, 0x22]), 10).ok).toBe(false);
    expect(jsonWithin(new Uint8Array([0xff, 0xfe, 0x31, 0]), 10).ok).toBe(false);
  });
});
