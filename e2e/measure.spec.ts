/** ONNX models measured on the page: what they ask, what comes of them, and what is said of those that cannot run. */
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { denseModel, operatorModel, tokenModel } from '../src/testing/models.ts';

test.setTimeout(180_000);

interface Model {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The view with these models in it, each looked at. */
async function bring(page: Page, ...models: readonly Model[]): Promise<void> {
  await page.getByLabel('Models as ONNX files').setInputFiles(
    models.map(({ name, bytes }) => ({
      ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) },
    })),
  );
}

async function settle(page: Page, seconds: string, quantile: string, most: string): Promise<void> {
  await page.getByLabel('Seconds a model').selectOption(seconds);
  await page.getByLabel('Quantile measured').selectOption({ label: quantile });
  await page.getByLabel('Batches up to').selectOption(most);
}

test.beforeEach(async ({ page }) => {
  await page.goto('./#v=pipelines');
  await expect(page.getByRole('heading', { name: 'Measure ONNX models on this machine' })).toBeVisible();
});

test('a model is measured and becomes a variant with where its figures come from', async ({ page }) => {
  await settle(page, '5', 'p50', '4');
  await bring(page, { name: 'dense.onnx', bytes: denseModel('N', 256, 4) });
  const model = page.getByRole('article', { name: 'dense.onnx' });
  await expect(model.getByLabel('Inputs of dense.onnx')).toContainText('[N, 256]');
  await expect(model.getByLabel('Requests are counted by')).toHaveValue('N');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  const latencies = model.getByLabel('Latency of dense.onnx by batch');
  await expect(latencies.getByRole('row')).toHaveCount(4, { timeout: 120_000 });
  await expect(model.getByText(/^p50 .* at batch 1, .* at 4; start-up .*; memory \d+ MiB\.$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await model.getByLabel('Name').fill('Dense of four');
  await model.getByLabel('Accuracy').fill('61 %');
  await model.getByRole('button', { name: 'Add as a variant' }).click();
  await expect(page.getByRole('heading', { name: /^Dense of four, a variant of / })).toBeVisible();
  await expect(page.getByLabel('Accuracy', { exact: true }).first()).toHaveValue('0.61');
  await expect(page.getByText('this browser, WASM, one thread', { exact: false }).first()).toBeAttached();
});

test('stopped, it keeps what is through; and a model waits for the sizes that it asks for', async ({
  page,
}) => {
  await settle(page, '60', 'p99', '64');
  await bring(page, { name: 'tokens.onnx', bytes: tokenModel() });
  const model = page.getByRole('article', { name: 'tokens.onnx' });
  const size = model.getByLabel(/^sequence_length/);
  await expect(size).toHaveValue('128');
  await size.fill('');
  await expect(model.getByText('Say how large sequence_length is.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Measure', exact: true })).toHaveCount(0);
  await size.fill('16');
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  const rows = model.getByLabel('Latency of tokens.onnx by batch').getByRole('row');
  await expect.poll(() => rows.count(), { timeout: 150_000 }).toBeGreaterThanOrEqual(3);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(model.getByText(/not measured: it was stopped\./)).toBeVisible();
  await expect(model.getByRole('button', { name: 'Add as a variant' })).toBeEnabled();
});

test('what cannot run says why, and a fixed batch is one point', async ({ page }) => {
  const whole = denseModel('N', 16, 1);
  await settle(page, '5', 'p50', '4');
  await bring(
    page,
    { name: 'cut.onnx', bytes: whole.slice(0, 200) },
    { name: 'fancy.onnx', bytes: operatorModel('FancyOp') },
    { name: 'fixed.onnx', bytes: denseModel(8, 16, 1) },
  );
  await expect(page.getByRole('article', { name: 'cut.onnx' }).getByRole('alert')).toHaveText(
    'cut.onnx: it is damaged, or no ONNX model.',
    { timeout: 60_000 },
  );
  await expect(page.getByRole('article', { name: 'fancy.onnx' }).getByRole('alert')).toHaveText(
    'fancy.onnx: it needs the operator FancyOp, which onnxruntime-web lacks.',
    { timeout: 60_000 },
  );
  const fixed = page.getByRole('article', { name: 'fixed.onnx' });
  await expect(fixed.getByText('its batch is fixed at 8')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(fixed.getByText('smaller batches are filled up and take as long')).toBeVisible({
    timeout: 120_000,
  });
  await page.getByRole('button', { name: 'Remove cut.onnx' }).click();
  await expect(page.getByRole('article', { name: 'cut.onnx' })).toHaveCount(0);
});
