import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Theme } from './theme.svelte.ts';

/** The system's wish, as a media query tells it. */
class Wish extends EventTarget {
  matches = false;
  become(dark: boolean): void {
    this.matches = dark;
    this.dispatchEvent(new Event('change'));
  }
}

let wish: Wish;
let kept: Record<string, string>;
let asked: string[];
const root = { style: { colorScheme: '' }, dataset: {} };
beforeEach(() => {
  wish = new Wish();
  kept = {};
  asked = [];
  root.style.colorScheme = '';
  vi.stubGlobal('window', {
    matchMedia: (query: string) => {
      asked.push(query);
      return wish;
    },
  });
  vi.stubGlobal('document', { documentElement: root });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, text: string) => void (kept[key] = text),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('goes from the system’s to light and dark and back, and the next visit finds what was chosen', () => {
  const theme = new Theme();
  const seen: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    theme.next();
    seen.push([theme.choice, root.style.colorScheme, new Theme().choice]);
  }
  expect(seen).toEqual([
    ['light', 'light', 'light'],
    ['dark', 'dark', 'dark'],
    ['system', 'light dark', 'system'],
  ]);
});

it('is dark as the system is while it follows that, and as chosen otherwise', () => {
  const theme = new Theme();
  const seen: boolean[] = [];
  const end = $effect.root(() => {
    $effect(() => {
      seen.push(theme.dark);
    });
  });
  flushSync();
  for (const dark of [true, false]) {
    wish.become(dark);
    flushSync();
  }
  theme.choice = 'dark';
  flushSync();
  wish.become(true);
  theme.choice = 'light';
  flushSync();
  end();
  expect(seen).toEqual([false, true, false, true, false]);
  expect(asked).toEqual(['(prefers-color-scheme: dark)']);
});

it('follows the system where nothing of the kind was kept, or nothing can be', () => {
  kept['sluice-theme'] = 'sepia';
  expect(new Theme().choice).toBe('system');
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('forbidden');
    },
  });
  const theme = new Theme();
  theme.next();
  expect([theme.choice, root.style.colorScheme]).toEqual(['light', 'light']);
});
