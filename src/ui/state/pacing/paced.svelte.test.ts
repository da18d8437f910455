import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Paced } from './paced.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('hands on the newest of what came, once in a while, and at once where it is asked to', () => {
  const paced = new Paced('first', 500);
  paced.offer('second');
  vi.advanceTimersByTime(300);
  paced.offer('third');
  expect(paced.value).toBe('first');
  vi.advanceTimersByTime(200);
  expect(paced.value).toBe('third');
  paced.offer('fourth');
  paced.now('fifth');
  expect(paced.value).toBe('fifth');
  vi.advanceTimersByTime(1000);
  expect(paced.value, 'what waited is over').toBe('fifth');
  paced.offer('sixth');
  paced.stop();
  vi.advanceTimersByTime(1000);
  expect(paced.value).toBe('fifth');
});
