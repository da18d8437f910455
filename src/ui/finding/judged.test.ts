import { expect, it } from 'vitest';
import { plainText } from './finding.ts';
import { countedWords, orderWords } from './judged.ts';

const words = (estimated: readonly [number, number], counted: readonly [number, number]): string => {
  const of = (i: 0 | 1) => ({
    name: ['OPD', 'IPA'][i]!,
    estimated: estimated[i],
    counted: counted[i],
  });
  return plainText(orderWords(of(0), of(1)));
};

it.each([
  [[12, 11.5], [11.4, 11], 'The order by J stands: OPD leads by 0.40 points a decision (estimated 0.50).'],
  [[11, 12], [10, 11.5], 'The order by J stands: IPA leads by 1.50 points a decision (estimated 1.00).'],
  [
    [12, 11.6],
    [10.5, 11],
    'The order by J turns round: IPA leads by 0.50 points a decision; estimated, OPD leads by 0.40.',
  ],
  [[12, 12], [11, 10], 'By J OPD leads by 1.00 points a decision; estimated, the two are level.'],
  [[12, 11], [10, 10.01], 'By J the two are level; estimated, OPD leads by 1.00 points.'],
  [[12, 12.01], [10.01, 10], 'By J the two stay level.'],
] as const)('whether the order stands: %o, counted %o', (estimated, counted, said) => {
  expect(words(estimated, counted)).toBe(said);
});

it('says of what seed and beside what world', () => {
  expect(countedWords(7, 'instant')).toBe(
    'Counted request by request with seed 7, beside what “Instant” makes of it.',
  );
});
