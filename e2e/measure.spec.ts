/** ONNX models measured on the page: what they ask, what comes of them, and what is said of those that cannot run. */
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { denseModel, operatorModel, scoresModel, tokenModel } from '../src/testing/models.ts';
import { npzOf, numpyOf } from '../src/testing/numpy.ts';

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

/** 300 rows of three scores whose greatest stands at the row modulo 3; the labels of every tenth say something else. */
const ROWS = 300;
const scores = Float32Array.from({ length: 3 * ROWS }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0));
const labels = Uint8Array.from({ length: ROWS }, (_, row) => (row + (row % 10 === 0 ? 1 : 0)) % 3);
const x = { descr: '<f4', shape: [ROWS, 3], data: scores };
const y = { descr: '|u1', shape: [ROWS], data: labels };

test('a labelled set measures the accuracy, which the variant has with where it comes from', async ({
  page,
}) => {
  await settle(page, '5', 'p50', '1');
  await bring(page, { name: 'scores.onnx', bytes: scoresModel('N', 3) });
  const model = page.getByRole('article', { name: 'scores.onnx' });
  const chooser = model.getByLabel('Labelled set of scores.onnx as files');
  const give = (...files: readonly Model[]) =>
    chooser.setInputFiles(
      files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })),
    );
  await expect(model.getByText('Ready to be measured.')).toBeVisible({ timeout: 60_000 });
  await give({ name: 'x.npy', bytes: numpyOf(x) });
  await expect(model.getByRole('alert')).toHaveText(
    'x.npy: it is one array; labels and inputs are two, so choose both .npy files at once, or one .npz.',
  );
  await give({ name: 'few.csv', bytes: new TextEncoder().encode('label,a,b\n0,1,2\n') });
  await expect(model.getByRole('alert')).toHaveText(
    'few.csv: it has 2 columns beside the labels, and the model’s input x [n, 3] takes 3 numbers a row.',
  );
  await give({ name: 'x.npy', bytes: numpyOf(x) }, { name: 'y.npy', bytes: numpyOf(y) });
  await expect(model.getByText('270 of 300 rows of x.npy and y.npy right.')).toBeVisible();
  await expect(model.getByRole('alert')).toHaveCount(0);
  // As a drop on its place, which the page's own way in leaves alone.
  const bytes = [...npzOf({ x, y }, true)];
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(all)], 'set.npz'));
    return transfer;
  }, bytes);
  await model
    .getByRole('group', { name: 'Labelled set of scores.onnx' })
    .dispatchEvent('drop', { dataTransfer: data });
  await expect(
    model.getByText(
      /^Accuracy 90\.0 %, 95 % interval 86\.1 to 92\.9 %: 270 of 300 rows of set\.npz right\.$/,
    ),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(model.getByPlaceholder('90.0 %')).toBeVisible({ timeout: 120_000 });
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await model.getByRole('button', { name: 'Add as a variant' }).click();
  await expect(page.getByLabel('Accuracy', { exact: true }).first()).toHaveValue('0.9');
  await expect(page.locator('#variant-source')).toHaveValue(
    'this browser, WASM, one thread; accuracy measured on 300 rows of set.npz',
  );
});

test('where there is no graphics card it says so and measures on the processor', async ({ page }) => {
  await page.getByLabel('Measured on').selectOption({ label: 'the graphics card' });
  await expect(
    page.getByText(
      /^This browser (offers|gives) no graphics card .*, so models are measured on the processor\.$/,
    ),
  ).toBeVisible();
  await expect(page.getByLabel('Measured on')).toHaveValue('processor');
});

test('on a graphics card, here one in software', { tag: '@webgpu-only' }, async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) fetched.push(request.url().replace(/^.*\/|-[^-]*$/g, ''));
  });
  await settle(page, '20', 'p50', '1');
  await bring(
    page,
    { name: 'dense.onnx', bytes: denseModel('N', 64, 2) },
    { name: 'tokens.onnx', bytes: tokenModel() },
  );
  const model = page.getByRole('article', { name: 'dense.onnx' });
  const tokens = page.getByRole('article', { name: 'tokens.onnx' });
  await expect(tokens.getByText('Ready to be measured.')).toBeVisible({ timeout: 60_000 });
  // The runtime for the card is fetched when something is measured there, and not before.
  expect(new Set(fetched)).toEqual(new Set(['ort-wasm-simd-threaded']));
  await page.getByLabel('Measured on').selectOption({ label: 'the graphics card' });
  await page.getByRole('button', { name: 'Measure 2 models' }).click();
  await expect(model.getByText(/this browser, WebGPU, on .*graphics card .*swiftshader/)).toBeVisible({
    timeout: 120_000,
  });
  await expect(model.getByText('One core is assumed')).toBeVisible();
  await expect(model.getByText('Some of its operators run on the processor')).toHaveCount(0);
  expect(new Set(fetched)).toEqual(new Set(['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.jspi']));
  // Whole numbers of 64 bits are the processor's.
  await expect(tokens.getByText(/Some of its operators run on the processor/)).toBeVisible({
    timeout: 120_000,
  });
  await model.getByRole('button', { name: 'Add as a variant' }).click();
  await expect(page.locator('#variant-source')).toHaveValue('this browser, WebGPU');
});
