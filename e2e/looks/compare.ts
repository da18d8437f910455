/** Two folders of pictures, pixel by pixel. The browser decodes them, so that what is compared is what it would show. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { NAMED } from './still.ts';

/** Of 255: by so much a colour channel may be off, since the same page is not rounded the same each time. */
const ROUNDING = 2;

export interface Difference {
  readonly image: string;
  /** Pixels that differ; those that one of the two lacks count. */
  readonly pixels: number;
  /** What encloses them: left, top, width, height; or what else is to be said. */
  readonly where: string;
}

/** Counts the pixels that differ, in the page; gives them in red on the paler second picture where `drawn`. */
async function differing(
  page: Page,
  before: Buffer,
  after: Buffer,
  drawn: boolean,
): Promise<{ pixels: number; where: string; picture: string }> {
  return page.evaluate(
    async ([first, second, draw, rounding]) => {
      const read = async (base64: string): Promise<ImageData> => {
        const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
        const bitmap = await createImageBitmap(blob);
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height);
      };
      const [a, b] = [await read(first), await read(second)];
      const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
      const near = (i: number, j: number): boolean => {
        for (let c = 0; c < 4; c++) if (Math.abs(a.data[i + c]! - b.data[j + c]!) > rounding) return false;
        return true;
      };
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d')!;
      const out = context.createImageData(width, height);
      let pixels = 0;
      let box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = 4 * (y * width + x);
          const inBoth = x < Math.min(a.width, b.width) && y < Math.min(a.height, b.height);
          const same = inBoth && near(4 * (y * a.width + x), 4 * (y * b.width + x));
          if (same) {
            for (let c = 0; c < 3; c++) out.data[at + c] = 191 + b.data[4 * (y * b.width + x) + c]! / 4;
          } else {
            pixels++;
            box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
            out.data[at] = 220;
          }
          out.data[at + 3] = 255;
        }
      }
      if (pixels === 0) return { pixels, where: '', picture: '' };
      context.putImageData(out, 0, 0);
      const sizes =
        a.width === b.width && a.height === b.height
          ? ''
          : `; ${String(a.width)}x${String(a.height)} became ${String(b.width)}x${String(b.height)}`;
      return {
        pixels,
        where: `${String(box[0])},${String(box[1])} ${String(box[2] - box[0] + 1)}x${String(box[3] - box[1] + 1)}${sizes}`,
        picture: draw ? canvas.toDataURL('image/png').replace(/^[^,]*,/, '') : '',
      };
    },
    [before.toString('base64'), after.toString('base64'), drawn, ROUNDING] as const,
  );
}

const pictures = (folder: string): readonly string[] =>
  readdirSync(folder).filter((file) => file.endsWith('.png'));

/** What differs, and what only one of the folders has. Pictures of the differences go into `out` where it is given. */
export async function compareFolders(
  browser: Browser,
  before: string,
  after: string,
  out: string | undefined,
): Promise<{ readonly compared: number; readonly differences: readonly Difference[] }> {
  const images = [...new Set([...pictures(before), ...pictures(after)])].sort();
  if (out !== undefined) mkdirSync(out, { recursive: true });
  const page = await browser.newPage();
  await page.addInitScript(NAMED);
  await page.goto('about:blank');
  const differences: Difference[] = [];
  for (const image of images) {
    const [was, is] = [before, after].map((folder) => join(folder, image)) as [string, string];
    if (!existsSync(was) || !existsSync(is)) {
      differences.push({ image, pixels: NaN, where: existsSync(was) ? 'only before' : 'only after' });
      continue;
    }
    const [first, second] = [readFileSync(was), readFileSync(is)];
    if (first.equals(second)) continue;
    const { pixels, where, picture } = await differing(page, first, second, out !== undefined);
    if (pixels === 0) continue;
    differences.push({ image, pixels, where });
    if (out !== undefined) writeFileSync(join(out, image), Buffer.from(picture, 'base64'));
  }
  await page.close();
  return { compared: images.length, differences };
}
