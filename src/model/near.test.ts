import { expect, it } from 'vitest';
import { nearest } from './near.ts';

const known = ['hpa', 'kpa', 'vpa', 'keda', 'greedy', 'greedy-literal', 'random', 'optimum-true'];

it.each([
  ['hpx', ['hpa']],
  ['ahp', []],
  ['hap', ['hpa']],
  ['epa', ['hpa', 'kpa', 'vpa']],
  ['HPA ', ['hpa']],
  ['gredy', ['greedy']],
  ['greed', ['greedy', 'greedy-literal']],
  ['radnom', ['random']],
  ['optimum-treu', ['optimum-true']],
  ['zz', []],
  ['', []],
  ['__proto__', []],
  ['x'.repeat(100_000), []],
])('%.20s is near to %j', (text, names) => {
  expect(nearest(text, known)).toEqual(names);
});
