import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAgent } from '../agentProgram.mjs';
import { root } from '../dependencies.mjs';
import { noticesComment, noticesHtml } from './page.mjs';
import { noticesOf, sourceOf } from './packages.mjs';
import { notices } from './plugin.mjs';

/** Folders of packages in the names of a source map. */
const packagesIn = (sources: readonly string[]): readonly string[] =>
  sources.flatMap((source) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
    return name === undefined ? [] : [name];
  });

const textOf = (bundle: Rolldown.RolldownOutput, name: string): string => {
  const file = bundle.output.find(({ fileName }) => fileName === name);
  if (file?.type !== 'asset') throw new Error(`the build has no ${name}`);
  return typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source);
};

describe('the page of notices', () => {
  let bundle: Rolldown.RolldownOutput;
  let page: string;
  beforeAll(async () => {
    bundle = (await build({
      root,
      logLevel: 'silent',
      build: { write: false, sourcemap: true, minify: false },
    })) as Rolldown.RolldownOutput;
    page = textOf(bundle, 'notices.html');
  }, 120_000);

  it('has every package whose code the source maps of the page, its workers and the agent name', async () => {
    const maps = bundle.output.flatMap((file) => {
      if (file.type === 'chunk') return file.map ? [file.map.sources] : [];
      return file.fileName.endsWith('.js.map')
        ? [(JSON.parse(textOf(bundle, file.fileName)) as { sources: string[] }).sources]
        : [];
    });
    const named = new Set(maps.flatMap((sources) => packagesIn(sources)));
    // Those that are hidden deepest: only in a worker, only behind another package.
    for (const name of ['seedrandom', 'long', 'papaparse', '@tensorflow/tfjs-backend-cpu', 'diff', 'highs'])
      expect([...named]).toContain(name);
    const { sources } = await buildAgent();
    for (const source of sources) named.add(/node_modules\/(.*)$/.exec(source)![1]!);
    const missing = [...named].filter((name) => !page.includes(`<th scope="row">${name}</th>`));
    expect(missing).toEqual([]);
  }, 60_000);

  it('has the fonts, what is compiled into WebAssembly, and the schemas that were taken over', () => {
    for (const name of [
      '@fontsource-variable/inter',
      '@fontsource-variable/source-serif-4',
      'XNNPACK',
      'pdqsort',
      'kserve, schemas without their descriptions',
      'SeldonIO/seldon-core, schemas without their descriptions',
    ])
      expect(page).toContain(`<th scope="row">${name}</th>`);
    expect(page).toContain('SIL OPEN FONT LICENSE Version 1.1');
    expect(page).toContain('Reserved Font Name ‘Source’');
    expect(page).toContain('Apache License\n                           Version 2.0');
    expect(page).toContain('This product includes software developed at CoreOS, Inc.');
  });

  it('leads from every row to a text that is no stub', () => {
    const targets = [...page.matchAll(/href="#(text-\d+)"/g)].map((match) => match[1]!);
    expect(targets.length).toBeGreaterThan(30);
    for (const target of new Set(targets)) {
      const text = new RegExp(`<section id="${target}"><h2>.+?</h2><pre>([^]*?)</pre>`).exec(page)?.[1] ?? '';
      expect(text).toMatch(/copyright|©|\(c\)/i);
      expect(text).toMatch(/WARRANT(Y|IES)/i);
      expect(text.length).toBeGreaterThan(500);
    }
  });

  it('is not part of the first load', () => {
    expect(textOf(bundle, 'index.html')).not.toContain('notices');
  });
});

describe('the exported agent', () => {
  it('ends with the notices of what it contains', async () => {
    const { code, sources } = await buildAgent();
    expect(sources.size).toBeGreaterThan(2);
    for (const source of sources) {
      const name = /node_modules\/(.*)$/.exec(source)![1]!;
      expect(code).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC|Apache-2\\.0)\\)$`, 'm'));
    }
    expect(code).toContain('Permission is hereby granted');
    expect(code.trimEnd()).toMatch(/\*\/$/);
  });
});

describe('a build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-notices-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  put('index.html', '<!doctype html><script type="module" src="./main.js"></script>');
  put('notices.html', '<!doctype html><p>The list is made by the build.</p>');
  put('main.js', "import { word } from 'guest';\ndocument.title = word;\n");
  put('node_modules/guest/index.js', "export const word = 'hello';\n");
  const guest = (about: object): void =>
    put(
      'node_modules/guest/package.json',
      JSON.stringify({ name: 'guest', version: '1.2.3', type: 'module', main: 'index.js', ...about }),
    );
  const built = async (): Promise<string> => {
    const result = await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      plugins: [notices().page],
      build: {
        write: false,
        rolldownOptions: { input: [join(folder, 'index.html'), join(folder, 'notices.html')] },
      },
    });
    return textOf(result as Rolldown.RolldownOutput, 'notices.html');
  };

  it('fails where a package has no text, no licence, an empty text, or a licence that asks for more', async () => {
    guest({ license: 'MIT' });
    await expect(built()).rejects.toThrow(
      /guest 1\.2\.3 is bundled and comes without the text of its licence \(MIT\)/,
    );
    put('node_modules/guest/LICENSE', '\n');
    await expect(built()).rejects.toThrow(/comes without the text of its licence/);
    put('node_modules/guest/LICENSE', 'Copyright (c) Guest <guest@host>');
    for (const license of [undefined, 'GPL-3.0-only', 'SEE LICENSE IN LICENSE', { type: 'MIT' }, '']) {
      guest({ license });
      await expect(built()).rejects.toThrow(
        /guest 1\.2\.3 is bundled and its package\.json says the licence/,
      );
    }
    guest({ license: 'MIT' });
    const page = await built();
    expect(page).toContain('<th scope="row">guest</th><td>1.2.3</td>');
    expect(page).toContain('Copyright (c) Guest &lt;guest@host&gt;');
  });
});

describe('sources', () => {
  it('are folders of packages, whatever the name of the module', () => {
    expect(sourceOf('/a/node_modules/b/node_modules/@c/d/x/y.js?v=1', '/a')).toBe(
      '/a/node_modules/b/node_modules/@c/d',
    );
    expect(sourceOf('\0/a/node_modules/b/x.js?commonjs-es-import', '/a')).toBe('/a/node_modules/b');
    expect(sourceOf('node_modules/b/x.wasm', '/a')).toBe('/a/node_modules/b');
    expect(sourceOf('\0vite/preload-helper.js', '/a')).toBe(join(root, 'node_modules/vite'));
    expect(sourceOf('/a/src/x.ts', '/a')).toBeUndefined();
  });

  it('in two places are one notice', () => {
    const [notice, ...rest] = noticesOf(
      new Map([[join(root, 'node_modules/idb'), new Set(['the page', 'the exported agent'])]]),
    );
    expect(rest).toEqual([]);
    expect(notice?.places).toEqual(['the exported agent', 'the page']);
  });
});

it('texts of others cannot leave their place', () => {
  const odd = {
    name: '<b>',
    version: '"1"',
    licence: 'MIT',
    text: '</pre><script>alert(1)</script> */ alert(2)',
    places: ['&'],
  };
  expect(noticesHtml([odd])).not.toMatch(/<script|<b>/);
  expect(noticesComment([odd]).slice(0, -3)).not.toContain('*/');
});
