import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFrom, tooLarge } from './jsonText.ts';

const message = (text: string): string => {
  const read = jsonFrom(text);
  return read.ok ? 'accepted' : read.message;
};

describe('JSON that is none', () => {
  it('whatever is cut off is said to be so, with the line where it ends', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, n) => {
        const pretty = JSON.stringify({ all: JSON.parse(text) as unknown }, null, 1);
        const cut = pretty.slice(0, 1 + (n % (pretty.length - 1)));
        const lines = String(cut.split('\n').length);
        expect(message(cut)).toBe(
          `cut off: its JSON ends in line ${lines} before it is complete; copy, save or download the file again`,
        );
      }),
    );
  });

  it.each([
    ['{"a": 1,}', 'no JSON in line 1, at character 9: “}” does not fit there'],
    ['{\n "a" 1}', 'no JSON in line 2, at character 6: “1}” does not fit there'],
    ["{'a': 1}", "no JSON in line 1, at character 2: “'a': 1}” does not fit there"],
    ['{"a": NaN}', 'no JSON in line 1, at character 7: “NaN}” does not fit there'],
    ['{"a": 01}', 'no JSON in line 1, at character 7'],
    ['[1, 2] x', 'no JSON in line 1, at character 8: “x” does not fit there'],
    ['[1\n,\n]', 'no JSON in line 3, at character 1: “]” does not fit there'],
    ['// a\n{}', 'no JSON in line 1, at character 1'],
    ['[1}', 'no JSON in line 1, at character 3'],
    ['\u0000', 'no JSON in line 1, at character 1: a character that cannot be shown stands there'],
    ['  ', 'empty'],
  ])('%j', (text, said) => {
    expect(message(text)).toContain(said);
  });

  it('never takes what the engine refuses, nor the other way round, and always says a place in the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({
            unit: fc.constantFrom(
              '{',
              '}',
              '[',
              ']',
              ':',
              ',',
              '"',
              '1',
              'e',
              '.',
              '-',
              't',
              '\\',
              ' ',
              '\n',
              '\u00a0',
              '\ufeff',
            ),
          }),
        ),
        (text) => {
          let sound = true;
          try {
            JSON.parse(text);
          } catch {
            sound = false;
          }
          expect(jsonFrom(text).ok).toBe(sound);
          if (!sound)
            expect(message(text)).toMatch(
              /^empty$|^no JSON in line \d+, at|^cut off: its JSON ends in line \d+ before/,
            );
        },
      ),
    );
  });

  it('a long text without an end is looked at in no time', () => {
    const begun = performance.now();
    expect(message(`{"a": "${'x'.repeat(1_000_000)}`)).toContain('cut off');
    expect(message(`[${'1, '.repeat(200_000)}`)).toContain('cut off');
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

it('numbers that no computer holds are found as they are written, and not within texts', () => {
  expect(tooLarge('{"a": 1e400, "1e400": "1e999 \\" 1e999", "b": [-1E+999, 1e308, 5]}')).toEqual([
    '1e400',
    '-1E+999',
  ]);
});

describe('a text of forty megabytes exhausts no stack', () => {
  it.each([
    ['closed', `{"a":"${'x'.repeat(4e7)}",}`, 'no JSON in line 1, at character 40000009'],
    ['open', `{"a":"${'x'.repeat(4e7)}`, 'cut off'],
    ['ending in half an escape', `["${'\\n'.repeat(2e7)}\\`, 'cut off'],
    ['of escapes', `["${'\\u0041'.repeat(5e6)}" 1]`, 'no JSON in line 1'],
    ['as a name', `{"${'x'.repeat(4e7)}" 1}`, 'no JSON in line 1'],
    ['with a line break', `["${'x'.repeat(4e7)}\n"]`, 'no JSON in line 1'],
  ])('%s', (_, text, sentence) => {
    const read = jsonFrom(text);
    expect(read.ok ? 'accepted' : read.message).toContain(sentence);
    expect(tooLarge(text)).toEqual([]);
  });
});
