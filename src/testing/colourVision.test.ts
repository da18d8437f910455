import { expect, it } from 'vitest';
import { contrast, distance } from './colourVision.ts';

it('measures as the sources do', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  // WCAG's own example of a grey that just passes on white.
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(distance('#000000', '#ffffff', 'usual')).toBeCloseTo(100, 3);
  // OKLab of pure red: 0.628, 0.2249, 0.1258.
  expect(distance('#000000', '#ff0000', 'usual')).toBeCloseTo(100 * Math.hypot(0.628, 0.2249, 0.1258), 1);
});

it('knows which colours blind eyes confuse', () => {
  const [red, green] = ['#a05040', '#6a6a30'];
  for (const vision of ['protanopia', 'deuteranopia'] as const)
    expect(distance(red, green, vision)).toBeLessThan(distance(red, green, 'usual') / 2);
  // Greys stay grey.
  for (const vision of ['protanopia', 'deuteranopia', 'tritanopia'] as const)
    expect(distance('#777777', '#777777', vision)).toBe(0);
});
