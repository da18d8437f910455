import { expect, it } from 'vitest';
import { goneWords, keepOpen, leftOpen, noteFound } from './gone.ts';
import type { Shelf } from './shelf.ts';

function shelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
  };
}

it('what was found leaves a word for the tab, each kind its own', () => {
  const tab = shelf();
  expect([goneWords('compared', tab), goneWords('compared', undefined)]).toEqual(['', '']);
  noteFound('compared', '90 runs', tab);
  noteFound('compared', '45 runs', tab);
  expect([goneWords('compared', tab), goneWords('searched', tab)]).toEqual(['45 runs', '']);
});

it('details stay as they were left, opened or closed', () => {
  const tab = shelf();
  expect(leftOpen('choice', tab)).toBeUndefined();
  keepOpen('choice', true, tab);
  expect([leftOpen('choice', tab), leftOpen('other', tab)]).toEqual([true, undefined]);
  keepOpen('choice', false, tab);
  expect(leftOpen('choice', tab)).toBe(false);
});
