/**
 * The lab without its host, and a new version of it: built sites at a sub-path, whose server is stopped, or gives out another
 * build at the same address.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { test as base, expect } from './fixtures.ts';
import { copied, listed, rebuilt } from './newBuild.ts';
import { serve } from './served.ts';
import { root } from '../scripts/dependencies.mjs';
import { PAGES } from '../src/ui/state/pages.ts';

const DIST = join(root, 'dist');
const HELP = 'Glossary: every term of the page';
const NEW_HELP = 'Glossary: every term of the new page';

/** A host whose site can be taken away, and be replaced by another. */
class Host {
  readonly #sites: string[] = [];
  #server: ChildProcess | undefined;
  #port = 0;
  address = '';

  async give(site: string): Promise<void> {
    await this.stop();
    this.#sites.push(site);
    const { server, address } = await serve(site, this.#port);
    this.#server = server;
    this.#port = Number(new URL(address).port);
    this.address = address;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.removeAllListeners('exit');
    server.kill();
    await once(server, 'exit');
  }

  async end(): Promise<void> {
    await this.stop();
    for (const site of this.#sites) rmSync(site, { recursive: true, force: true });
  }
}

const test = base.extend<{ readonly host: Host }>({
  host: async ({}, use) => {
    const host = new Host();
    await host.give(copied(DIST));
    await use(host);
    await host.end();
  },
  baseURL: async ({ host }, use) => use(host.address),
});
test.use({ serviceWorkers: 'allow' });

const lanesRun = async (page: Page): Promise<void> => {
  for (const lane of ['A', 'B'])
    await expect(
      page
        .getByRole('region', { name: new RegExp(`^Lane ${lane}: \\S`) })
        .getByRole('img')
        .first(),
    ).toBeVisible({ timeout: 60_000 });
};

/** Until everything that the first visit fetches is there. */
const isKept = (page: Page): Promise<unknown> => page.evaluate(() => navigator.serviceWorker.ready);

/** The addresses in one of the lab's caches, below the page's. */
const cached = (page: Page, which: 'kept' | 'used'): Promise<readonly string[]> =>
  page.evaluate(async (name) => {
    const folder = new URL('./', location.href).href;
    const keys = await (await caches.open(`sluice-${name} ${folder}`)).keys();
    return keys.map(({ url }) => url.slice(folder.length).replace(/\?__WB_REVISION__=.*/, ''));
  }, which);

/** Has the browser look for a new version, and waits until all of it is there: on a busy machine that takes a while. */
async function askForNew(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())!.update();
  });
  await expect
    .poll(
      () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.waiting !== null),
      { timeout: 120_000 },
    )
    .toBe(true);
}

const offer = (page: Page) => page.getByRole('complementary', { name: 'New version' });
const trainer = (page: Page) => page.getByRole('region', { name: 'Train an agent' });

test('after one visit every view opens without the host, and an agent trains', async ({ page, host }) => {
  test.setTimeout(300_000);
  await page.goto('./');
  await lanesRun(page);
  await isKept(page);
  expect([...(await cached(page, 'kept'))].sort()).toEqual([...listed(DIST)].sort());
  expect(await cached(page, 'used')).toEqual([]);
  await page.getByRole('combobox', { name: 'Policy of lane B' }).selectOption('ipa');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('HiGHS', { timeout: 90_000 });
  // The large part that was used, and no other.
  expect(await cached(page, 'used')).toEqual([expect.stringMatching(/^assets\/highs-.*\.wasm$/)]);
  await host.stop();

  // Also in the visit that fetched it: no view was opened there before.
  for (const { id, key } of PAGES) {
    await page.keyboard.press(key);
    await expect(page).toHaveURL(id === 'lab' ? /\/path\// : new RegExp(`v=${id}`));
    await expect(page.locator('main').getByRole('heading').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/could not be fetched/)).toHaveCount(0);
  }

  // Opened anew, by a link with something behind a question mark, and the notices.
  await page.goto('./?from=somewhere#b=ipa');
  await lanesRun(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('HiGHS', { timeout: 90_000 });
  await page.getByRole('button', { name: 'Train on this load' }).click();
  await expect(page.getByText(/, [\d.]+ ms an update/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/[\d,]+ steps/)).toBeVisible({ timeout: 60_000 });
  await trainer(page).getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(
    page.getByText(/^The lab works without a network: this browser keeps [\d.]+ MB of its files\./),
  ).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Escape');
  await page.goto('./notices.html');
  await expect(page.getByRole('row', { name: /^workbox-precaching/ })).toBeVisible();
});

test('a new version is offered and taken, in place of no training, with a run that goes on', async ({
  page,
  context,
  host,
}) => {
  test.setTimeout(360_000);
  await page.goto('./');
  await lanesRun(page);
  await isKept(page);
  const other = await context.newPage();
  await other.goto('./');
  await lanesRun(other);
  // Longer than the new version takes to come.
  await page.getByText('Settings', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Seconds' }).selectOption('300');
  await page.getByRole('button', { name: 'Train on this load' }).click();
  await expect(page.getByText(/ left$/).first()).toBeVisible({ timeout: 60_000 });

  // Nothing of the first build is left on the host.
  const next = rebuilt(DIST, HELP, NEW_HELP);
  await host.give(next);
  await askForNew(page);
  await expect(offer(page)).toContainText(
    'A new version of the lab is here. It waits until the training here has ended.',
  );
  await expect(offer(other)).toContainText('It waits until the training in another tab has ended.');
  for (const one of [page, other])
    await expect(offer(one).getByRole('button', { name: 'Reload' })).toHaveCount(0);
  await expect(page.getByText(/[\d,]+ steps/)).toBeVisible();

  await trainer(page).getByRole('button', { name: 'Stop' }).click();
  for (const one of [page, other]) {
    await expect(offer(one).getByRole('button', { name: 'Reload' })).toBeVisible();
    await expect(offer(one)).not.toContainText('waits');
  }
  // It is never taken of itself, nor by a reload of the page; which may come once the run has been kept.
  await expect(trainer(page)).toContainText(/Trained for \d+ s/, { timeout: 60_000 });
  await expect.poll(() => page.evaluate(async () => (await navigator.locks.query()).held)).toEqual([]);
  await page.reload();
  await lanesRun(page);
  await expect(offer(page).getByRole('button', { name: 'Reload' })).toBeVisible();
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('button', { name: HELP, exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('2');
  await expect(page).toHaveURL(/v=train/);
  await page.evaluate(() => Object.assign(globalThis, { before: true }));
  await offer(page).getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => page.evaluate(() => 'before' in globalThis).catch(() => true)).toBe(false);
  // The view that was open, the run that was kept, in the new version.
  await expect(page).toHaveURL(/v=train/);
  const behind = page.getByText(/after [\d,]+ steps/).first();
  const stepsOf = async (): Promise<number> =>
    Number(/after ([\d,]+) steps/.exec((await behind.textContent())!)![1]!.replaceAll(',', ''));
  await expect(behind).toBeVisible({ timeout: 60_000 });
  const before = await stepsOf();
  expect(before).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Resume', exact: true }).first().click();
  await expect.poll(stepsOf, { timeout: 120_000 }).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Stop' }).first().click();
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('button', { name: NEW_HELP, exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(offer(page)).toBeEmpty();

  // The other tab is of the former version still: it is told, and finds all of its files, which the host has no longer.
  await expect(offer(other)).toContainText('Another tab has taken a new version of the lab.');
  await other.keyboard.press('5');
  await expect(other.locator('main').getByRole('heading').first()).toBeVisible();
  await other.getByRole('button', { name: 'Help' }).click();
  await expect(other.getByRole('button', { name: HELP, exact: true })).toBeVisible();
  await other.keyboard.press('Escape');
  await offer(other).getByRole('button', { name: 'Reload' }).click();
  await expect(offer(other)).toBeEmpty();
  await other.getByRole('button', { name: 'Help' }).click();
  await expect(other.getByRole('button', { name: NEW_HELP, exact: true })).toBeVisible();
  await other.close();

  // Once no page can be of it, what only the former version had goes.
  await page.reload();
  await expect
    .poll(async () => [...(await cached(page, 'kept'))].sort(), { timeout: 30_000 })
    .toEqual([...listed(next)].sort());
});

for (const [width, colorScheme] of [
  [1440, 'light'],
  [390, 'dark'],
] as const)
  test(`the offer fits, hides nothing that cannot be put aside, and stays in Help, ${String(width)} px, ${colorScheme}`, async ({
    page,
    host,
  }) => {
    // All files are fetched twice.
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./');
    await lanesRun(page);
    await isKept(page);
    await host.give(rebuilt(DIST, HELP, NEW_HELP));
    await askForNew(page);
    await expect(offer(page).getByRole('button', { name: 'Reload' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath('offer.png') });
    await offer(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect(offer(page)).toBeEmpty();
    await page.getByRole('button', { name: 'Help' }).click();
    const help = page.getByRole('dialog', { name: 'How to read it' });
    await expect(help.getByText('A new version of the lab is here.')).toBeVisible();
    await help.getByRole('button', { name: 'Reload' }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath('help.png') });
    expect(await violations(page)).toEqual([]);
    await help.getByRole('button', { name: 'Reload' }).click();
    // Where the former version still answers something, the page is opened anew twice.
    await expect(async () => {
      await lanesRun(page);
      if (!(await help.isVisible())) await page.getByRole('button', { name: 'Help' }).click();
      await expect(page.getByRole('button', { name: NEW_HELP, exact: true })).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 90_000 });
  });

test('the lab can be installed', async ({ page, context }) => {
  await page.goto('./');
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Playwright's contexts are what the browser calls incognito.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  const { data, errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { icons } = JSON.parse(data!) as { readonly icons: readonly { readonly src: string }[] };
  for (const { src } of icons) expect((await page.request.get(src)).status(), src).toBe(200);
});
