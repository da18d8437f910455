import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namesOfBases } from './shape.ts';
import { baseOf, importsOf, isShaped } from './shaped.ts';
import { parseLoad } from './text.ts';
import { betweenWords, momentWords, spanWords } from './times.ts';
import { fullWords, loadName } from './words.ts';
import { anyLoad } from '../../testing/loads.ts';
import { LONGEST_NAME, textComplaint } from '../../model/text.ts';

const nameOf = namesOfBases((base) => (base === 'import:0123abcd' ? 'June' : undefined));
const nameOfText = (text: string): string => {
  const load = parseLoad(text);
  return load.ok ? loadName(load.value, nameOf) : load.message;
};

it.each([
  ['fluctuating~x1.5~burst:600,40,30,300,600', 'Fluctuating, times 1.5, burst at 10 min'],
  ['import:0123abcd~window:194400,205200', 'June, from 06:00 to 09:00 of day 3'],
  [
    'import:0123abcd~window:0,86400,172800,259200',
    'June, from 00:00 to 24:00 and from 00:00 to 24:00 of day 3',
  ],
  ['import:0123abcd~window:1,2,3,4,5,6', 'June, from 1 s to 2 s and 2 more windows'],
  ['flat:1200,5~noise:10', '5 req/s for 20 min, noise of 10 %'],
  ['bursty~shift:-2~clip:0,20~repeat:3', 'Bursty, less 2 req/s, at most 20 req/s, 3 times over'],
  ['bursty~plus:(step~x0.5)', 'Bursty, plus step, times 0.5'],
  ['day~start:21600~drawn:600,1,1200,4', 'A day, begun at 06:00, drawn from 10 min to 20 min'],
])('%s is called “%s”', (text, name) => {
  expect(nameOfText(text)).toBe(
    name.replace(
      'A day',
      nameOf('day').replace(/^./, (c) => c.toUpperCase()),
    ),
  );
});

it('has a name for every load, that fits', () => {
  fc.assert(
    fc.property(anyLoad, (load) => {
      const name = loadName(load, nameOf);
      expect(name.length).toBeLessThanOrEqual(LONGEST_NAME);
      expect(textComplaint(name)).toBeUndefined();
    }),
  );
  expect(nameOfText(`bursty${'~x1.125'.repeat(12)}`)).toBe(
    'Bursty, times 1.125, times 1.125, times 1.125, times 1.125, 8 more steps',
  );
});

it('says all of a burst where there is room', () => {
  const values = [600, 40, 30, 300, 600];
  expect(fullWords({ kind: 'burst', values }, nameOf)).toBe(
    'a burst of 40 req/s at 10 min: up within 30 s, held 5 min, then down to a third in 10 min',
  );
  expect(fullWords({ kind: 'burst', values: [1, 1, 1, 1, 0] }, nameOf)).toMatch(/then gone at once$/);
});

it('says moments and lengths', () => {
  expect([95, 600, 630, 7200, 21_600, 86_400, 194_425].map(momentWords)).toEqual([
    ...['95 s', '10 min', '10 min 30 s', '02:00', '06:00', '00:00 of day 2', '06:00:25 of day 3'],
  ]);
  expect(betweenWords(600, 1200)).toBe('from 10 min to 20 min');
  expect(betweenWords(64_800, 205_200)).toBe('from 18:00 of day 1 to 09:00 of day 3');
  expect([90, 1200, 28_800, 604_800].map(spanWords)).toEqual(['90 s', '20 min', '8 h', '7 days']);
});

it('an id says whether it is a shaped load, and of which imports', () => {
  expect(['fluctuating', 'import:0123abcd', 'fluctuating~x2', 'flat:200,5'].map(isShaped)).toEqual([
    ...[false, false, true, true],
  ]);
  expect(baseOf('import:0123abcd~x2')).toBe('import:0123abcd');
  expect(importsOf('import:0123abcd~plus:(import:89abcdef)~then:(import:0123abcd)')).toEqual([
    ...['import:0123abcd', 'import:89abcdef'],
  ]);
});
