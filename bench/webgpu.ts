/**
 * The WebGPU engine on Chromium's software adapter. It is far slower there than on any device and in other places, so the
 * row says one thing only: that the engine's gradient is right.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { said, type BenchRow } from './row.ts';

/** Of scripts/browser.mjs, which belongs to another TypeScript project. */
interface Browsers {
  readonly browserArguments: readonly string[];
  readonly findBrowser: () => Promise<string | undefined>;
}

/** Sums of 256 rows in single precision, in another order. */
const TOLERANCE = 1e-5;

/** A secure context, which WebGPU asks for; nothing listens there, the bench answers itself. */
const ADDRESS = 'http://localhost/';

async function program(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('webgpu/page.ts', import.meta.url)),
        output: { entryFileNames: 'page.js', codeSplitting: false },
      },
    },
  });
  return (result as Rolldown.RolldownOutput).output[0].code;
}

export async function benchWebGpu(): Promise<BenchRow[]> {
  const name = 'gradient of 256 rows, width 64, on the WebGPU engine, software adapter';
  const scripts = new URL('../scripts/browser.mjs', import.meta.url).href;
  const { browserArguments, findBrowser } = (await import(scripts)) as Browsers;
  const executablePath = await findBrowser();
  if (executablePath === undefined) return [said(name, 'not run: there is no Chromium here')];
  const code = await program();
  const browser = await chromium.launch({
    executablePath,
    args: [...browserArguments, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  });
  try {
    const page = await browser.newPage();
    await page.route(`${ADDRESS}**`, (route) =>
      route.request().url() === ADDRESS
        ? route.fulfill({ contentType: 'text/html', body: '<script type="module" src="page.js"></script>' })
        : route.fulfill({ contentType: 'text/javascript', body: code }),
    );
    await page.goto(ADDRESS);
    const difference = await page.evaluate<number>('difference()');
    if (!(difference < TOLERANCE))
      throw new Error(
        `WebGPU's gradient is wrong: it differs by ${String(difference)} of its largest number.`,
      );
    return [
      said(
        name,
        `correct: within ${difference.toExponential(1)} of its largest number from plain TypeScript's; of its speed on a device nothing is known here`,
      ),
    ];
  } finally {
    await browser.close();
  }
}
