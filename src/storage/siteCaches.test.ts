import { describe, expect, it } from 'vitest';
import { isOfSite, siteCaches } from './siteCaches.ts';

describe('the caches of a copy of the lab', () => {
  const root = 'https://example.org/';
  const below = 'https://example.org/courses/sluice/';
  const namesOf = (scope: string): readonly string[] => [siteCaches(scope).kept, siteCaches(scope).used];

  it('are its own, though another copy lies above or below it on the same origin', () => {
    for (const name of namesOf(root)) {
      expect(isOfSite(name, root)).toBe(true);
      expect(isOfSite(name, below)).toBe(false);
    }
    for (const name of namesOf(below)) {
      expect(isOfSite(name, below)).toBe(true);
      expect(isOfSite(name, root)).toBe(false);
    }
  });

  it('are not those of another program', () => {
    expect(isOfSite(`workbox-precache-v2-${root}`, root)).toBe(false);
    expect(isOfSite(`other ${root}`, root)).toBe(false);
  });

  it('hold what is fetched at first apart from what is kept when used', () => {
    const { kept, used } = siteCaches(root);
    expect(kept).not.toBe(used);
  });
});
