import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame, type Axis } from './frame.ts';
import type { TextMark } from './model.ts';

/** What stands along the upright axis of a plot of 400 px. */
const labels = (axis: Axis): readonly string[] =>
  frame({ left: 40, right: 940, top: 0, bottom: 400 }, { x: { domain: [0, 1] }, y: axis }).marks.flatMap(
    (mark) => (mark.kind === 'text' ? [mark.body] : []),
  );
/** And along the other, of 900 px. */
const across = (axis: Axis): readonly TextMark[] =>
  frame({ left: 40, right: 940, top: 0, bottom: 400 }, { x: axis, y: { domain: [0, 1] } }).marks.filter(
    (mark): mark is TextMark => mark.kind === 'text',
  );
const decimals = (text: string): number => text.split('.')[1]?.length ?? 0;

const range = fc
  .tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true }))
  .map(([low, power]): readonly [number, number] => [low, low + 10 ** power]);
const count = fc.double({ min: 2, max: 30, noNaN: true });

describe('the numbers along an axis', () => {
  it('are few, no two alike, and all of one number of decimals, whatever the range', () => {
    fc.assert(
      fc.property(range, count, fc.boolean(), (domain, ticks, sideways) => {
        const texts = sideways
          ? across({ domain, ticks }).map(({ body }) => body)
          : labels({ domain, ticks });
        expect(new Set(texts).size).toBe(texts.length);
        expect(new Set(texts.map(decimals)).size).toBeLessThanOrEqual(1);
        // Steps are 1, 2 or 5: of six that are asked for up to 6 √10 / 2 fit, and one more stands at the end.
        expect(texts.length).toBeLessThanOrEqual(10);
        expect(texts.length).toBeGreaterThan(0);
      }),
    );
  });

  it('say the places where they stand in full', () => {
    fc.assert(
      fc.property(range, count, (domain, ticks) => {
        const places: number[] = [];
        const texts = labels({
          domain,
          ticks,
          text: (value, digits) => {
            places.push(value);
            return value.toFixed(digits);
          },
        });
        const step = Math.abs((places[1] ?? NaN) - places[0]!);
        texts.forEach((text, i) => {
          if (Number.isFinite(step)) expect(Math.abs(Number(text) - places[i]!)).toBeLessThan(1e-5 * step);
        });
      }),
    );
  });

  it('of 9.7 to 10.05, as Compare met it on a wide page, are not "9.8 9.8 … 10.0 10"', () => {
    expect(across({ domain: [9.68, 10.04], ticks: 900 / 70 }).map(({ body }) => body)).toEqual([
      '9.70',
      '9.75',
      '9.80',
      '9.85',
      '9.90',
      '9.95',
      '10.00',
    ]);
    expect(labels({ domain: [9.68, 10.13], ticks: 4 })).toEqual(['9.7', '9.8', '9.9', '10.0', '10.1']);
    expect(labels({ domain: [0, 40], ticks: 4 })).toEqual(['0', '10', '20', '30', '40']);
  });
});
