import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLoad } from '../../testing/loads.ts';
import { loadText, parseLoad, stepsIn } from './text.ts';
import { MOST_PAIRS } from './steps.ts';
import type { Load } from './steps.ts';

const read = (text: string): Load => {
  const load = parseLoad(text);
  if (!load.ok) throw new Error(load.message);
  return load.value;
};
const refusal = (text: string): string => {
  const load = parseLoad(text);
  return load.ok ? `taken: ${loadText(load.value)}` : load.message;
};

describe('the text of a load', () => {
  it('says any load, and is read as the very same', () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const text = loadText(load);
        if (text.length > 2000 || stepsIn(load) > 40) return;
        expect(read(text)).toEqual(load);
        expect(loadText(read(text))).toBe(text);
      }),
    );
  });

  it('refuses a scale that would be 0 to the thousandth', () => {
    expect(refusal('fluctuating~x0.0004')).toBe(
      'Scale takes a number to the thousandth; “0.0004” would be 0.',
    );
    expect(loadText(read('fluctuating~x0.0005~x0.00'))).toBe('fluctuating~x0.001~x0');
  });

  it('never throws, whatever the text, and has one form', () => {
    const piece = fc.constantFrom(
      '~',
      'x',
      ':',
      ',',
      '(',
      ')',
      '1',
      '.5',
      '-',
      'burst',
      'plus',
      'window',
      'flat',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 30 }).map((p) => p.join('')),
        ),
        (text) => {
          const load = parseLoad(text);
          if (load.ok) expect(loadText(read(loadText(load.value)))).toBe(loadText(load.value));
          else expect(load.message).toMatch(/[.?]$/);
        },
      ),
    );
  });

  it.each([
    ['fluctuating~x1.5~burst:600,40,30,300,600', 'fluctuating~x1.5~burst:600,40,30,300,600'],
    [' fluctuating ~ x01.50 ~ noise:10,0', 'fluctuating~x1.5~noise:10'],
    ['import:0123abcd~window:3600,7200,90000,93600', 'import:0123abcd~window:3600,7200,90000,93600'],
    ['bursty~plus:(step~x2)~then:(ramp)', 'bursty~plus:(step~x2)~then:(ramp)'],
    ['flat:1200,5.0004~drawn:0,1,600,20', 'flat:1200,5~drawn:0,1,600,20'],
    ['my trace (1).csv~x2', 'my trace (1).csv~x2'],
    ['bursty~shift:-0.0001', 'bursty~shift:0'],
  ])('%s', (given, canonical) => {
    expect(loadText(read(given))).toBe(canonical);
  });

  it.each([
    ['~x2', 'A load begins with its base, as in “fluctuating~x1.5”; “~x2” has none.'],
    ['bursty~brust:1,2,3,4,5', 'There is no step “brust:1,2,3,4,5” of a load; did you mean “burst”?'],
    ['bursty~x', 'Scale takes 1 number (times); none was given.'],
    ['bursty~x1e3', 'Scale takes numbers like 600 or 1.5; “1e3” is none.'],
    ['bursty~x5000', '“Times” of Scale takes a number from 0 to 1,000; 5,000 is outside.'],
    ['bursty~window:9,3', 'A window ends after it begins; from 9 to 3 s holds nothing.'],
    ['bursty~window:9', 'Window takes pairs of 2 numbers (from, to), at least 1; 1 was given.'],
    ['bursty~clip:9,3', 'Clip takes the lower level first; 9 is above 3.'],
    ['bursty~drawn:0,3,0,4', 'The points of a drawn line go forward in time; 0 s follows 0 s.'],
    ['bursty~plus:step', 'Add a load takes a load in parentheses, as in “plus:(bursty)”.'],
    ['flat:5,5', '“Length” of a flat load takes a whole number from 130 to 604,800 seconds; 5 is outside.'],
    [
      'a~then:(b~then:(c~then:(d~then:(e))))',
      'Loads stand within loads at most 3 deep; this one goes deeper.',
    ],
    [`a${'~x2'.repeat(41)}`, 'A load takes at most 40 steps; 41 were given.'],
    ['a'.repeat(2001), "A load's text has at most 2,000 characters; 2,001 were given."],
    [
      `a~window:${Array.from({ length: MOST_PAIRS + 1 }, (_, i) => `${String(2 * i)},${String(2 * i + 1)}`).join()}`,
      'Window takes at most 60 pairs; 61 were given.',
    ],
  ])('refuses %s', (text, sentence) => {
    expect(refusal(text)).toBe(sentence);
  });
});
