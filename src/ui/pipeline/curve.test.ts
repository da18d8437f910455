import { describe, expect, it } from 'vitest';
import { Curve } from './curve.ts';

describe('a cumulative curve', () => {
  const curve = new Curve({ seconds: 3, column: [2, 0, 3] });

  it('is straight between seconds and flat outside', () => {
    expect([-1, 0, 0.5, 1.7, 2.5, 3, 9].map((t) => curve.valueAt(t))).toEqual([0, 0, 1, 2, 3.5, 5, 5]);
  });

  it('says when it first reaches a value', () => {
    expect([0, 1, 2, 3.5, 5, 6].map((value) => curve.inverse(value))).toEqual([0, 0.5, 1, 2.5, 3, Infinity]);
  });

  it('is the same wherever it is asked first, over blocks and of several columns', () => {
    const seconds = 5000;
    const column = Float32Array.from({ length: 2 * seconds }, (_, i) => (i * 7) % 5);
    const other = Float32Array.from({ length: 2 * seconds }, (_, i) => (i % 11) / 8);
    const of = { seconds, column, other, stride: 2, offset: 1, scale: 0.1 };
    const sums = [0];
    for (let k = 0; k < seconds; k++) sums.push(sums[k]! + (column[2 * k + 1]! + other[2 * k + 1]!) * 0.1);
    const [forth, back] = [new Curve(of), new Curve(of)];
    for (let k = 0; k <= seconds; k += 37) expect(forth.at(k)).toBe(sums[k]);
    for (let k = seconds; k >= 0; k -= 41) expect(back.at(k)).toBe(sums[k]);
    for (const value of [0.01, 50, sums[1024]!, sums[2048]! + 0.01, sums[seconds]!]) {
      const first = sums.findIndex((sum) => sum >= value);
      const t = new Curve(of).inverse(value);
      expect(Math.ceil(t)).toBe(first);
      expect(forth.valueAt(t)).toBeCloseTo(value, 9);
    }
    expect(forth.inverse(sums[seconds]! + 1)).toBe(Infinity);
    expect(new Curve({ seconds: 0, column: [] }).valueAt(5)).toBe(0);
  });
});
