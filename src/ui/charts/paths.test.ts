import { describe, expect, it } from 'vitest';
import { areaPath, bandPath, linePath, pointPath, thinned } from './paths.ts';
import { px } from './model.ts';

const same = (value: number): number => value;
const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const count = (n: number): Float64Array => Float64Array.from({ length: n }, (_, k) => k);

describe('a line', () => {
  it('goes through its points, in the middle of what each holds for, or holds them', () => {
    expect(linePath(of(0, 10), of(1, 2), same, same)).toBe('M0 1L10 2');
    expect(linePath(of(0, 10), of(1, 2), same, same, { over: 10 })).toBe('M5 1L15 2');
    expect(linePath(of(0, 10), of(1, 2), same, same, { over: 10, held: true })).toBe('M0 1H10V2H20');
  });

  it('breaks where a value is not finite; one alone is a dash', () => {
    expect(linePath(count(5), of(1, 2, NaN, 4, 5), same, same)).toBe('M0 1L1 2M3 4L4 5');
    expect(linePath(count(5), of(1, Infinity, 3, -Infinity, NaN), same, same)).toBe('M0 1m-1 0h2M2 3m-1 0h2');
    expect(linePath(count(3), of(1, NaN, 3), same, same, { over: 1, held: true })).toBe('M0 1H1M2 3H3');
    expect(linePath(of(), of(), same, same)).toBe('');
    expect(linePath(of(0, NaN, 2), of(1, 2, 3), same, same)).toBe('M0 1m-1 0h2M2 3m-1 0h2');
  });
});

describe('what lies under a line, and between two', () => {
  it('ends where the line breaks', () => {
    expect(areaPath(count(5), of(1, 2, NaN, 4, 5), same, same, 9)).toBe('M0 1L1 2V9H0zM3 4L4 5V9H3z');
    expect(bandPath(count(5), of(1, 1, NaN, 1, 1), of(2, 3, 4, 5, 6), same, same)).toBe(
      'M0 2L1 3L1 1L0 1zM3 5L4 6L4 1L3 1z',
    );
  });
});

describe('a long series', () => {
  const values = count(10_000).map((k) => Math.sin(k / 50));
  values[7777] = 40;
  values[1234] = -40;
  values[5000] = NaN;

  it('is thinned, its extremes and gaps kept, in their order', () => {
    const kept = thinned(values, 800);
    expect(kept.length).toBeLessThanOrEqual(802);
    expect(kept).toContain(7777);
    expect(kept).toContain(1234);
    expect(kept.filter((k) => k < 0)).toHaveLength(1);
    const places = kept.filter((k) => k >= 0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(thinned(values.subarray(0, 300), 800)).toEqual([...count(300)]);
  });

  it('has no more points than four a pixel', () => {
    const path = linePath(count(10_000), values, (v) => v / 50, same);
    expect(path.split(/[ML]/).length).toBeLessThanOrEqual(4 * 200 + 2);
    expect(path).toContain(` 40`);
    expect(path).toContain(` -40`);
  });

  it('keeps the extremes of a band', () => {
    const band = bandPath(
      count(10_000),
      values.map((v) => v - 1),
      values,
      (v) => v / 50,
      same,
    );
    expect(band).toContain(` 40`);
    expect(band).toContain(` -41`);
  });
});

describe('points', () => {
  it.each(['circle', 'square', 'triangle', 'diamond', 'plus', 'cross'] as const)(
    'a %s stands about its place, as large as a circle',
    (shape) => {
      const numbers = pointPath(shape, 100, 100, 10).match(/-?[\d.]+ -?[\d.]+/g)!;
      if (shape === 'circle') return;
      const spots = numbers.map((pair) => pair.split(' ').map(Number) as [number, number]);
      const area = spots.reduce((sum, [x, y], k) => {
        const [nx, ny] = spots[(k + 1) % spots.length]!;
        return sum + (x * ny - nx * y) / 2;
      }, 0);
      expect(Math.abs(area)).toBeGreaterThan(0.6 * Math.PI * 100);
      expect(Math.abs(area)).toBeLessThan(1.3 * Math.PI * 100);
      const middle = spots.reduce((sum, [x]) => sum + x, 0) / spots.length;
      expect(px(middle)).toBeCloseTo(100, 0);
    },
  );
});
