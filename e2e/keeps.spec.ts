import { readFileSync } from 'node:fs';
import { burstyCsv, file, importFile } from './csv.ts';
import { expect, test } from './fixtures.ts';

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
  await expect(panel.getByRole('status')).toContainText(/sluice-.*\.zip holds everything/);

  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await other.goto('./#v=train');
  const there = other.getByRole('region', { name: 'What this browser keeps' });
  const zip = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer });
  const chooser = there.getByLabel('Archive to import');
  await chooser.setInputFiles(zip('cut.zip', exported.subarray(0, exported.length - 30)));
  await expect(there.getByRole('alert')).toContainText(
    /^cut\.zip: it is no \.zip file, or a part of it is missing\./,
  );
  await chooser.setInputFiles(zip('mine.zip', exported));
  await expect(there.getByRole('status')).toContainText('mine.zip: 1 added, 0 replaced');
  await expect(there.getByRole('list', { name: 'Your pipelines and traces' })).toContainText('my-trace');
  await other.reload();
  await expect(there.getByRole('list', { name: 'Your pipelines and traces' })).toContainText('my-trace');
  await elsewhere.close();
});
