import { expect, it } from 'vitest';
import { testsOf } from './beside.mjs';

it('takes the test beside a file, a folder whole, and leaves to be found what has none', () => {
  expect(
    testsOf([
      'src/policies/ids.ts',
      './src/policies/ids.test.ts',
      'src/policies',
      'scripts/beside.mjs',
      'scripts/test.mjs',
    ]),
  ).toEqual({
    run: ['src/policies/ids.test.ts', 'src/policies/ids.test.ts', 'src/policies/', 'scripts/beside.test.ts'],
    related: ['scripts/test.mjs'],
  });
  expect(testsOf(['.'])).toEqual({ run: [''], related: [] });
});
