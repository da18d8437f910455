/** The lab on the servers of docs/hosting.md, set up as it says; those that the machine lacks are skipped. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from './fixtures.ts';
import { hosted, programOf, type ServerName } from './hosts.ts';
import { headersOf } from '../scripts/policy.mjs';

const test = base.extend<{ readonly server: ServerName; readonly host: string }>({
  server: ['Python', { option: true }],
  host: async ({ server }, use, info) => {
    const program = programOf(server);
    info.skip(program === undefined, `There is no ${server} on this machine.`);
    const { address, close } = await hosted(server, program!);
    await use(address);
    await close();
  },
  baseURL: async ({ host }, use) => use(host),
});

const asset = (ending: RegExp): string =>
  `assets/${readdirSync(join(import.meta.dirname, '../dist/assets')).find((name) => ending.test(name))!}`;

/** An answer's type without its encoding of letters. */
const TYPES = {
  './': /^text\/html/,
  'embed.html': /^text\/html/,
  'icon.svg': /^image\/svg\+xml/,
  'sw.js': /^(text|application)\/javascript/,
  [asset(/^index-.*\.js$/)]: /^(text|application)\/javascript/,
  [asset(/^index-.*\.css$/)]: /^text\/css/,
  [asset(/^highs-.*\.wasm$/)]: /^application\/wasm/,
  [asset(/\.woff2$/)]: /^font\/woff2/,
  [asset(/^sandbox-frame-.*\.html$/)]: /^text\/html/,
};

for (const server of ['Python', 'nginx', 'Caddy', 'Apache'] as const) {
  test.describe(server, () => {
    test.use({ server });

    test('serves the lab: scripts, workers and WebAssembly run, every type is right, all is silent', async ({
      page,
      request,
    }) => {
      // HiGHS decides a whole run, on a machine that may be busy.
      test.setTimeout(120_000);
      for (const [file, type] of Object.entries(TYPES)) {
        const answer = await request.get(file);
        expect([answer.status(), answer.headers()['content-type']], file).toEqual([
          200,
          expect.stringMatching(type),
        ]);
      }
      // HiGHS is WebAssembly in a worker.
      await page.goto('./#b=ipa');
      await expect(
        page
          .getByRole('region', { name: /^Lane A: \S/ })
          .getByRole('img')
          .first(),
      ).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('HiGHS', { timeout: 90_000 });
    });

    // It can send none of its own; the page says its policy itself.
    if (server === 'Python') return;
    test('sends the headers, keeps what never changes and asks for the rest, and compresses', async ({
      request,
    }) => {
      for (const file of Object.keys(TYPES)) {
        const headers = (await request.get(file)).headers();
        for (const [name, value] of Object.entries(headersOf(file)))
          expect(headers[name.toLowerCase()], `${file}: ${name}`).toBe(value);
        expect(headers['cache-control'], file).toBe(
          file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
        // Small files and fonts are sent as they are.
        if (/\.(js|css|wasm)$/.test(file)) expect(headers['content-encoding'], file).toBe('gzip');
      }
      const missing = await request.get('assets/nothing-12345678.js');
      expect(missing.status()).toBe(404);
      expect(missing.headers()['cache-control'] ?? 'no-cache').not.toContain('immutable');
    });
  });
}

test('a file of the build that is kept for ever has its content in its name', () => {
  const docs = readFileSync(join(import.meta.dirname, '../docs/hosting.md'), 'utf8');
  const pattern = new RegExp(/<FilesMatch "([^"]+)">/.exec(docs)![1]!);
  const names = readdirSync(join(import.meta.dirname, '../dist/assets'));
  expect(names.filter((name) => !pattern.test(name))).toEqual([]);
  for (const name of [
    'index.html',
    'embed.html',
    'notices.html',
    'icon.svg',
    'icon-192.png',
    'manifest.webmanifest',
    'sw.js',
  ])
    expect(pattern.test(name)).toBe(false);
});

const COMMAND = 'python3 -m http.server 8000 --bind 127.0.0.1';

base(
  'from a disk the page says in words that it must be served, and by the command of the docs',
  async ({ page, troubles }) => {
    await page.goto(`file://${join(import.meta.dirname, '../dist/index.html')}`);
    await expect(page.getByRole('heading', { name: 'Sluice has not started yet' })).toBeVisible();
    await expect(page.getByText(COMMAND, { exact: true })).toBeVisible();
    expect(readFileSync(join(import.meta.dirname, '../docs/hosting.md'), 'utf8')).toContain(COMMAND);
    // The browser says why.
    expect(troubles.join()).toMatch(/file:/);
    troubles.length = 0;
  },
);

base(
  'from a host that calls scripts plain text it says so after a time, and nothing of it while it starts',
  async ({ page, troubles }) => {
    await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/plain', body: '' }));
    await page.goto('./');
    const said = page.locator('.unserved');
    await expect(said).toBeHidden();
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
    });
    await expect(said).toBeVisible();
    troubles.length = 0;
    await page.unroute('**/*.js');
    await page.reload();
    await expect(page.locator('.finding')).toBeVisible();
    await expect(said).toHaveCount(0);
  },
);
