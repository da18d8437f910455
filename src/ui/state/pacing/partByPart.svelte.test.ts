import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PartByPart } from './partByPart.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('is drawn a part a frame once there is something, and begins anew where there was nothing between', () => {
  let any = $state(false);
  let parts: PartByPart | undefined;
  const end = $effect.root(() => {
    parts = new PartByPart(2, () => any);
  });
  const drawn = (): number => {
    flushSync();
    return parts!.drawn;
  };
  vi.advanceTimersByTime(1000);
  expect(drawn()).toBe(0);
  any = true;
  flushSync();
  const seen = new Set<number>();
  for (let ms = 0; ms < 1000; ms++) {
    vi.advanceTimersByTime(1);
    seen.add(drawn());
  }
  expect([...seen]).toEqual([0, 1, 2]);
  vi.advanceTimersByTime(1000);
  expect(drawn()).toBe(2);
  any = false;
  expect(drawn()).toBe(0);
  end();
});
