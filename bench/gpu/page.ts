/** In the browser: the measurements on the device that the page is given. Bundled by ../gpu.ts. */
import { measure, type Asked, type Figures } from './figures.ts';

/** Rejects where the browser gives no adapter. */
async function figures(asked: Asked): Promise<Figures> {
  const { gpu, userAgent } = navigator as unknown as { gpu?: GPU; userAgent: string };
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('this browser has no WebGPU adapter');
  const browser = /Chrome\/\d+/.exec(userAgent)?.[0] ?? userAgent;
  return measure(`headless ${browser}`, adapter, asked, (sentence) => {
    console.info(sentence);
  });
}

Object.assign(globalThis, { figures });
