/**
 * A whole training on a graphics device beside the SIMD kernel in the same run, by Dawn in Node and with --chromium in headless
 * Chromium. Without VK_DRIVER_FILES the device is Chromium's software adapter, which says nothing of a GPU: its rows say so.
 */
import { benchDevice, type Other } from './gpu/bench.ts';
import type { Asked, Figures } from './gpu/figures.ts';
import { tell } from './gpu/inNode.ts';
import { gpuOptions } from './gpu/options.ts';
import { pack } from './gpu/pack.ts';
import { inChromium, NO_CHROMIUM, SOFTWARE_WEBGPU } from './inChromium.ts';
import type { BenchRow } from './row.ts';

/** Read before Dawn in software names its own. */
const driverIsNamed = process.env['VK_DRIVER_FILES'] !== undefined;

/** Timestamps as they are; those for pages are rounded. */
const EXACT = '--disable-dawn-features=timestamp_quantization';
const ON_A_GPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-angle=vulkan',
  '--disable-vulkan-surface',
  '--ignore-gpu-blocklist',
];

const inAPage: Other = async (asked: Asked) => {
  const page = new URL('gpu/page.ts', import.meta.url);
  const more = [...(driverIsNamed ? ON_A_GPU : SOFTWARE_WEBGPU), EXACT];
  const found = await inChromium(page, more, (opened) => {
    opened.on('console', (message) => {
      tell(message.text());
    });
    return opened.evaluate(
      (given) => (globalThis as unknown as { figures: (asked: Asked) => Promise<Figures> }).figures(given),
      asked,
    );
  });
  return found ?? NO_CHROMIUM;
};

export async function benchGpu(): Promise<BenchRow[]> {
  const options = gpuOptions(process.argv.slice(2));
  if (typeof options !== 'string' && options.pack !== undefined) return pack(options.pack);
  return benchDevice([{ asked: ({ chromium }) => chromium, measured: inAPage }], options);
}
