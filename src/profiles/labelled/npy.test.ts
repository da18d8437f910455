import { describe, expect, it } from 'vitest';
import { readNumpy } from './npy.ts';
import { numpyOf, type NumpyFile } from '../../testing/numpy.ts';

const floats = (...values: number[]): Float32Array => Float32Array.from(values);
const read = (file: NumpyFile) => readNumpy(numpyOf(file), 'x.npy');

describe('an array of NumPy', () => {
  it('is written by hand, byte by byte, as the format says: int16 [2, 3] of 1 to 6', () => {
    const header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }";
    const text = `\x93NUMPY\x01\x00\x76\x00${header.padEnd(117)}\n\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00`;
    expect(
      readNumpy(
        Uint8Array.from(text, (c) => c.charCodeAt(0)),
        'x.npy',
      ),
    ).toEqual({
      ok: true,
      value: { type: 'int16', dims: [2, 3], values: Int16Array.of(1, 2, 3, 4, 5, 6) },
    });
  });

  it.each([1, 2, 3] as const)('of version %i, without axes, with one and with none in it', (version) => {
    expect(read({ descr: '<f4', shape: [], data: floats(7), version })).toMatchObject({
      value: { dims: [], values: floats(7) },
    });
    expect(read({ descr: '<f4', shape: [2], data: floats(7, 8), version })).toMatchObject({
      value: { dims: [2], values: floats(7, 8) },
    });
    expect(read({ descr: '<f4', shape: [0, 3], data: floats(), version })).toMatchObject({
      value: { dims: [0, 3] },
    });
  });

  it('whose columns come first, and whose bytes the large end first, is the same array', () => {
    // 1 2 3 / 4 5 6 by columns: 1 4 2 5 3 6.
    const columns = { descr: '<f4', shape: [2, 3], data: floats(1, 4, 2, 5, 3, 6), fortran: true };
    expect(read(columns)).toMatchObject({ value: { dims: [2, 3], values: floats(1, 2, 3, 4, 5, 6) } });
    // [2, 2, 2] of 1 to 8: the element (i, j, k) is 1 + 4 i + 2 j + k and stands at i + 2 j + 4 k.
    const cube = { descr: '<f4', shape: [2, 2, 2], data: floats(1, 5, 3, 7, 2, 6, 4, 8), fortran: true };
    expect(read(cube)).toMatchObject({ value: { values: floats(1, 2, 3, 4, 5, 6, 7, 8) } });
    expect(
      read({ descr: '>i4', shape: [2], data: Uint8Array.of(0, 0, 1, 2, 255, 255, 255, 254) }),
    ).toMatchObject({
      value: { type: 'int32', values: Int32Array.of(258, -2) },
    });
  });

  it.each<readonly [Partial<NumpyFile>, string]>([
    [
      { descr: '|O' },
      'x.npy: it holds objects of Python (dtype object), which no other program should unpickle, and plain numbers are read.',
    ],
    [{ descr: '<U5' }, 'x.npy: it holds texts, and plain numbers are read.'],
    [{ descr: '<c8' }, 'x.npy: it holds complex numbers, and plain numbers are read.'],
    [{ descr: '<M8[ns]' }, 'x.npy: it holds elements of the type "<M8[ns]", and plain numbers are read.'],
    [
      { shape: [3] },
      'x.npy: its shape (3) of float32 takes 12 bytes, and 8 are there; copy or save it again.',
    ],
    [{ shape: [1e9, 1e9] }, 'takes 4000000000000000000 bytes'],
  ])('%j is refused', (over, sentence) => {
    const made = read({ descr: '<f4', shape: [2], data: floats(1, 2), ...over });
    expect(made.ok ? '' : made.message).toContain(sentence);
  });

  it('cut off, empty or of another kind it is refused', () => {
    const whole = numpyOf({ descr: '<f4', shape: [2], data: floats(1, 2) });
    const said = (bytes: Uint8Array): string => {
      const made = readNumpy(bytes, 'x.npy');
      return made.ok ? '' : made.message;
    };
    expect(said(new Uint8Array(0))).toBe('x.npy: it is empty.');
    expect(said(Uint8Array.of(1, 2, 3))).toContain('it is no array of NumPy');
    // Cut anywhere, it never throws and is never taken.
    for (let end = 1; end < whole.length; end++)
      expect(said(whole.subarray(0, end))).toMatch(/^x\.npy: .+\.$/);
    const newer = whole.slice();
    newer[6] = 9;
    expect(said(newer)).toBe('x.npy: it is written in version 9 of NumPy’s format, and 1 to 3 are read.');
  });
});
