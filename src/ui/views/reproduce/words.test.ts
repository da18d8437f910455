import { expect, it } from 'vitest';
import { headline } from './words.ts';

it('the headline counts every verdict there is, and no other', () => {
  expect(headline(['holds', 'holds', 'holds in part', 'does not hold', 'cannot be judged'])).toBe(
    '2 of 5 claims hold here, 1 in part, 1 not, 1 cannot be judged.',
  );
  expect(headline(['holds'])).toBe('1 of 1 claims hold here.');
});
