import { expect, it } from 'vitest';
import { LARGE, largeWhenUsed, WHEN_USED as WRITTEN } from './offline.mjs';
import { WHEN_USED } from '../src/storage/siteCaches.ts';

it('keeps large files when they have been used, by the word that the service worker reads', () => {
  expect(WRITTEN).toBe(WHEN_USED);
  const entries = [LARGE, LARGE + 1].map((size) => ({
    url: `assets/${String(size)}.wasm`,
    revision: null,
    size,
  }));
  expect(largeWhenUsed(entries).map(({ revision }) => revision)).toEqual([null, WHEN_USED]);
});
