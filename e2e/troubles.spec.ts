/** What can happen to a training and to what is kept: each ends in a sentence, and the training goes on or can be resumed. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Harness, request } from './harness.ts';
import { runArchive } from '../src/storage/archive.ts';
import { accept, runRecord } from '../src/testing/runs.ts';

const panel = (page: Page) => page.getByRole('region', { name: /^(Run \d|Train an agent)/ });

/** Begins a small training in the Train view and waits until it is safe for the first time. */
async function train(page: Page, backend: string): Promise<void> {
  await page.goto('./#v=train');
  await page
    .getByRole('textbox', { name: 'Budget', exact: true })
    .or(page.getByLabel('Budget', { exact: true }))
    .fill('600');
  await page.keyboard.press('Tab');
  await page.getByText('Network', { exact: true }).click();
  await page.getByLabel('Width', { exact: true }).selectOption('16');
  await page.getByLabel('Backend', { exact: true }).selectOption(backend);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText(/^Safe up to step/)).toBeVisible({ timeout: 150_000 });
}

/** Step up to which the run is safe. */
async function safe(page: Page): Promise<number> {
  const text = await page.getByText(/^Safe up to step/).textContent();
  return Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
}

async function goesOn(page: Page): Promise<void> {
  const now = await safe(page);
  await expect.poll(() => safe(page), { timeout: 40_000 }).toBeGreaterThan(now);
}

async function stop(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible({ timeout: 30_000 });
}

/** Has the training worker carry out `snippet` when `strike` says so. */
async function inWorker(context: BrowserContext, snippet: string, before = ''): Promise<void> {
  await context.route('**/assets/train-*.js', async (route) => {
    const response = await route.fetch({ maxRetries: 3 });
    await route.fulfill({
      response,
      body: `${before}\nnew BroadcastChannel('strike').onmessage = () => { ${snippet} };\n${await response.text()}`,
    });
  });
}

const strike = (page: Page): Promise<void> =>
  page.evaluate(() => {
    new BroadcastChannel('strike').postMessage('now');
  });

test.describe('a training', () => {
  test.beforeEach(() => {
    test.setTimeout(150_000);
  });

  test('a full storage is told, and the training goes on until there is room', async ({ page, baseURL }) => {
    const devtools = await page.context().newCDPSession(page);
    const { origin } = new URL(baseURL!);
    // Little from the start: Chromium asks for what is left now and then, and grants of that for up to half a minute.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5e5 });
    await train(page, 'cpu');
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await expect(
      panel(page)
        .getByRole('status')
        .filter({ hasText: /storage is full: export everything/ }),
    ).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await goesOn(page);
    await stop(page);
  });

  test('a damaged checkpoint is replaced by an older one, a damaged run hides no other', async ({ page }) => {
    await train(page, 'cpu');
    await goesOn(page);
    await stop(page);
    await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('sluice');
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('no database'));
        };
      });
      const tx = db.transaction(['runs', 'states'], 'readwrite');
      const id = await new Promise<string>((resolve) => {
        const request = tx.objectStore('runs').getAllKeys();
        request.onsuccess = () => {
          resolve(request.result[0] as string);
        };
      });
      tx.objectStore('states').put('nonsense', [id, 'latest']);
      tx.objectStore('runs').put({ format: 1, id: 'broken' }, 'broken');
      await new Promise<void>((resolve) => {
        tx.oncomplete = () => {
          resolve();
        };
      });
      db.close();
    });
    await page.reload();
    const damaged = page.getByRole('list', { name: 'Damaged records' });
    await expect(damaged).toContainText(/The run broken is damaged at /);
    await expect(damaged).toContainText(
      /“Run 1”: The checkpoint “latest” is damaged: its weights are missing\./,
    );
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByText(/^Safe up to step/)).toBeVisible({ timeout: 30_000 });
    await goesOn(page);
    await expect(page.getByText(/The checkpoint “latest” is damaged.*The run went on from “/)).toBeVisible();
    await stop(page);
    await damaged.getByRole('button', { name: 'Delete the damaged run' }).click();
    await expect(damaged).toHaveCount(0);
  });

  test('one tab trains a run; when it is gone another goes on with it', async ({
    page,
    context,
    baseURL,
  }) => {
    await train(page, 'cpu');
    const other = await Harness.open(context, baseURL!);
    const [{ key: id } = { key: '' }] = await other.records('runs');
    expect(await other.resume(String(id))).toMatch(/^This run is training in another tab/);
    expect(await other.train(request(String(id)))).toMatch(/^This run is training in another tab/);
    // A later version of it in a file does not take its place meanwhile.
    const run = runRecord({ id: String(id), updated: Date.now() + 1e9 });
    const archive = accept(await runArchive({ run, checkpoints: [], points: [], evaluations: [] }));
    expect(await other.archive('takeIn', Buffer.from(archive))).toMatchObject({
      ok: true,
      value: { merged: { added: 0, replaced: 0, kept: 1 } },
    });
    await goesOn(page);
    await page.close();
    const ended = other.resume(String(id));
    const first = await other.hears('points');
    expect(first.steps).toBeGreaterThan(0);
    await other.hears('saved', other.told.length);
    await other.say('stop');
    expect(await ended).toBe('');
  });

  for (const [how, snippet, sentence] of [
    ['breaks', `throw new Error('a test broke it')`, /stopped unexpectedly \(.*a test broke it\)/],
    ['ends without a word', 'self.close()', /stopped unexpectedly; what was saved/],
  ] as const) {
    test(`a worker that ${how} is noticed, and the run resumed in a new one`, async ({ page, context }) => {
      await inWorker(context, snippet);
      await train(page, 'cpu');
      await strike(page);
      const alert = panel(page).getByRole('alert');
      await expect(alert).toContainText(sentence, { timeout: 30_000 });
      await context.unroute('**/assets/train-*.js');
      await panel(page)
        .getByRole('button', { name: /^Resume from step/ })
        .click();
      await expect(alert).toHaveCount(0);
      await goesOn(page);
      await stop(page);
    });
  }
});

test.describe('a graphics device', { tag: '@webgpu-only' }, () => {
  test.use({ tolerated: [/.*/] });

  test('that is lost in the middle of a training is replaced by the next fastest backend', async ({
    page,
    context,
  }) => {
    test.setTimeout(400_000);
    await inWorker(
      context,
      'for (const device of devices) device.destroy();',
      `const devices = [];
      const own = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        const device = await own.apply(this, args);
        devices.push(device);
        return device;
      };`,
    );
    await train(page, 'webgpu');
    await strike(page);
    await expect(
      panel(page)
        .getByRole('status')
        .filter({
          hasText: /webgpu failed \(the graphics device was lost.*training goes on with \w+ from step/,
        }),
    ).toBeVisible({ timeout: 120_000 });
    await goesOn(page);
    await stop(page);
    await expect(page.getByText(/webgpu failed \(the graphics device was lost/).first()).toBeVisible();
  });
});
