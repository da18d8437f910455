import { readFileSync } from 'node:fs';
import { burstyCsv, file, importFile } from './csv.ts';
import { expect, test } from './fixtures.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(() => {
  test.setTimeout(120_000);
});

const pipeline = JSON.stringify({
  name: 'Mine',
  slaSeconds: 2,
  stages: [{ name: 'one', variants: [{ name: 'v', accuracy: 0.5, cores: 1, latency: { 1: 0.1 } }] }],
});

test('what was imported outlives a reload, is found by its link, and can be deleted', async ({ page }) => {
  await page.goto('./#');
  await importFile(page, file('my-trace.csv', burstyCsv(1200)));
  const load = page.getByRole('combobox', { name: 'Load' });
  await expect(load).toHaveValue(/^import:/);
  await importFile(page, file('mine.json', pipeline));
  const chain = page.getByRole('combobox', { name: 'Pipeline' });
  await expect(chain.locator('option:checked')).toHaveText('Mine');
  // The address follows a moment later.
  await expect(page).toHaveURL(/load=import%3A[0-9a-f]{8}/);
  await expect(page).toHaveURL(/pipeline=imported/);
  await page.reload();
  await expect(load.locator('option:checked')).toHaveText('my-trace');
  await expect(chain.locator('option:checked')).toHaveText('Mine');
  await expect(
    page.getByRole('region', { name: /^Lane A:/ }).getByRole('img', { name: /one: v,/ }),
  ).toBeVisible();

  await page.getByRole('navigation').getByText('Train', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete the trace my-trace' }).click();
  await expect(page.getByRole('list', { name: 'Your pipelines and traces' })).not.toContainText('my-trace');
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url.replace('v=train', 'load=import:01234567'));
  await expect(page.getByRole('alert')).toContainText(/does not hold; import it again/);
  await expect(load).toHaveValue('fluctuating');
});

test('everything goes into one file and comes back from it; a wrong file is refused in a sentence', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('./#');
  await importFile(page, file('my-trace.csv', burstyCsv(1200)));
  await expect(page.getByRole('combobox', { name: 'Load' })).toHaveValue(/^import:/);
  await page.getByRole('navigation').getByText('Train', { exact: true }).click();
  const panel = page.getByRole('region', { name: 'What this browser keeps' });
  await expect(panel).toContainText(/[\d.]+ MB of [\d.]+ [MG]B\./);
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export everything' }).click();
  const exported = readFileSync(await (await download).path());
  await expect(panel.getByRole('status')).toContainText(
    /sluice-.*\.zip holds all runs, .* Not in it: policies with settings of your own/,
  );

  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await other.goto('./#v=train');
  const there = other.getByRole('region', { name: 'What this browser keeps' });
  const zip = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer });
  const chooser = there.getByLabel('Archive to import');
  await chooser.setInputFiles(zip('cut.zip', exported.subarray(0, exported.length - 30)));
  await expect(there.getByRole('alert')).toContainText(
    /^cut\.zip: it is a \.zip that is cut off or damaged; copy or download it again, or export it anew\. Nothing was taken over\./,
  );
  await chooser.setInputFiles(zip('mine.zip', exported));
  await expect(there.getByRole('status')).toContainText('mine.zip: 1 added, 0 replaced');
  await expect(there.getByRole('list', { name: 'Your pipelines and traces' })).toContainText('my-trace');
  await other.reload();
  await expect(there.getByRole('list', { name: 'Your pipelines and traces' })).toContainText('my-trace');
  await elsewhere.close();
});

test('a browser that does not answer about its storage stays unnoticed, and an import is told as what it is', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const broken = (): Promise<never> => Promise.reject(new Error('x'));
    Object.assign(StorageManager.prototype, {
      estimate: broken,
      persist: broken,
      persisted: () => new Promise(() => undefined),
    });
  });
  await page.goto('./#');
  await importFile(page, file('mine.json', pipeline));
  await page.getByRole('navigation').getByText('Train', { exact: true }).click();
  const panel = page.getByRole('region', { name: 'What this browser keeps' });
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export everything' }).click();
  const exported = readFileSync(await (await download).path());
  await expect(panel.getByRole('status')).toContainText('it was read back and can be imported');
  await panel
    .getByLabel('Archive to import')
    .setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: exported });
  await expect(panel.getByRole('status')).toContainText(
    'mine.zip: 0 added, 0 replaced by a later version, 1 here already.',
  );
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel).not.toContainText(/\bMB of\b/);
});

test('pipelines with ids that are no paths go into a backup that another browser takes', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('./#');
  const ids = ['__proto__', '..', 'constructor', 'a/b\\c', 'CON', '\u{1f600}'.repeat(40)];
  for (const [k, id] of ids.entries())
    await importFile(
      page,
      file(
        `p${String(k)}.json`,
        JSON.stringify({
          ...(JSON.parse(pipeline) as object),
          id,
          name: `Mine ${String(k)}`,
          slaSeconds: 1 + k,
        }),
      ),
    );
  await page.getByRole('navigation').getByText('Train', { exact: true }).click();
  const panel = page.getByRole('region', { name: 'What this browser keeps' });
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export everything' }).click();
  const exported = readFileSync(await (await download).path());
  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await other.goto('./#v=train');
  const there = other.getByRole('region', { name: 'What this browser keeps' });
  await there
    .getByLabel('Archive to import')
    .setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: exported });
  await expect(there.getByRole('status')).toContainText(`mine.zip: ${String(ids.length)} added`);
  await other.reload();
  for (const k of ids.keys())
    await expect(there.getByRole('list', { name: 'Your pipelines and traces' })).toContainText(
      `Mine ${String(k)}`,
    );
  await elsewhere.close();
});

test('a page older than what the browser keeps says what to do, and goes on saying what is true', async ({
  page,
}) => {
  // This page lets go of the database, as an old one does where a newer version comes.
  await page.goto('./#');
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('sluice', 99);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(new Error('not opened'));
      }),
  );
  for (let visit = 0; visit < 2; visit++) {
    await page.goto('./#v=train');
    await page.reload();
    const panel = page.getByRole('region', { name: 'What this browser keeps' });
    await expect(panel.getByRole('alert')).toContainText(
      /newer version of the lab than this page: reload the page once, and if this sentence comes back, open the lab where you used it last.*Nothing of it is lost/,
    );
  }
});
