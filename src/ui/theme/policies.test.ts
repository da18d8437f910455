import { describe, expect, it } from 'vitest';
import { dashes, type PolicyLook, type Shape } from './look.ts';
import { policyMark, policyStyles } from './policies.ts';
import { setLook, setLooks } from './setColours.ts';
import { contrast, distance, type Vision } from '../../testing/colourVision.ts';

/** `--paper` and `--card` of tokens.css. */
const grounds = { light: ['#fbfaf6', '#ffffff'], dark: ['#12151a', '#191d24'] } as const;
/** `--ink` and `--late`. */
const others = { light: ['#1a2130', '#d1003f'], dark: ['#ebe8e0', '#ff3d71'] } as const;
const visions = ['usual', 'deuteranopia', 'protanopia', 'tritanopia'] as const satisfies readonly Vision[];
/** Of distances within a shape. */
const leastOf = (vision: Vision): number => (vision === 'tritanopia' ? 6 : 7.5);
/** Of distances, where the shape tells as well. */
const JUST_NOTICEABLE = 2;
const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];

const all: readonly PolicyLook[] = [...policyStyles, ...setLooks];

/** The smallest distance between any two of `looks` that `counts` takes. */
function closest(scheme: Scheme, vision: Vision, counts: (a: PolicyLook, b: PolicyLook) => boolean): number {
  const gaps = all.flatMap((a, i) =>
    all.slice(i + 1).flatMap((b) => (counts(a, b) ? [distance(a[scheme], b[scheme], vision)] : [])),
  );
  return Math.min(...gaps);
}

/** How far a colour is from what it must be told from, as a share of what the tests below ask for: refused below 1. */
function room(scheme: Scheme, shape: Shape, colour: string): number {
  if (grounds[scheme].some((ground) => contrast(colour, ground) < 4.5)) return 0;
  if (others[scheme].some((other) => distance(colour, other, 'usual') < 5)) return 0;
  const shares = visions.flatMap((vision) =>
    all.map((look) => {
      const least = look.shape === shape ? leastOf(vision) : JUST_NOTICEABLE;
      return distance(colour, look[scheme], vision) / least;
    }),
  );
  return Math.min(...shares);
}

/** From grey to full. */
function strength(colour: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return Math.max(...channels) - Math.min(...channels);
}

// SLUICE_COLOURS=square prints colours that a new policy of that shape can have (docs/style.md).
const wanted = process.env.SLUICE_COLOURS as Shape | undefined;
if (wanted !== undefined)
  it.each(schemes)('colours of a new policy, %s', (scheme) => {
    const found = Array.from({ length: 4096 }, (_, i) => {
      return `#${i.toString(16).padStart(3, '0').replaceAll(/./g, '$&$&')}`;
    })
      .filter((colour) => room(scheme, wanted, colour) > 1.02)
      .sort((a, b) => strength(a) - strength(b));
    const some = found.filter((_, i) => i % Math.ceil(found.length / 16) === 0);
    process.stdout.write(`${scheme}: ${some.join(' ')}\n`);
    expect(some).not.toEqual([]);
  });

describe('the colours of policies', () => {
  it.each(schemes)('are legible as text, %s', (scheme) => {
    for (const look of all)
      for (const ground of grounds[scheme])
        expect(contrast(look[scheme], ground), look[scheme]).toBeGreaterThanOrEqual(4.5);
  });

  // docs/style.md states the figures.
  it.each(schemes.flatMap((scheme) => visions.map((vision) => [scheme, vision] as const)))(
    'tell apart policies of one shape, and with the shape any two, %s, %s',
    (scheme, vision) => {
      const least = leastOf(vision);
      expect(closest(scheme, vision, (a, b) => a.shape === b.shape)).toBeGreaterThanOrEqual(least);
      const twins = (a: PolicyLook, b: PolicyLook): boolean =>
        setLooks.includes(a) && setLooks.includes(b) && a.shape !== b.shape;
      expect(closest(scheme, vision, (a, b) => !twins(a, b))).toBeGreaterThanOrEqual(JUST_NOTICEABLE);
    },
  );

  it.each(schemes)('are apart from ink and from the red of late requests, %s', (scheme) => {
    for (const look of all)
      for (const other of others[scheme])
        expect(distance(look[scheme], other, 'usual'), look[scheme]).toBeGreaterThanOrEqual(5);
  });

  it('go round among those that were set here, and stay with their key', () => {
    const keys = Array.from({ length: setLooks.length + 1 }, (_, i) => `hpa:target=0.${String(i + 1)}`);
    const first = keys.map(setLook);
    expect(new Set(first.slice(0, -1)).size).toBe(setLooks.length);
    expect(first.at(-1)).toBe(first[0]);
    expect([...keys].reverse().map(setLook).reverse()).toEqual(first);
  });

  it('belong to one policy each', () => {
    for (const key of ['id', 'name', 'light', 'dark'] as const) {
      expect(new Set(policyStyles.map((style) => style[key])).size).toBe(policyStyles.length);
    }
  });
});

describe('shapes and dashes', () => {
  it('go together, and help beyond eight policies: no shape stands for more', () => {
    expect(new Set(Object.values(dashes)).size).toBe(Object.keys(dashes).length);
    for (const shape of Object.keys(dashes))
      expect(all.filter((look) => look.shape === shape).length, shape).toBeLessThanOrEqual(8);
  });

  it('come with the colour', () => {
    expect(policyMark('ipa-exact')).toMatchObject({ dash: undefined, shape: 'circle' });
    expect(policyMark('kpa')).toMatchObject({ dash: dashes.diamond, shape: 'diamond' });
    expect(policyMark('kpa:target=0.5').shape).toMatch(/cross|plus/);
  });
});
