import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { countBytes, type Purse } from './guestBytes.ts';
import type { Scope } from './guestHarden.ts';

const MB = 2 ** 20;

function counting(most: number): { readonly run: (code: string) => unknown; readonly purse: Purse } {
  const context = createContext({});
  const scope = runInContext('globalThis', context) as Scope;
  const purse = { bytes: 0 };
  countBytes(scope, most)(purse);
  return { run: (code) => runInContext(code, context) as unknown, purse };
}

it.each([
  ['new Uint8Array(2 ** 20)', 1],
  ['new Float64Array(2 ** 17)', 1],
  ['new ArrayBuffer(2 ** 20)', 1],
  ['new ArrayBuffer(0, { maxByteLength: 2 ** 20 })', 1],
  ['Uint8Array.from({ length: 2 ** 20 })', 1],
  ['new Uint8Array(2 ** 20).slice()', 2],
  ['new Uint8Array(2 ** 20).map((x) => x)', 2],
  ['new Uint8Array(2 ** 20).subarray(1)', 1],
  ['new Uint8Array(new ArrayBuffer(2 ** 20))', 1],
  ['new ArrayBuffer(2 ** 20).slice(0)', 2],
  ['class Mine extends Uint8Array {} new Mine(2 ** 20)', 1],
  ['[1, 2].map((x) => x)', 0],
])('%s counts', (code, megabytes) => {
  const { run, purse } = counting(100 * MB);
  run(code);
  expect(purse.bytes).toBe(megabytes * MB);
});

it('refuses what is too much, and tells arrays as before', () => {
  const { run } = counting(3 * MB);
  expect(
    run(
      'const kept = []; try { for (;;) kept.push(new Uint8Array(2 ** 20)) } catch (e) { `${kept.length} ${e.message}` }',
    ),
  ).toBe('3 it keeps more than the 3 MB of bytes that it may');
  expect(
    counting(MB).run(
      'const one = new Float64Array([3, 1, 2]); [one instanceof Float64Array, one.constructor === Float64Array, one.sort().join()].join()',
    ),
  ).toBe('true,true,1,2,3');
});
