/** The whole lab under its Content-Security-Policy, in Chromium and in Firefox: it works, and nothing is said. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { overflow, violations } from './audit.ts';
import { Firefox } from './firefox.ts';
import { expect, test as base } from './fixtures.ts';
import { HAND, scriptOf, tour } from './tour.ts';
import { watchedHost, type Watched } from './watched.ts';
import { findFirefox } from '../scripts/browser.mjs';
import { HEADERS, PAGE_POLICY } from '../scripts/policy.mjs';

/** What a saved file must be, by its ending. */
const CHECKS: Readonly<Record<string, (bytes: Buffer) => void>> = {
  svg: (bytes) =>
    expect(bytes.toString()).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/s),
  png: (bytes) => {
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    // Width and height of the header: three times the picture's.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(900);
    expect(bytes.readUInt32BE(20)).toBeGreaterThan(300);
    // A picture that was not drawn is one colour, and compresses to nothing.
    expect(bytes.length).toBeGreaterThan(8000);
  },
  csv: (bytes) => expect(bytes.toString().split('\n').length).toBeGreaterThan(3),
  yaml: (bytes) => expect(bytes.toString()).toContain('kind: HorizontalPodAutoscaler'),
  zip: (bytes) => expect(Object.keys(unzipSync(bytes)).length).toBeGreaterThan(3),
};

/** The preview server behind a host that hears what browsers report; `withheld` is left out of every answer's policy. */
const test = base.extend<{ readonly withheld: string; readonly host: Watched }>({
  withheld: ['', { option: true }],
  host: async ({ withheld }, use, info) => {
    const host = await watchedHost(info.project.use.baseURL!, withheld);
    await use(host);
    host.close();
  },
  baseURL: async ({ host }, use) => use(host.address),
});

/** Something that the policy forbids. */
const BREACH = "document.body.setAttribute('style', 'color: red'); undefined";

test('Chromium: every view, training, comparison and file, without a word of the policy', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  await page.goto('./');
  await page.evaluate(HAND);
  for (const leg of tour)
    await test.step(leg.name, async () => {
      const files: { name: string; path: Promise<string> }[] = [];
      page.on('download', (file) => files.push({ name: file.suggestedFilename(), path: file.path() }));
      await page.evaluate(scriptOf(leg));
      await expect.poll(() => files.length).toBe(leg.saves.length);
      const endings = files.map(({ name }) => name.split('.').at(-1)!);
      expect([...endings].sort()).toEqual([...leg.saves].sort());
      for (const [i, { path }] of files.entries()) CHECKS[endings[i]!]!(readFileSync(await path));
      page.removeAllListeners('download');
    });
  expect(host.reports).toEqual([]);
});

test('Firefox: the same', async ({ host }) => {
  const program = findFirefox();
  test.skip(
    program === undefined,
    'There is no Firefox on this machine; install it, or set FIREFOX_PATH to one.',
  );
  test.setTimeout(180_000);
  const downloads = mkdtempSync(join(tmpdir(), 'sluice-downloads-'));
  const firefox = await Firefox.start(program!, downloads);
  try {
    await firefox.open(host.address);
    await firefox.evaluate(HAND);
    const seen = new Set<string>();
    for (const leg of tour)
      await test.step(leg.name, async () => {
        await firefox.evaluate(scriptOf(leg));
        const fresh = (): readonly string[] =>
          readdirSync(downloads).filter((name) => !seen.has(name) && !name.endsWith('.part'));
        const endings = (): readonly string[] =>
          fresh()
            .map((name) => name.split('.').at(-1)!)
            .sort();
        await expect.poll(endings).toEqual([...leg.saves].sort());
        for (const name of fresh()) {
          // Firefox holds a place with an empty file.
          await expect.poll(() => readFileSync(join(downloads, name)).length).toBeGreaterThan(0);
          CHECKS[name.split('.').at(-1)!]!(readFileSync(join(downloads, name)));
          seen.add(name);
        }
      });
    expect(firefox.said).toEqual([]);
    expect(host.reports).toEqual([]);
    // Whether anything would have been heard.
    await firefox.evaluate(BREACH);
    await expect.poll(() => host.reports.join()).toContain('style-src');
    const own = new URL(host.address).origin;
    const foreign = firefox.asked.filter(
      (url) => !url.startsWith(`${own}/`) && !/^(blob|data|about):/.test(url),
    );
    expect(foreign).toEqual([]);
    expect(firefox.asked.length).toBeGreaterThan(40);
  } finally {
    await firefox.end();
    rmSync(downloads, { recursive: true, force: true });
  }
});

test.describe('what the policy forbids', () => {
  test.use({ tolerated: [/Content Security Policy|Trusted/] });

  test('is reported and does not happen', async ({ page, host }) => {
    await page.goto('./');
    await page.evaluate(BREACH);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).not.toBe('rgb(255, 0, 0)');
    await expect.poll(() => host.reports.join()).toContain('style-src');
    const refused = await page.evaluate(
      async (elsewhere) => {
        const fails = async (act: () => unknown): Promise<string> => {
          try {
            await act();
            return 'done';
          } catch (error) {
            return (error as Error).name;
          }
        };
        const worker = (address: string): Worker => new Worker(address, { type: 'module' });
        return {
          foreign: await fails(() => worker(elsewhere)),
          data: await fails(() => worker('data:text/javascript,0')),
          blob: await fails(() => worker(URL.createObjectURL(new Blob(['0'], { type: 'text/javascript' })))),
          html: await fails(() => {
            document.createElement('p').innerHTML = '<b>x</b>';
          }),
          // In a task of the page's own: the debugger that runs this may make code of text.
          code: await new Promise((resolve) =>
            setTimeout(() => {
              // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is forbidden is the point
              resolve(fails(() => new Function('return 1')));
            }),
          ),
          fetched: await fails(() => fetch(elsewhere)),
        };
      },
      `${new URL(host.address).origin.replace('127.0.0.1', 'localhost')}/x.js`,
    );
    expect(refused).toEqual({
      ...{ foreign: 'TypeError', data: 'TypeError', blob: 'TypeError', html: 'TypeError' },
      ...{ code: 'EvalError', fetched: 'TypeError' },
    });
  });
});

test.describe('a host without WebAssembly', () => {
  test.use({ withheld: " 'wasm-unsafe-eval'", tolerated: [/WebAssembly/] });

  test('costs HiGHS and the fast kernels, says so, and nothing else', async ({ page, host }) => {
    test.setTimeout(120_000);
    await page.goto('./');
    await page.getByRole('combobox', { name: 'Policy of lane B' }).selectOption('ipa');
    await expect(page.getByRole('alert').first()).toContainText(
      "IPA by HiGHS cannot run because this page may not use WebAssembly here: the policy of its host lacks 'wasm-unsafe-eval'. Choose “IPA”, which finds the same by exact search.",
    );
    // Reported by a worker: the policy holds there too, and is heard.
    await expect.poll(() => host.reports.join()).toContain('wasm-eval');
    await page.getByRole('combobox', { name: 'Policy of lane B' }).selectOption('ipa-exact');
    await expect(
      page
        .getByRole('region', { name: /^Lane B: IPA/ })
        .getByRole('img')
        .first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Why?' }).click();
    const card = page.getByRole('dialog', { name: /^Why / });
    await expect(card.getByRole('table', { name: /^Orders in the same state/ })).toContainText('Greedy');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Train on this load' }).click();
    await expect(
      page.getByText(/JavaScript, [\d.]+ ms an update; .*this page may not use WebAssembly here/),
    ).toBeVisible({
      timeout: 60_000,
    });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.keyboard.press('3');
    await page.getByRole('button', { name: 'Train on this load' }).click();
    await expect(
      page.getByText(/^The LSTM cannot be trained because this page may not use WebAssembly here/),
    ).toBeVisible();
  });
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [390, 'dark'],
] as const)
  test(`the notices are reached from the help, read and fit, ${colorScheme}, ${String(width)} px`, async ({
    page,
    context,
    host,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./');
    await page.getByRole('button', { name: 'Help' }).click();
    const [notices] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Third-party notices' }).click(),
    ]);
    await notices.emulateMedia({ colorScheme });
    await notices.setViewportSize({ width, height: 900 });
    await expect(notices.getByRole('heading', { level: 1 })).toHaveText('Third-party notices');
    await notices
      .getByRole('row', { name: /^XNNPACK/ })
      .getByRole('link')
      .click();
    await expect(notices.getByRole('heading', { name: /^XNNPACK/ })).toBeInViewport();
    await expect(notices.locator('section:target pre')).toContainText('Neither the name Facebook');
    expect(await violations(notices)).toEqual([]);
    expect(await overflow(notices)).toBeLessThanOrEqual(0);
    expect(host.reports).toEqual([]);
  });

test('every answer has the headers that docs/hosting.md gives in every form, and the page says them itself', async ({
  page,
  request,
}) => {
  const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');
  const docs = read('docs/hosting.md');
  const answers = [await request.get('./'), await request.get('./icon.svg'), await request.get('./nothing')];
  for (const [name, value] of Object.entries(HEADERS)) {
    for (const answer of answers)
      expect(answer.headers()[name.toLowerCase()]?.replace('; report-uri /reports', '')).toBe(value);
    // nginx, Caddy, Apache, `_headers`.
    expect(docs.split(value).length - 1, name).toBeGreaterThanOrEqual(4);
    expect(await (await request.get('./_headers')).text()).toContain(`  ${name}: ${value}\n`);
  }
  for (const file of ['./', './notices.html']) {
    await page.goto(file);
    const said = page.locator('meta[http-equiv="Content-Security-Policy"]');
    await expect(said).toHaveAttribute('content', PAGE_POLICY);
    await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');
  }
});
