/** The page under its Content-Security-Policy: what that forbids, what a host may leave out, and that all is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { overflow, violations } from './audit.ts';
import { expect } from './fixtures.ts';
import { builtFile } from './sandbox/open.ts';
import { BREACH, test } from './watched.ts';
import { EMBED_HEADERS, HEADERS, PAGE_POLICY, SANDBOX, SANDBOX_HEADERS } from '../scripts/policy.mjs';

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
    // Two runtimes have it compiled in.
    await notices
      .getByRole('row', { name: /^XNNPACK/ })
      .getByRole('link')
      .first()
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
  // The frame's, in the same four forms, are those but for who may frame it.
  const POLICY = 'Content-Security-Policy';
  const framed = EMBED_HEADERS[POLICY]!;
  expect(docs.split(framed).length - 1).toBeGreaterThanOrEqual(4);
  expect((await request.get('./embed.html')).headers()[POLICY.toLowerCase()]).toContain(framed);
  expect(await (await request.get('./_headers')).text()).toContain(
    `/embed.html\n  ! ${POLICY}\n  ${POLICY}: ${framed}\n`,
  );
  // So is the sandbox's, by which a visitor's code runs.
  const shut = SANDBOX_HEADERS[POLICY]!;
  expect(docs.split(shut).length - 1).toBeGreaterThanOrEqual(4);
  const sandbox = await request.get(`./${builtFile(SANDBOX, '.html')}`);
  expect(sandbox.headers()[POLICY.toLowerCase()]).toContain(shut);
  expect(await (await request.get('./_headers')).text()).toContain(
    `/assets/${SANDBOX}*\n  ! ${POLICY}\n  ${POLICY}: ${shut}\n`,
  );
  for (const file of ['./', './embed.html', './notices.html']) {
    await page.goto(file);
    const said = page.locator('meta[http-equiv="Content-Security-Policy"]');
    await expect(said).toHaveAttribute('content', PAGE_POLICY);
    await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');
  }
});
