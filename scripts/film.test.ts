import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureOf, readAnimation, writeAnimation, type Animation } from '../e2e/film/webp.ts';
import { root } from './dependencies.mjs';

const bytesOf = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** A chunk as the specification draws it. */
const part = (name: string, ...data: readonly number[]): readonly number[] => [
  ...bytesOf(name),
  ...[data.length % 256, data.length >> 8, 0, 0],
  ...data,
  ...(data.length % 2 === 1 ? [0] : []),
];
const file = (...parts: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from(part('RIFF', ...bytesOf('WEBP'), ...parts.flat()));

const frame = { x: 0, y: 0, width: 3, height: 2, ms: 300, picture: Uint8Array.from(part('VP8L', 1, 2, 3)) };
const animation: Animation = {
  width: 300,
  height: 2,
  loops: 0,
  frames: [frame, { ...frame, x: 258, ms: 70_000 }],
};

describe('an animated WebP', () => {
  it('is written byte for byte as the specification says', () => {
    const picture = part('VP8L', 1, 2, 3);
    expect(writeAnimation(animation)).toEqual(
      file(
        // Animated, with alpha; sizes less one.
        part('VP8X', 0x12, 0, 0, 0, 43, 1, 0, 1, 0, 0),
        part('ANIM', 255, 255, 255, 255, 0, 0),
        part('ANMF', 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 44, 1, 0, 0, ...picture),
        // 258 / 2, and 70,000 = 1 * 65,536 + 17 * 256 + 112.
        part('ANMF', 129, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 112, 17, 1, 0, ...picture),
      ),
    );
  });

  it('reads back whatever it wrote', () => {
    const drawn = fc.record({
      x: fc.nat(500).map((half) => 2 * half),
      y: fc.nat(500).map((half) => 2 * half),
      width: fc.integer({ min: 1, max: 3000 }),
      height: fc.integer({ min: 1, max: 3000 }),
      ms: fc.nat(0xffffff),
      picture: fc.uint8Array({ maxLength: 400 }).map((data) => Uint8Array.from(part('VP8 ', ...data))),
    });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 5 }), fc.nat(0xffff), (frames, loops) => {
        const whole = { width: 4000, height: 4000, loops, frames };
        expect(readAnimation(writeAnimation(whole))).toEqual(whole);
      }),
    );
  });

  it('takes no frame that the format cannot hold', () => {
    const broken = [
      { x: 1 },
      { y: 3 },
      { x: 298 },
      { height: 3 },
      { ms: 0x1000000 },
      { ms: -1 },
      { ms: 0.5 },
      { width: 0 },
    ];
    for (const change of broken)
      expect(
        () => writeAnimation({ ...animation, frames: [{ ...frame, ...change }] }),
        JSON.stringify(change),
      ).toThrow(RangeError);
  });

  it('is refused where it is cut anywhere, or does not move', () => {
    const whole = writeAnimation(animation);
    for (let length = 0; length < whole.length; length++)
      expect(() => readAnimation(whole.subarray(0, length))).toThrow(/./);
    expect(() => readAnimation(file(part('VP8L', 1)))).toThrow('does not move');
    const long = whole.slice();
    // A last chunk that says more than there is.
    long[whole.length - frame.picture.length - 20] = 200;
    expect(() => readAnimation(long)).toThrow('goes beyond the end');
  });
});

describe('the picture of a still file', () => {
  const notes = [part('VP8X', 0x30, 0, 0, 0, 2, 0, 0, 1, 0, 0), part('ICCP', 7, 7, 7)];

  it('is its pixels and their transparency, without profile and notes', () => {
    const [alpha, pixels] = [part('ALPH', 5), part('VP8 ', 1, 2)];
    expect(pictureOf(file(...notes, alpha, pixels, part('EXIF', 9)))).toEqual(
      Uint8Array.from([...alpha, ...pixels]),
    );
    expect(pictureOf(file(part('VP8L', 4)))).toEqual(Uint8Array.from(part('VP8L', 4)));
  });

  it('is missing where only notes or transparency stand', () => {
    expect(() => pictureOf(file(...notes, part('ALPH', 5)))).toThrow('no still picture');
    expect(() => pictureOf(Uint8Array.from(bytesOf('\x89PNG    1234')))).toThrow('no WebP');
  });
});

const film = join(root, 'docs/first-minute.webp');

describe.runIf(existsSync(film))('the film of the first minute', () => {
  it('is at most 2 MB, 960 by 600, and 20 to 30 seconds long', () => {
    expect(statSync(film).size).toBeLessThanOrEqual(2_000_000);
    const { width, height, frames } = readAnimation(readFileSync(film));
    expect([width, height]).toEqual([960, 600]);
    const ms = frames.reduce((sum, one) => sum + one.ms, 0);
    expect(ms).toBeGreaterThanOrEqual(20_000);
    expect(ms).toBeLessThanOrEqual(30_000);
    // Below 20 ms browsers show a frame for longer than it says.
    for (const one of frames) expect(one.ms).toBeGreaterThanOrEqual(20);
  });

  it('is shown in the README in words too, and stands still for whoever wants no motion', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(readme).toMatch(/<source media="\(prefers-reduced-motion: reduce\)" srcset="docs\/lab\.png">/);
    expect(readme).toMatch(/<img src="docs\/first-minute\.webp" width="960" alt="[^"]{100,}">/);
  });
});
