/** A figure or a lesson of the lab in a frame of another origin's page: docs/embedding.md. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Frame, Page } from '@playwright/test';
import { violations } from './audit.ts';
import { expect, test as base } from './fixtures.ts';

/** Of everything that a figure fetches before anybody touches it, compressed. */
const BUDGET = 150_000;

interface Outer {
  /** Opens somebody else's page with such a frame in it. */
  open(page: Page, hash: string, width?: number): Promise<Frame>;
}

/** Another origin: another name and another port. */
const test = base.extend<{ readonly outer: Outer }>({
  // The outer page is asked of its own host, which is no fault of the lab's.
  troubles: async ({ troubles }, use) => {
    await use(troubles);
  },
  outer: async ({ baseURL, troubles }, use) => {
    let html = '';
    const server: Server = createServer((_, answer) =>
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html),
    ).listen(0, '127.0.0.1');
    await new Promise((heard) => server.once('listening', heard));
    const origin = `http://localhost:${String((server.address() as AddressInfo).port)}`;
    await use({
      async open(page, hash, width = 700) {
        html = `<!doctype html><html lang="en"><head><title>Elsewhere</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"></head><body><main><h1>Elsewhere</h1><iframe src="${new URL(`embed.html${hash}`, baseURL).href}" title="A figure" width="${String(width)}" height="300" style="border:0"></iframe></main></body></html>`;
        await page.addInitScript(() => {
          if (window !== window.top) return;
          const heard: unknown[] = [];
          Object.assign(window, { heard });
          addEventListener('message', ({ data, source }) => {
            heard.push(data);
            const frame = document.querySelector('iframe');
            if (frame && source === frame.contentWindow)
              frame.height = String((data as { height: number }).height);
          });
        });
        await page.goto(`${origin}/`);
        const frame = page.frames().find((one) => one.url().includes('embed.html'));
        expect(frame).toBeDefined();
        return frame!;
      },
    });
    server.close();
    // Asked for by the test, not by the lab.
    for (let i = troubles.length - 1; i >= 0; i--)
      if (troubles[i] === `request to another origin: ${origin}/`) troubles.splice(i, 1);
  },
});

const heardBy = (page: Page): Promise<readonly unknown[]> =>
  page.evaluate(() => (window as unknown as { heard: readonly unknown[] }).heard);

/** Bytes of everything that comes, as a host sends it compressed. */
function weighed(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.url().startsWith('http://localhost')) return;
    sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Has every frame write down what it asks of the browser's storage, and whether it would register a service worker. */
async function watchStorage(page: Page): Promise<(frame: Frame) => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const touched: string[] = [];
    Object.assign(window, { touched });
    const watch = (name: string, prototype: object | undefined, ...methods: readonly string[]): void => {
      for (const method of methods) {
        const own = prototype && (Reflect.get(prototype, method) as (...args: unknown[]) => unknown);
        if (!own) continue;
        Object.defineProperty(prototype, method, {
          value(this: unknown, ...args: unknown[]) {
            touched.push(`${name}.${method}`);
            return own.apply(this, args);
          },
        });
      }
    };
    const of = (name: string): object | undefined =>
      (Reflect.get(globalThis, name) as { prototype: object } | undefined)?.prototype;
    watch('indexedDB', of('IDBFactory'), 'open', 'databases', 'deleteDatabase');
    watch('storage', of('Storage'), 'getItem', 'setItem', 'removeItem');
    watch('caches', of('CacheStorage'), 'open', 'keys', 'match');
    watch('serviceWorker', of('ServiceWorkerContainer'), 'register');
    watch('navigator.storage', of('StorageManager'), 'persist', 'estimate');
    watch('locks', of('LockManager'), 'request');
  });
  return (frame) => frame.evaluate(() => (window as unknown as { touched: readonly string[] }).touched);
}

const STATE = '#env=discrete&load=bursty&a=hpa&b=keda&price=0.5&t=400';

test('lanes run in another origin’s page, keep nothing, tell their height alone, and open the lab in the same state', async ({
  page,
  outer,
  context,
}) => {
  const weight = weighed(page);
  const touched = await watchStorage(page);
  const frame = await outer.open(page, `${STATE}&embed=lanes`);
  const lane = frame.getByRole('region', { name: 'Lane A: HPA' });
  const picture = lane.getByRole('img', { name: /^HPA\. / });
  await expect(picture).toBeVisible({ timeout: 30_000 });
  await expect(frame.locator('canvas[data-requests]')).toHaveCount(2);
  await expect(frame.getByText('06:40 / 20:00')).toBeVisible();
  const bytes = await weight();
  test.info().annotations.push({ type: 'embed', description: `lanes: ${String(bytes)} bytes` });
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(BUDGET);

  // No shell.
  for (const gone of ['banner', 'navigation', 'combobox', 'slider'] as const)
    await expect(frame.getByRole(gone)).toHaveCount(0);
  const before = await picture.getAttribute('aria-label');
  await frame.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => picture.getAttribute('aria-label')).not.toBe(before);
  await frame.getByRole('button', { name: 'Pause' }).click();
  expect(await touched(frame)).toEqual([]);

  const heard = await heardBy(page);
  expect(heard.length).toBeGreaterThan(0);
  for (const one of heard) expect(one).toEqual({ type: 'sluice-height', height: expect.any(Number) });
  // It stands in the frame as high as it told.
  await expect
    .poll(() => frame.evaluate(() => document.documentElement.scrollHeight - window.innerHeight))
    .toBe(0);

  const [lab] = await Promise.all([
    context.waitForEvent('page'),
    frame.getByRole('link', { name: 'Open in the lab' }).click(),
  ]);
  await expect(lab.getByRole('region', { name: 'Lane A: HPA' })).toBeVisible();
  await expect(lab.getByRole('region', { name: 'Lane B: KEDA' })).toBeVisible();
  const told = await frame.getByText(/^\d\d:\d\d \/ 20:00$/).innerText();
  await expect(lab.getByRole('status', { name: 'Time' })).toHaveText(told);
  const fields = new URLSearchParams(new URL(lab.url()).hash.slice(1));
  expect([fields.get('load'), fields.get('price'), fields.get('embed')]).toEqual(['bursty', '0.5', null]);
  // The finding is the same: the frame computed what the lab computes.
  await expect(lab.getByRole('heading', { level: 1 })).toHaveText(
    await frame.getByRole('heading', { level: 1 }).innerText(),
  );
});

for (const [embed, colorScheme] of [
  ['lanes', 'dark'],
  ['headline', 'light'],
  ['latency', 'dark'],
  ['timelines', 'light'],
  ['map', 'dark'],
  ['curve', 'light'],
] as const)
  test(`${embed} fits 320 px, is within its budget and passes axe, ${colorScheme}`, async ({
    page,
    outer,
  }) => {
    await page.emulateMedia({ colorScheme });
    const weight = weighed(page);
    const frame = await outer.open(page, `#env=discrete&embed=${embed}`, 320);
    await expect(frame.getByText(/^Pipeline “/)).toBeVisible({ timeout: 30_000 });
    if (embed !== 'headline') await expect(frame.locator('main svg[role=img]').first()).toBeVisible();
    const figures = { lanes: 0, headline: 0, latency: 1, timelines: 6, map: 3, curve: 1 }[embed];
    await expect(frame.locator('figure')).toHaveCount(figures, { timeout: 30_000 });
    expect(await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    const bytes = await weight();
    test.info().annotations.push({ type: 'embed', description: `${embed}: ${String(bytes)} bytes` });
    expect(bytes).toBeLessThan(BUDGET);
    // It looks into frames too.
    expect(await violations(page)).toEqual([]);
  });

test('a lesson says what it is, and is fetched and played once somebody begins it; nothing is kept of it', async ({
  page,
  outer,
}) => {
  test.setTimeout(120_000);
  const weight = weighed(page);
  const touched = await watchStorage(page);
  const frame = await outer.open(page, '#embed=lesson&lesson=autoscalers.1', 900);
  const begin = frame.getByRole('button', { name: 'Begin' });
  await expect(begin).toBeVisible();
  expect(await weight()).toBeLessThan(BUDGET);
  await begin.click();
  const guide = frame.getByRole('complementary', { name: /^Lesson: / });
  await expect(guide).toBeVisible({ timeout: 30_000 });
  await expect(
    frame
      .getByRole('region', { name: /^Lane A: / })
      .getByRole('img')
      .first(),
  ).toBeVisible({
    timeout: 30_000,
  });
  // The lesson has set the lab: it begins with Greedy in both lanes.
  await expect(frame.getByRole('region', { name: /^Lane A: Greedy/ })).toBeVisible();
  await expect(frame.getByRole('navigation')).toHaveCount(0);
  await expect(frame.getByRole('button', { name: 'Train on this load' })).toHaveCount(0);
  expect(await touched(frame)).toEqual([]);
  await guide.getByRole('button', { name: 'Leave the lesson' }).click();
  await expect(begin).toBeVisible();
});

test('the lab itself may not be framed, and the frame allows no more than the lab but that', async ({
  request,
}) => {
  const policyOf = async (file: string): Promise<string> =>
    (await request.get(file)).headers()['content-security-policy']!;
  const [lab, frame] = await Promise.all(['./', './embed.html'].map(policyOf));
  expect(lab).toContain("frame-ancestors 'none'");
  expect(frame).toBe(lab!.replace("frame-ancestors 'none'", 'frame-ancestors *'));
  expect(frame).not.toContain('unsafe-inline');
  const text = await (await request.get('./embed.html')).text();
  expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/);
});

test('the line of HTML that the lab offers shows what is on screen', async ({ page }) => {
  await page.goto('./#env=fluid&a=hpa&b=keda&t=300');
  await expect(page.getByRole('region', { name: 'Lane A: HPA' })).toBeVisible();
  await page.getByRole('button', { name: 'Embed in another page' }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed in another page' });
  await dialog.getByRole('combobox', { name: 'Figure' }).selectOption('Timeline: Latency');
  const line = dialog.getByRole('textbox', { name: 'HTML' });
  await expect(line).toHaveValue(/^<iframe src="[^"]*\/embed\.html#[^"]*embed=latency"[^\n]*><\/iframe>$/);
  expect(await violations(page)).toEqual([]);
  const address = /src="([^"]*)"/.exec(await line.inputValue())![1]!.replaceAll('&amp;', '&');
  await page.goto(address);
  await expect(page.getByRole('figure')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('05:00 / 20:00')).toBeVisible();
});

test('what watches the storage sees the lab itself use it', async ({ page }) => {
  const touched = await watchStorage(page);
  await page.goto('./');
  await expect.poll(() => touched(page.mainFrame())).toContain('indexedDB.open');
});
