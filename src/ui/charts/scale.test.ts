import { scaleLinear, scaleLog, scaleSqrt, type ScaleContinuousNumeric } from 'd3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleOf, type ScaleKind } from './scale.ts';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });

const kinds: readonly [ScaleKind, () => ScaleContinuousNumeric<number, number>, fc.Arbitrary<number>][] = [
  ['linear', () => scaleLinear(), number],
  ['log', () => scaleLog(), positive],
  ['root', () => scaleSqrt(), number],
];

describe.each(kinds)('a scale, %s', (kind, ofD3, values) => {
  it('stands where the library’s stands, with and without clamping, and finds its way back', () => {
    fc.assert(
      fc.property(values, values, values, fc.boolean(), (a, b, value, clamp) => {
        fc.pre(Math.abs(a - b) > 1e-3 * Math.max(1, Math.abs(a)));
        const own = scaleOf([a, b], [20, 700], kind, clamp);
        const theirs = ofD3().domain([a, b]).range([20, 700]).clamp(clamp);
        const size = Math.max(1, Math.abs(theirs(value)));
        expect(Math.abs(own(value) - theirs(value)) / size).toBeLessThan(1e-9);
        const back = theirs.invert(300);
        expect(Math.abs(own.invert(300) - back) / Math.max(1, Math.abs(back))).toBeLessThan(1e-9);
        if (kind === 'linear') expect(own.ticks(5)).toEqual(theirs.ticks(5));
      }),
    );
  });

  it('has the middle for a domain of one value, and nothing for what is no number', () => {
    expect(scaleOf([3, 3], [0, 100], kind)(3)).toBe(50);
    expect(scaleOf([1, 3], [0, 100], kind)(NaN)).toBeNaN();
  });
});
