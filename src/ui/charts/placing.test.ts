import { describe, expect, it } from 'vitest';
import type { Box } from './model.ts';
import { placed, type Spot } from './placing.ts';

const inside: Box = { left: 0, right: 300, top: 0, bottom: 200 };
const covers = ({ left, right, top, bottom }: Box, { x, y }: Spot): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

describe('the place of a label', () => {
  it('is beside its point, which it does not cover', () => {
    const point = { x: 150, y: 100 };
    const { box } = placed(point, 40, inside, [], []);
    expect(covers(box, point)).toBe(false);
    expect(Math.abs((box.top + box.bottom) / 2 - 100)).toBeLessThan(25);
  });

  it('is clear of dots wherever a place is left', () => {
    const point = { x: 150, y: 100 };
    // All about it, but below on the right.
    const dots = Array.from({ length: 40 }, (_, i) => ({
      x: 150 + 25 * Math.cos(0.9 + (i / 40) * 5.2),
      y: 100 + 25 * Math.sin(0.9 + (i / 40) * 5.2),
    }));
    const { box } = placed(point, 30, inside, dots, []);
    expect(dots.filter((dot) => covers(box, dot))).toEqual([]);
  });

  it('stays inside at an edge, and off what is taken', () => {
    for (const point of [
      { x: 1, y: 1 },
      { x: 299, y: 1 },
      { x: 299, y: 199 },
    ]) {
      const first = placed(point, 40, inside, [], []);
      const second = placed(point, 40, inside, [], [first.box]);
      for (const { box } of [first, second]) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(300);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.bottom).toBeLessThanOrEqual(200);
      }
      expect(
        second.box.left >= first.box.right ||
          second.box.right <= first.box.left ||
          second.box.top >= first.box.bottom ||
          second.box.bottom <= first.box.top,
      ).toBe(true);
    }
  });
});
