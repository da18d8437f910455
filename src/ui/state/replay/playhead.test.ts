import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clock } from '../../format.ts';
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

it.each([20.6, 19.999, 20])('stands on the second that the clock shows, after %s s of play', (seconds) => {
  const playhead = new Playhead();
  playhead.cover(100);
  playhead.speed = 10;
  playhead.play();
  draw(...Array.from({ length: Math.ceil(seconds) + 1 }, (_, k) => 1000 + 100 * Math.min(k, seconds)));
  expect(playhead.time).toBeCloseTo(playhead.start + seconds, 6);
  const seen = clock(playhead.time);
  playhead.pause();
  expect(clock(playhead.time)).toBe(seen);
  expect(Number.isInteger(playhead.time)).toBe(true);
});

it.each([140.4, 140.6, 140])('a drag to %s s ends on the second that the clock shows', (at) => {
  const playhead = new Playhead();
  playhead.cover(100);
  playhead.seek(at);
  expect([playhead.time, clock(playhead.time)]).toEqual([140, '02:20']);
});

it('steps from where it was seen, not from the second that it is rounded to', () => {
  const playhead = new Playhead();
  playhead.cover(100);
  playhead.speed = 1;
  playhead.play();
  draw(1000, 1060);
  playhead.step(-1);
  expect(playhead.time).toBe(playhead.start);
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
