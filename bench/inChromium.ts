/** A program in headless Chromium: bundled from its source, served by the bench itself, and asked from Node. */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';

/** Of scripts/browser.mjs, which belongs to another TypeScript project. */
interface Browsers {
  readonly browserArguments: readonly string[];
  readonly findBrowser: () => Promise<string | undefined>;
}

/** A secure context, which WebGPU asks for; nothing listens there, the bench answers itself. */
const ADDRESS = 'http://localhost/';

export const NO_CHROMIUM = 'not run: there is no Chromium here';

/** Chromium's WebGPU on its own software adapter. */
export const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] as const;

type Files = ReadonlyMap<string, { readonly type: string; readonly body: string | Buffer }>;

async function program(entry: URL): Promise<Files> {
  const result = (await build({
    ...{ configFile: false, logLevel: 'warn', publicDir: false, base: './' },
    build: {
      ...{ write: false, minify: false, modulePreload: false, chunkSizeWarningLimit: 1e6 },
      rolldownOptions: {
        input: fileURLToPath(entry),
        output: { entryFileNames: 'page.js', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file): readonly [string, { readonly type: string; readonly body: string | Buffer }] =>
      file.type === 'chunk'
        ? [file.fileName, { type: 'text/javascript', body: file.code }]
        : [file.fileName, { type: 'application/wasm', body: Buffer.from(file.source) }],
    ),
  );
}

/** What `ask` gets from a page that runs `entry`; undefined where there is no Chromium. `more` are further arguments of Chromium's. */
export async function inChromium<T>(
  entry: URL,
  more: readonly string[],
  ask: (page: Page) => Promise<T>,
): Promise<T | undefined> {
  const scripts = new URL('../scripts/browser.mjs', import.meta.url).href;
  const { browserArguments, findBrowser } = (await import(scripts)) as Browsers;
  const executablePath = await findBrowser();
  if (executablePath === undefined) return undefined;
  const files = await program(entry);
  const browser = await chromium.launch({ executablePath, args: [...browserArguments, ...more] });
  try {
    const page = await browser.newPage();
    await page.route(`${ADDRESS}**`, (route) => {
      const file = files.get(route.request().url().slice(ADDRESS.length));
      return file
        ? route.fulfill({ contentType: file.type, body: file.body })
        : route.fulfill({ contentType: 'text/html', body: '<script type="module" src="page.js"></script>' });
    });
    await page.goto(ADDRESS);
    return await ask(page);
  } finally {
    await browser.close();
  }
}
