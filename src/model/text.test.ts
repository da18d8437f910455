import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import {
  csvCell,
  csvOf,
  fileNameOf,
  LONGEST_NAME,
  nameFrom,
  noteFrom,
  noteComplaint,
  shortened,
  spoken,
  textComplaint,
  wellFormed,
  xmlText,
} from './text.ts';
import { refused } from './result.ts';

/** Any UTF-16 units, rich in what breaks files. */
const hostile = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '"',
        ';',
        ',',
        '&',
        '<',
        '>',
        "'",
        '.',
        '/',
        '\\',
        ':',
      ),
      fc.constantFrom(
        '|',
        '*',
        '?',
        '$',
        '%',
        '#',
        '\0',
        '\x1b',
        '\x85',
        '\u202e',
        '\u2066',
        '\ufeff',
        '\u200d',
      ),
      fc.constantFrom('\ud83d', '\ude00', '👩‍👩‍👧', 'CON', 'nul', '..', ']]>', '-->', '1e3', '﷽', 'é', 'ï̈'),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const RUNS = { numRuns: 2000 };

describe('names from outside', () => {
  it.each([
    'video',
    'Überwachung – Halle 3 (Nacht)',
    'مرحبا بالعالم',
    'نمی‌خواهم',
    'שלום',
    '日本語の名前',
    '👩‍👩‍👧‍👦 family',
    '=1+2',
    '<b>x</b>',
    '__proto__',
    'a/b\\c',
    'x\u200e',
    '😀'.repeat(80),
  ])('%j is taken', (name) => {
    expect(textComplaint(name)).toBeUndefined();
  });

  it.each([
    ['\ud800', 'half of a character stands at place 1'],
    ['ab\udc00c', 'half of a character stands at place 3'],
    ['\ude00\ud83d', 'half of a character'],
    ['a\0', 'a control character'],
    ['a\u001bb', 'a control character'],
    ['a\u0085b', 'a control character'],
    ['a\u007f', 'a control character'],
    ['a\nb', 'a line break'],
    ['a\tb', 'a control character'],
    ['a\u2028b', 'a line break'],
    ['a\ufffe', 'a control character'],
    ['gpj\u202eexe', 'turns the direction of writing stands at place 4'],
    ['a\u2066b', 'turns the direction'],
    ['', 'something that can be seen'],
    ['   ', 'something that can be seen'],
    ['\u200b\u200d\u2060\ufeff', 'something that can be seen'],
    ['\u3164', 'something that can be seen'],
    ['\ud800', 'half'],
    ['y'.repeat(81), 'at most 80 characters long, not 81'],
    ['😀'.repeat(81), 'at most 80 characters long, not 81'],
  ])('%j is refused: %s', (name, why) => {
    expect(textComplaint(name)).toContain(why);
  });

  it('longer texts may be empty, have lines and tabs, and are bounded', () => {
    for (const text of ['', 'a\nb\r\n\tc', 'x'.repeat(4000)]) expect(noteComplaint(text)).toBeUndefined();
    for (const text of ['a\0', '\ud800', 'a\u202eb', 'x'.repeat(4001)])
      expect(noteComplaint(text)).toMatch(/^must be/);
  });

  it('whatever text a name is made of, it is taken, or there is none', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 60 }), (text, most) => {
        const name = nameFrom(text, most);
        if (name !== '') expect(textComplaint(name, most)).toBeUndefined();
        if (textComplaint(text.trim(), most) === undefined)
          expect(name).toBe(text.trim().replace(/\s+/gu, ' '));
      }),
      RUNS,
    );
    expect(nameFrom(`${'n'.repeat(236)}.csv`)).toBe('n'.repeat(LONGEST_NAME));
    expect(nameFrom('\u202e\0')).toBe('');
  });

  it('whatever a longer text is made of, it is taken, and what was fine is as it was', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 60 }), (text, most) => {
        expect(noteComplaint(noteFrom(text, most), most)).toBeUndefined();
        if (noteComplaint(text, most) === undefined) expect(noteFrom(text, most)).toBe(text);
      }),
      RUNS,
    );
  });

  it('what is shortened stays well formed, and no longer than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, most) => {
        const cut = shortened(text, most);
        expect(Array.from(cut).length).toBeLessThanOrEqual(most);
        expect(wellFormed(cut)).toBe(true);
        expect(text.startsWith(cut)).toBe(true);
        expect(most >= text.length ? cut : text).toBe(text);
      }),
      RUNS,
    );
  });
});

/** What a spreadsheet would run, read with any of the separators that some locale has. */
const runs = (cell: string): boolean =>
  /^[\s\u200b\u200e\u200f]*[=+\-@＝＋－＠]/u.test(cell) && !/^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(cell);

describe('cells', () => {
  it.each([
    ['=1+2', "'=1+2"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['+1+cmd', "'+1+cmd"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t\'=1"'],
    ['\r=1', '"\'\r\'=1"'],
    [' =1', "' =1"],
    ['＝1+2', "'＝1+2"],
    ['x;=1+2', '"x;\'=1+2"'],
    ['x\n@y', '"x\n\'@y"'],
    ['-', "'-"],
    ['-1.5', '-1.5'],
    ['+3', '+3'],
    ['-1.5e-7', '-1.5e-7'],
    ['.5', '.5'],
    ['0x10', '0x10'],
    ['a-b=c', 'a-b=c'],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['a\0b', 'a\ufffdb'],
    ['\ud800', '\ufffd'],
    ['', ''],
  ])('%j becomes %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('any rows come back from a parser as they were, but for the apostrophes and what is no character', () => {
    const bare = (text: string): string => text.replaceAll("'", '');
    fc.assert(
      fc.property(fc.array(fc.array(hostile, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const text = csvOf(rows);
        expect(wellFormed(text)).toBe(true);
        const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
        expect(errors).toEqual([]);
        expect(data.length).toBe(rows.length + 1);
        rows.forEach((row, i) => {
          const back = data[i]!;
          expect(back.map(bare)).toEqual(
            row.map((cell) => bare(cell.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd'))),
          );
          for (const cell of back) for (const part of cell.split(/[;\t\r\n]/)) expect(runs(part)).toBe(false);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('numbers are numbers, with any sign', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(csvCell(String(value))).toBe(String(value));
        expect(csvOf([[value, undefined, true]])).toBe(`${String(value)},,true\n`);
      }),
    );
  });
});

/** The characters of XML 1.0 (production 2), and the references that `xmlText` writes. */
const XML_CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const unescaped = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

it('text for XML and HTML has only characters of XML, no markup, and reads back the same where XML has the characters', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const safe = xmlText(text);
      expect(safe).toMatch(XML_CHARACTERS);
      expect(safe).not.toMatch(/[<>"'\t\n\r]|&(?!#\d+;|lt;|gt;|quot;|amp;)/);
      if (!/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)) expect(unescaped(safe)).toBe(text);
    }),
    RUNS,
  );
  expect(xmlText('a\0b\ud800c\u0008')).toBe('a\ufffdb\ufffdc\ufffd');
});

describe('names of files', () => {
  it.each([
    ['Video pipeline', 'csv', 'Video-pipeline.csv'],
    ['../../etc/passwd', 'csv', 'etc-passwd.csv'],
    ['..', 'zip', 'unnamed.zip'],
    ['.', '', 'unnamed'],
    ['', 'json', 'unnamed.json'],
    ['CON', 'yaml', 'CON_.yaml'],
    ['con.', 'yaml', 'con_.yaml'],
    ['nul.tar', 'gz', 'nul_.tar.gz'],
    ['LPT¹', 'csv', 'LPT¹_.csv'],
    ['-rf', '', 'rf'],
    ['.htaccess', '', 'htaccess'],
    ['a\u202egpj.exe', 'csv', 'a-gpj.exe.csv'],
    ['C:\\x', 'csv', 'C-x.csv'],
    ['日本語', 'csv', '日本語.csv'],
    ['ends. ', 'csv', 'ends.csv'],
    ['😀', 'csv', 'unnamed.csv'],
    ['hpa:target=0.5', 'yaml', 'hpa-target-0.5.yaml'],
  ])('%j as .%s is %s', (text, extension, name) => {
    expect(fileNameOf(text, extension)).toBe(name);
  });

  it('any text gives a name that every system takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(hostile, fc.string({ unit: 'grapheme', minLength: 30, maxLength: 300 })),
        fc.constantFrom('csv', 'svg', 'onnx', ''),
        (text, extension) => {
          const name = fileNameOf(text, extension);
          expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(100);
          expect(name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*$/u);
          expect(name).not.toMatch(/[. -]$/);
          expect(name).not.toMatch(/^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)/i);
          if (extension !== '') expect(name.endsWith(`.${extension}`)).toBe(true);
          // Once safe, always the same.
          const stem = extension === '' ? name : name.slice(0, -extension.length - 1);
          expect(fileNameOf(stem, extension)).toBe(name);
        },
      ),
      RUNS,
    );
  });
});

describe('a sentence that quotes what is outside', () => {
  it.each([
    ['line one\nline two: no.', 'line one line two: no.'],
    ['\t\r\n.csv: no.', ' .csv: no.'],
    ['\u0001\b\u001b[31m.log: no.', '\ufffd\ufffd\ufffd[31m.log: no.'],
    ['a\udc00b: no.', 'a\ufffdb: no.'],
    ['\u202egnp.exe: no.', '\ufffdgnp.exe: no.'],
    ['a\u2028b\u0085c: no.', 'a b\ufffdc: no.'],
    ['😀 größer “x”: no.', '😀 größer “x”: no.'],
    [`The load "${'x'.repeat(5000)}" is none.`, `The load "${'x'.repeat(79)}…" is none.`],
    [`“${'😀'.repeat(900)}” and “b”: no.`, `“${shortened('😀'.repeat(900), 79)}…” and “b”: no.`],
  ])('%j', (sentence, said) => {
    expect(spoken(sentence)).toBe(said);
    expect(refused(sentence)).toEqual({ ok: false, message: said });
  });
});
