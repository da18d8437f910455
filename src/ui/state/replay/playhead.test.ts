import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Playhead } from './playhead.svelte.ts';

let frames: FrameRequestCallback[] = [];
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (step: FrameRequestCallback) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Draws frames at these milliseconds. */
function draw(...times: readonly number[]): void {
  for (const now of times) for (const step of frames.splice(0)) step(now);
}

it('stands still while it is held, and goes on where it stood, without a jump', () => {
  let held = false;
  const playhead = new Playhead(() => held);
  playhead.cover(100);
  playhead.speed = 1;
  playhead.play();
  draw(1000, 1050);
  const before = playhead.time;
  expect(before).toBeCloseTo(playhead.start + 0.05);
  held = true;
  draw(1100, 2000, 9000);
  expect(playhead.time).toBe(before);
  expect(playhead.playing).toBe(true);
  held = false;
  draw(9050);
  expect(playhead.time).toBeCloseTo(before + 0.05);
});

it('can be paused while it is held', () => {
  const playhead = new Playhead(() => true);
  playhead.cover(100);
  playhead.play();
  draw(1000, 1050);
  playhead.pause();
  draw(1100);
  expect(playhead.playing).toBe(false);
  expect(frames).toEqual([]);
});
