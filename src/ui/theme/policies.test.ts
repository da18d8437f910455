import { describe, expect, it } from 'vitest';
import { policyStyles } from './policies.ts';
import { setColour, setColours } from './setColours.ts';

/** `--paper` and `--card` of base.css. */
const grounds = { light: ['#fbfaf6', '#ffffff'], dark: ['#12151a', '#191d24'] } as const;

/** Relative luminance of `#rrggbb` (WCAG 2). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('the colours of policies', () => {
  it.each(['light', 'dark'] as const)('are legible as text, %s', (scheme) => {
    for (const style of policyStyles) {
      for (const ground of grounds[scheme]) {
        expect(contrast(style[scheme], ground), style.id).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const colour of setColours) {
      for (const ground of grounds[scheme]) {
        expect(contrast(colour[scheme], ground), colour[scheme]).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('go round among those that were set here, and stay with their key', () => {
    const keys = Array.from({ length: setColours.length + 1 }, (_, i) => `hpa:target=0.${String(i + 1)}`);
    const first = keys.map(setColour);
    expect(new Set(first.slice(0, -1)).size).toBe(setColours.length);
    expect(first.at(-1)).toBe(first[0]);
    expect([...keys].reverse().map(setColour).reverse()).toEqual(first);
  });

  it('belong to one policy each', () => {
    for (const key of ['id', 'name', 'light', 'dark'] as const) {
      expect(new Set(policyStyles.map((style) => style[key])).size).toBe(policyStyles.length);
    }
  });
});
