import { expect, it } from 'vitest';
import { hour, moment } from './time.ts';

it('tells the day of a long trace', () => {
  expect([65, 4000, 86_400, 86_400 * 12 + 3600 * 23 + 60 * 5].map(moment)).toEqual([
    '01:05',
    '1:06:40',
    'day 2, 0:00',
    'day 13, 23:05',
  ]);
  expect(hour(86_400 * 3 + 59)).toBe('0:00');
});
