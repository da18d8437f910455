import { afterEach, expect, it, vi } from 'vitest';
import { localShelf, shelve, shelved, shelvedJson, type Shelf } from './shelf.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function shelfOf(texts: Record<string, string>): Shelf {
  return {
    getItem: (key) => texts[key] ?? null,
    setItem: (key, text) => void (texts[key] = text),
  };
}
const broken: Shelf = {
  getItem: () => {
    throw new Error('forbidden');
  },
  setItem: () => {
    throw new Error('full');
  },
};

it('what was put there is found again, and what is no JSON is none', () => {
  const shelf = shelfOf({ list: '[1]', word: 'dark' });
  shelve('more', '{"a":1}', shelf);
  expect(['list', 'word', 'more', 'none'].map((key) => shelved(key, shelf))).toEqual([
    ...['[1]', 'dark', '{"a":1}', undefined],
  ]);
  expect(['list', 'word', 'more', 'none'].map((key) => shelvedJson(key, shelf))).toEqual([
    ...[[1], undefined, { a: 1 }, undefined],
  ]);
});

it('a storage that is forbidden or full is as if it were empty', () => {
  shelve('key', 'text', broken);
  expect([shelved('key', broken), shelvedJson('key', broken)]).toEqual([undefined, undefined]);
});

it('is the browser’s own where none is given, if that is allowed', () => {
  const texts: Record<string, string> = {};
  vi.stubGlobal('localStorage', shelfOf(texts));
  shelve('key', '"text"');
  expect([texts, shelvedJson('key')]).toEqual([{ key: '"text"' }, 'text']);
  vi.unstubAllGlobals();
  const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  expect([localShelf(), shelved('key')]).toEqual([undefined, undefined]);
  if (own) Object.defineProperty(globalThis, 'localStorage', own);
  else Reflect.deleteProperty(globalThis, 'localStorage');
});
