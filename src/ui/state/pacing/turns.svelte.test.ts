import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Turns } from './turns.svelte.ts';

let frames: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (step: () => void) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function frame(): void {
  const now = frames;
  frames = [];
  for (const step of now) step();
  vi.advanceTimersByTime(0);
}

it('the parts of a page get the newest one a frame, in turn', () => {
  const turns = new Turns<string>(3, 'old');
  const all = (): readonly (string | undefined)[] => [0, 1, 2].map((part) => turns.at(part));
  turns.offer('new');
  expect(all()).toEqual(['old', 'old', 'old']);
  frame();
  expect(all()).toEqual(['new', 'old', 'old']);
  turns.offer('newest');
  frame();
  frame();
  expect(all(), 'whoever waited longest is next').toEqual(['new', 'newest', 'newest']);
  frame();
  frame();
  expect([all(), frames.length]).toEqual([['newest', 'newest', 'newest'], 0]);
  turns.offer('last');
  turns.stop();
  expect(turns.at(3)).toBeUndefined();
  turns.clear();
  expect(all()).toEqual([undefined, undefined, undefined]);
  // The cancelled one.
  frames = [];
  turns.offer('again');
  frame();
  expect(
    all().filter((value) => value !== undefined),
    'not all at once',
  ).toEqual(['again']);
});
