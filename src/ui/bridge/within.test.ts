import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LATE, within } from './within.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (ms: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, ms, 'done'));

it('what is done in time is what it came to, and no timer is left', async () => {
  const done = within(100, after(99));
  await vi.advanceTimersByTimeAsync(99);
  expect([await done, vi.getTimerCount()]).toEqual(['done', 0]);
  await expect(within(100, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});

it('what takes longer is late, and goes on by itself', async () => {
  const work = after(101);
  const seen = within(100, work);
  await vi.advanceTimersByTimeAsync(100);
  expect(await seen).toBe(LATE);
  await vi.advanceTimersByTimeAsync(1);
  expect(await work).toBe('done');
});
