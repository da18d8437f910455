import { expect, it } from 'vitest';
import { mapPair } from './mapPair.ts';

it.each([
  [['optimum-predicted', 'ipa-exact'], ['optimum-predicted', 'ipa-exact'], ''],
  [
    ['hand:0=1.1.1/1.1.1', 'hpa'],
    ['optimum-predicted', 'hpa'],
    'By hand (1.1.1/1.1.1) has no policy map; Myopic optimum stands in its place.',
  ],
  [
    ['hpa', 'hpa'],
    ['hpa', 'optimum-predicted'],
    'Both lanes have the same policy; Myopic optimum stands beside it.',
  ],
  [
    ['optimum-true', 'optimum-predicted'],
    ['optimum-predicted', 'greedy'],
    /^.+ has no policy map; Myopic optimum stands in its place\. .*Greedy stands/,
  ],
] as const)('%j are mapped as two that have a map and are not the same', (keys, shown, said) => {
  const pair = mapPair(keys);
  expect(pair.keys).toEqual(shown);
  if (typeof said === 'string') expect(pair.said).toBe(said);
  else expect(pair.said).toMatch(said);
});
