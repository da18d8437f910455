/**
 * The WebGPU engine on Chromium's software adapter. It is far slower there than on any device and in other places, so the
 * row says one thing only: that the engine's gradient is right.
 */
import { inChromium, NO_CHROMIUM, SOFTWARE_WEBGPU } from './inChromium.ts';
import { said, type BenchRow } from './row.ts';

/** Sums of 256 rows in single precision, in another order. */
const TOLERANCE = 1e-5;

export async function benchWebGpu(): Promise<BenchRow[]> {
  const name = 'gradient of 256 rows, width 64, on the WebGPU engine, software adapter';
  const difference = await inChromium(new URL('webgpu/page.ts', import.meta.url), SOFTWARE_WEBGPU, (page) =>
    page.evaluate<number>('difference()'),
  );
  if (difference === undefined) return [said(name, NO_CHROMIUM)];
  if (!(difference < TOLERANCE))
    throw new Error(`WebGPU's gradient is wrong: it differs by ${String(difference)} of its largest number.`);
  return [
    said(
      name,
      `correct: within ${difference.toExponential(1)} of its largest number from plain TypeScript's; of its speed on a device nothing is known here`,
    ),
  ];
}
