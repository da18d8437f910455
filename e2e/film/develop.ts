/**
 * Makes frames of shots, in a page of the browser: draws caption and pointer, finds what changed since the frame before, and
 * encodes only that, what stayed within it transparent. The browser's own encoder does it: no program is needed.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { FILM, PAGE, type Shot } from './camera.ts';
import { pictureOf, type AnimationFrame } from './webp.ts';

/** Of 255: less is no change, since the same page is not rounded the same each time. */
const ROUNDING = 2;
/** Pixels of a side of the encoder's blocks. */
const BLOCK = 16;
/** Chromium encodes without loss at 1. With loss only where that is so much smaller, since letters suffer. */
const QUALITY = 0.88;
const WORTH_LOSS = 0.75;

interface Developed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly webp: string;
}

/** Of a shot: the changed part, encoded; undefined where nothing changed. Keeps in the page what stands on the canvas. */
async function develop(page: Page, shot: Shot): Promise<Developed | undefined> {
  return page.evaluate(
    async ([png, caption, pointer, film, part, rounding, block, quality, worth]) => {
      const kept = window as never as { shown?: Uint8ClampedArray };
      const canvasOf = (width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] => {
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = height;
        return [canvas, canvas.getContext('2d', { willReadFrequently: true })!];
      };
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
      const [, context] = canvasOf(film.width, film.height);
      context.drawImage(bitmap, 0, 0);
      // The caption, as wide as the page and apart from it.
      context.fillStyle = '#1c2333';
      context.fillRect(0, part.height, film.width, film.height - part.height);
      context.fillStyle = '#fbfaf6';
      context.font = '500 16px Inter, system-ui, sans-serif';
      context.textBaseline = 'middle';
      context.fillText(caption, 20, (part.height + film.height) / 2 + 1);
      // The pointer, which a screenshot lacks.
      const { x, y, pressed } = pointer;
      if (pressed) {
        context.beginPath();
        context.arc(x, y, 16, 0, 2 * Math.PI);
        context.fillStyle = 'rgb(20 90 160 / 30%)';
        context.fill();
      }
      const arrow = new Path2D('M0 0V17L4 13.2L6.6 19.4L9.2 18.3L6.6 12.3H12Z');
      context.translate(x, y);
      context.fillStyle = '#111';
      context.strokeStyle = '#fff';
      context.lineWidth = 2;
      context.stroke(arrow);
      context.fill(arrow);

      const { data } = context.getImageData(0, 0, film.width, film.height);
      const shown = kept.shown ?? new Uint8ClampedArray(data.length);
      kept.shown = shown;
      let [left, top, right, bottom] = [film.width, film.height, -1, -1] as [number, number, number, number];
      const changed = new Uint8Array(film.width * film.height);
      for (let i = 0; i < changed.length; i++) {
        let far = false;
        for (let c = 4 * i; c < 4 * i + 4; c++) far ||= Math.abs(data[c]! - shown[c]!) > rounding;
        if (!far) continue;
        changed[i] = 1;
        const [column, row] = [i % film.width, Math.floor(i / film.width)];
        left = Math.min(left, column);
        right = Math.max(right, column);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
      }
      if (right < 0) return undefined;
      // The format counts corners in pairs of pixels.
      left -= left % 2;
      top -= top % 2;
      const [width, height] = [right - left + 1, bottom - top + 1];
      // What did not change is transparent: pixel by pixel, which suits the encoder without loss, or by blocks.
      const blocks = new Set<number>();
      const blockOf = (column: number, row: number): number =>
        Math.floor(row / block) * film.width + Math.floor(column / block);
      const each = (act: (from: number, column: number, row: number) => void): void => {
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++)
            act((top + row) * film.width + left + column, column, row);
      };
      each((from, column, row) => {
        if (changed[from] === 1) blocks.add(blockOf(column, row));
      });
      const drawn = (kept: (from: number, column: number, row: number) => boolean): HTMLCanvasElement => {
        const [canvas, context] = canvasOf(width, height);
        const image = context.createImageData(width, height);
        each((from, column, row) => {
          if (kept(from, column, row))
            image.data.set(data.subarray(4 * from, 4 * from + 4), 4 * (row * width + column));
        });
        context.putImageData(image, 0, 0);
        return canvas;
      };
      const byPixel = drawn((from) => changed[from] === 1);
      const byBlock = drawn((_, column, row) => blocks.has(blockOf(column, row)));
      each((from, column, row) => {
        if (blocks.has(blockOf(column, row))) shown.set(data.subarray(4 * from, 4 * from + 4), 4 * from);
      });
      const encoded = (canvas: HTMLCanvasElement, at: number): Promise<Blob> =>
        new Promise((resolve, reject) => {
          canvas.toBlob(
            (blob) => {
              if (blob?.type === 'image/webp') resolve(blob);
              else reject(new Error('This browser does not encode WebP.'));
            },
            'image/webp',
            at,
          );
        });
      const smaller = (a: Blob, b: Blob): Blob => (b.size < a.size ? b : a);
      const exact = smaller(await encoded(byPixel, 1), await encoded(byBlock, 1));
      const lossy = await encoded(byBlock, quality);
      const blob = lossy.size < worth * exact.size ? lossy : exact;
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return { x: left, y: top, width, height, webp: btoa(binary) };
    },
    [
      shot.png.toString('base64'),
      shot.caption,
      shot.pointer,
      FILM,
      PAGE,
      ROUNDING,
      BLOCK,
      QUALITY,
      WORTH_LOSS,
    ] as const,
  );
}

/** The lab's own letters, for the captions. */
async function letters(page: Page): Promise<void> {
  const file = createRequire(import.meta.url).resolve(
    '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  );
  await page.evaluate(async (font) => {
    const face = new FontFace('Inter', `url(data:font/woff2;base64,${font})`, { weight: '100 900' });
    document.fonts.add(await face.load());
  }, readFileSync(file).toString('base64'));
}

/** Frames of all shots in order; one in which nothing changed makes the one before last longer. */
export async function developed(page: Page, shots: readonly Shot[]): Promise<readonly AnimationFrame[]> {
  await letters(page);
  const frames: AnimationFrame[] = [];
  for (const shot of shots) {
    const made = await develop(page, shot);
    const last = frames.at(-1);
    if (made !== undefined) {
      const { webp, ...box } = made;
      frames.push({ ...box, ms: shot.ms, picture: pictureOf(Buffer.from(webp, 'base64')) });
    } else if (last !== undefined) {
      frames[frames.length - 1] = { ...last, ms: last.ms + shot.ms };
    }
  }
  return frames;
}
