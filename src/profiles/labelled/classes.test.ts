import { expect, it } from 'vitest';
import { classesIn } from './classes.ts';

it('reads half precision by its bits: signs, small ones, the infinite and what is no number', () => {
  // Rows of two: -1 and -2; 2^-24 and 0; 65,504 and infinity; 1 and none.
  const values = Uint16Array.of(0xbc00, 0xc000, 0x0001, 0x0000, 0x7bff, 0x7c00, 0x3c00, 0x7e00);
  expect(classesIn([{ name: 'y', type: 'float16', dims: [4, 2], values }], 4)).toEqual({
    ok: true,
    value: { of: Int32Array.of(0, 0, 1, -1), count: 2, output: 'y' },
  });
});

it('takes scores before classes, axes of one behind them, and the first of equal ones', () => {
  const classes = { name: 'label', type: 'int64', dims: [2], values: BigInt64Array.of(7n, 8n) };
  const scores = {
    name: 'p',
    type: 'float32',
    dims: [2, 3, 1, 1],
    values: Float32Array.of(1, 1, 0, 0, 2, 2),
  };
  expect(classesIn([classes, scores], 2)).toMatchObject({ value: { of: Int32Array.of(0, 1), count: 3 } });
  expect(classesIn([classes], 2)).toMatchObject({ value: { of: Int32Array.of(7, 8), count: undefined } });
});
