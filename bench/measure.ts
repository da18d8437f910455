/** Measuring a model: its medians beside those of a plain loop in the same run, in Node and in Chromium, and of both. */
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import * as ort from 'onnxruntime-web';
import { build, type Rolldown } from 'vite';
import { BATCHES, medians, type Medians } from './measure/medians.ts';
import { more, said, type BenchRow } from './row.ts';

/** Of scripts/browser.mjs, which belongs to another TypeScript project. */
interface Browsers {
  readonly browserArguments: readonly string[];
  readonly findBrowser: () => Promise<string | undefined>;
}

/** Nothing listens there, the bench answers itself. */
const ADDRESS = 'http://localhost/';
/** Each takes its turn, since a machine is slower at one time than at another. */
const ROUNDS = 3;

type Files = ReadonlyMap<string, { readonly type: string; readonly body: string | Buffer }>;

async function program(): Promise<Files> {
  const result = (await build({
    ...{ configFile: false, logLevel: 'warn', publicDir: false, base: './' },
    build: {
      ...{ write: false, minify: false, modulePreload: false },
      rolldownOptions: {
        input: fileURLToPath(new URL('measure/page.ts', import.meta.url)),
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

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function rows(where: string, of: readonly Medians[]): readonly BenchRow[] {
  return BATCHES.map((batch, i) =>
    more(
      `median of batch ${String(batch)} in ${where}`,
      1000 * middle(of.map(({ measured }) => measured[i]!)),
      ...(['ms', 'a plain loop there, ms'] as const),
      1000 * middle(of.map(({ plain }) => plain[i]!)),
    ),
  );
}

export async function benchMeasure(): Promise<BenchRow[]> {
  ort.env.wasm.numThreads = 1;
  const scripts = new URL('../scripts/browser.mjs', import.meta.url).href;
  const { browserArguments, findBrowser } = (await import(scripts)) as Browsers;
  const executablePath = await findBrowser();
  if (executablePath === undefined) {
    const node = await medians(ort);
    return [...rows('Node', [node]), said('in Chromium', 'not run: there is no Chromium here')];
  }
  const files = await program();
  const browser = await chromium.launch({ executablePath, args: [...browserArguments] });
  try {
    const page = await browser.newPage();
    await page.route(`${ADDRESS}**`, (route) => {
      const file = files.get(route.request().url().slice(ADDRESS.length));
      return file
        ? route.fulfill({ contentType: file.type, body: file.body })
        : route.fulfill({ contentType: 'text/html', body: '<script type="module" src="page.js"></script>' });
    });
    await page.goto(ADDRESS);
    await page.waitForFunction('typeof medians === "function"');
    const node: Medians[] = [];
    const there: Medians[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      node.push(await medians(ort));
      there.push(await page.evaluate<Medians>('medians()'));
    }
    const median = (of: readonly Medians[], i: number): number =>
      1000 * middle(of.map(({ measured }) => measured[i]!));
    return [
      ...rows('Node', node),
      ...rows('Chromium', there),
      ...BATCHES.map((batch, i) =>
        more(
          `median of batch ${String(batch)} in Chromium`,
          median(there, i),
          'ms',
          'in Node, ms',
          median(node, i),
        ),
      ),
    ];
  } finally {
    await browser.close();
  }
}
