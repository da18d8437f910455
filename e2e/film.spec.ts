import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAnimation } from './film/webp.ts';
import { expect, test } from './fixtures.ts';

const film = join(import.meta.dirname, '../docs/first-minute.webp');

test('the README’s film plays: every frame is decoded, for as long as it says, and they differ', async ({
  page,
}) => {
  test.skip(!existsSync(film), 'npm run film has not been run here.');
  const file = readFileSync(film);
  const { width, height, frames } = readAnimation(file);
  // A secure page, which the decoder asks for.
  await page.goto('./');
  const played = await page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/webp' });
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    const { frameCount, repetitionCount } = decoder.tracks.selectedTrack!;
    const context = new OffscreenCanvas(32, 20).getContext('2d', { willReadFrequently: true })!;
    const seen: { ms: number; size: string; look: string }[] = [];
    for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      context.drawImage(image, 0, 0, 32, 20);
      const look = context.getImageData(0, 0, 32, 20).data.join();
      seen.push({
        ms: (image.duration ?? 0) / 1000,
        size: `${String(image.displayWidth)}x${String(image.displayHeight)}`,
        look,
      });
      image.close();
    }
    return { repetitionCount, seen };
  }, file.toString('base64'));
  expect(played.repetitionCount).toBe(Infinity);
  expect(played.seen.map(({ ms }) => ms)).toEqual(frames.map(({ ms }) => ms));
  expect(new Set(played.seen.map(({ size }) => size))).toEqual(
    new Set([`${String(width)}x${String(height)}`]),
  );
  expect(new Set(played.seen.map(({ look }) => look)).size).toBeGreaterThan(frames.length / 2);
});
