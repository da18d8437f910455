import { afterEach, expect, it, vi } from 'vitest';
import { isNew, notNew } from './newHere.ts';
import { lessons } from '../../../teaching/lessons/index.ts';
import type { OpenStore } from '../keeping/openOnce.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser whose storage holds this of lessons. */
const keeping = (found: unknown): OpenStore => {
  const store = { found: (name: string) => Promise.resolve(name === 'lessons' ? found : undefined) };
  return () => Promise.resolve(store as never);
};

function shelf(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
}

it('somebody is new until a lesson was begun or the hint was put away, also where nothing can be kept', async () => {
  shelf();
  const begun = { 'one-stage': { version: 1, at: 0, steps: {} } };
  expect([await isNew(keeping(undefined)), await isNew(keeping(begun))]).toEqual([true, false]);
  expect(await isNew(() => Promise.reject(new Error('forbidden')))).toBe(true);
  notNew();
  expect(await isNew(keeping(undefined))).toBe(false);
});

it('a frame in another page is no place for it', async () => {
  shelf();
  vi.stubGlobal('document', { documentElement: { dataset: { embed: '' } } });
  expect(await isNew(keeping(undefined))).toBe(false);
});

it('what it offers is the first lesson', () => {
  expect(lessons[0]!.lesson.id).toBe('one-stage');
});
