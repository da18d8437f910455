import { expect, it } from 'vitest';
import { objectiveWords } from './objectiveWords.ts';

it('writes an objective with the digits that it has, three at the most', () => {
  expect([2, 1.8, 1.814, 1.4220000001].map((seconds) => objectiveWords(seconds))).toEqual([
    '2 s',
    '1.8 s',
    '1.814 s',
    '1.422 s',
  ]);
  expect(objectiveWords(1.814, 'seconds')).toBe('1.814 seconds');
});
