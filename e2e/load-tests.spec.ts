import type { Locator, Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { file } from './csv.ts';
import { expect, test } from './fixtures.ts';
import { k6Summary, modelAnalyzerCsv, perfAnalyzerCsv } from '../src/testing/loadTests.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/**
 * perf_analyzer on one replica whose calls of one request take 20 ms: one caller gets 1 / 0.020 = 50 a second; of four, three
 * wait in the server's queue, 60 ms, and together they get 50 a second too. The service is the server's: 20 ms at both.
 */
const detect = file(
  'yolov5s.csv',
  perfAnalyzerCsv([
    [1, 50, 0, 20_000, 20_000, 20_000],
    [4, 50, 60_000, 20_000, 80_000, 80_000],
  ]),
);
/**
 * k6 with one user who never pauses, so that nothing waits: batches of 1, 2 and 4 in 33, 44 and 66 ms at p99. All three lie on
 * 22 ms and 11 ms a request.
 */
const classify = [1, 2, 4].map((batch) => {
  const ms = 20 + 10 * batch;
  const summary = k6Summary({ users: 1, rate: 1000 / ms, median: ms, p99: 1.1 * ms });
  return file(`resnet50_b${String(batch)}.json`, summary);
});
/**
 * Model Analyzer: batches of 1, 2 and 4 in 10, 14 and 24 ms. Least squares: mean batch 7/3, mean 16 ms, slope 22 / (14/3) =
 * 4.714 ms, so the line says 9.714, 14.429 and 23.857 ms: off by +0.286 ms (2.9 %), -0.429 ms (3.1 %) and +0.143 ms (0.6 %).
 */
const read = file(
  'metrics-model-inference.csv',
  modelAnalyzerCsv([
    ['bert', 1, 1, 100, 10, 10],
    ['bert', 2, 1, 142.86, 14, 14],
    ['bert', 4, 1, 166.67, 24, 24],
  ]),
);
const wrong = file('notes.csv', 'hello,world\n1,2\n');

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Profiles from load tests' });
const variant = (page: Page, name: string): Locator =>
  panel(page).getByRole('article', { name: new RegExp(`^${name}, a variant of`) });
const batchesOf = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `Batches of ${name}` }).locator('tbody tr');

async function blank(page: Page): Promise<void> {
  await page.goto('./#v=pipelines');
  await page.getByRole('combobox', { name: 'Begin from' }).selectOption({ label: 'a blank pipeline' });
  await page.getByLabel('Name', { exact: true }).first().fill('Three stages');
  await page.getByLabel('Latency objective, s').fill('1');
}

/** What the files cannot know; of resnet50 it is said once for all three. */
async function answer(page: Page): Promise<void> {
  const box = (head: string, of: string): Locator => panel(page).getByLabel(new RegExp(`^${head} of ${of}`));
  await box('Stage', 'yolov5s.csv').fill('detect');
  await box('Cores a replica', 'yolov5s.csv').fill('2');
  await box('Accuracy', 'yolov5s.csv').fill('56.8 %');
  await box('Stage', 'resnet50_b1.json').fill('classify');
  await box('Accuracy', 'resnet50_b1.json').fill('0.761');
  await box('Stage', 'bert, metrics').fill('read');
  await box('Cores a replica', 'bert, metrics').fill('250m');
  await expect(box('Stage', 'resnet50_b4.json')).toHaveValue('classify');
  await expect(box('Requests a call', 'resnet50_b4.json')).toHaveValue('4');
}

test('a perf_analyzer CSV, three k6 summaries and a Model Analyzer CSV become a three-stage pipeline', async ({
  page,
}) => {
  test.slow();
  await blank(page);
  await panel(page)
    .getByLabel('Load tests as files')
    .setInputFiles([detect, ...classify, wrong, read]);

  // One wrong file is said, and the five others are there.
  await expect(
    panel(page).getByText('metrics-model-inference.csv Triton Model Analyzer, 3 points'),
  ).toBeVisible();
  await expect(panel(page).getByText('yolov5s.csv Triton perf_analyzer, 2 points')).toBeVisible();
  await expect(panel(page).getByText(/^resnet50_b\d\.json k6, 1 point$/)).toHaveCount(3);
  await expect(panel(page).getByText(/^notes\.csv, line 1: none of its columns/)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Dismiss notes.csv' }).click();
  await answer(page);

  await expect(batchesOf(page, 'yolov5s')).toHaveText([/^1 ?20\.0 ms/]);
  await expect(batchesOf(page, 'resnet50')).toHaveText([
    /^1 ?33\.0 ms.*on the line/,
    /^2 ?44\.0 ms.*on the line/,
    /^4 ?66\.0 ms.*on the line/,
  ]);
  await expect(batchesOf(page, 'bert')).toHaveText([
    /^1 ?10\.0 ms.*\+0\.29 ms, \+2\.9 %/,
    /^2 ?14\.0 ms.*−0\.43 ms, −3\.1 %/,
    /^4 ?24\.0 ms.*\+0\.14 ms, \+0\.6 %/,
  ]);
  await expect(variant(page, 'resnet50')).toContainText(
    'The line meets the points that it was fitted to. Up to batch 4 the lab takes what was measured',
  );
  await expect(variant(page, 'bert')).toContainText(
    'The line misses the points that it was fitted to by 3.1 % at the most, at batch 2.',
  );
  // What nobody said stays a guess, and says so.
  await expect(variant(page, 'resnet50')).toContainText('Assumed: cores and start-up');
  await expect(variant(page, 'yolov5s')).toContainText('Assumed: start-up');

  await panel(page).getByRole('button', { name: 'Add 3 variants to the pipeline' }).click();
  await expect(panel(page).getByRole('status').last()).toHaveText(
    'Added to the pipeline: yolov5s (detect), resnet50 (classify) and bert (read). Undo (Ctrl Z) takes all of them back.',
  );
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Three stages: 3 stages, 3 variants/);
  await page.getByRole('button', { name: 'Save as a pipeline of yours' }).click();
  await expect(
    page.getByRole('combobox', { name: 'Pipeline', exact: true }).locator('option:checked'),
  ).toHaveText('Three stages');

  // At the least load one replica of each, one by one, is enough: 2 + 1 + 0.25 cores.
  const optimum = page.getByRole('slider', { name: 'Crosshair of what the optimum takes' });
  // The picture of what stood before stays until its own is drawn.
  await expect(optimum).toHaveAttribute('aria-valuetext', /detect yolov5s/, { timeout: 60_000 });
  await optimum.focus();
  await page.keyboard.press('Home');
  await expect(optimum).toHaveAttribute(
    'aria-valuetext',
    /: detect yolov5s ×\s1; classify resnet50 ×\s1; read bert ×\s1; 3\.25 cores, /,
  );
});

/**
 * Seconds from the last drop until the answer stands, what to run and what it comes to at the peak, the questions between them
 * answered; what HPA and the planner would cost on the whole load follows, and is only told.
 */
async function answeredAfter(page: Page): Promise<number> {
  await page.goto('about:blank');
  await blank(page);
  const files = panel(page).getByLabel('Load tests as files');
  await files.setInputFiles([detect, ...classify]);
  await expect(panel(page).getByText(/^resnet50_b\d\.json k6, 1 point$/)).toHaveCount(3);
  const dropped = performance.now();
  await files.setInputFiles([read]);
  await answer(page);
  await panel(page).getByRole('button', { name: 'Add 3 variants to the pipeline' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Three stages: 3 stages, 3 variants/);
  const asked = page.getByRole('region', { name: 'What should I run?' });
  await asked.getByRole('button', { name: 'Find it' }).click();
  const since = (): number => (performance.now() - dropped) / 1000;
  await expect(asked).toContainText('Run detect: yolov5s', { timeout: 60_000 });
  await expect(asked).toContainText(/in time/);
  const seconds = since();
  await expect(asked.getByRole('row')).toHaveCount(4, { timeout: 60_000 });
  await expect(asked.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
  console.log(`an answer after ${seconds.toFixed(1)} s, the whole after ${since().toFixed(1)} s`);
  return seconds;
}

test('the answer stands within ten seconds of the last drop', async ({ page }) => {
  test.setTimeout(240_000);
  // Other work on the machine only ever adds: the least of a few tries is what the page takes.
  let seconds = Infinity;
  for (let tries = 0; tries < 3 && seconds >= 10; tries++)
    seconds = Math.min(seconds, await answeredAfter(page));
  expect(seconds).toBeLessThan(10);
});

test('by keyboard alone', async ({ page }) => {
  await blank(page);
  const choose = panel(page).getByRole('button', { name: /^Choose load tests/ });
  // A key lets a page open a chooser for five seconds, which a busy machine may miss.
  await expect(async () => {
    const asked = page.waitForEvent('filechooser', { timeout: 5000 });
    await choose.press('Enter');
    await (await asked).setFiles(classify);
  }).toPass();
  const stage = panel(page).getByLabel(/^Stage of resnet50_b1\.json/);
  await expect(stage).toBeVisible();
  await stage.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('classify');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('textbox', { name: /^Accuracy of resnet50_b1\.json/ })).toBeFocused();
  await page.keyboard.type('0.761');
  const add = panel(page).getByRole('button', { name: 'Add resnet50 to the pipeline' });
  await expect(add).toBeEnabled();
  await add.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Three stages: 1 stage, 1 variant/);
});

test('a load test that is dropped on the Lab, or chosen in the header, is led to the profiles', async ({
  page,
}) => {
  await page.goto('./');
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toBeVisible();
  await page.getByLabel('File to import').setInputFiles([detect, wrong]);
  await expect(variant(page, 'yolov5s')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Video: detect, classify: 2 stages/);
  // What is neither a load nor a load test is refused as before.
  await expect(page.getByRole('alert').filter({ hasText: 'notes.csv' })).toBeVisible();

  // Dropped on the panel it is no load, whatever else it could be.
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'resnet50.json'));
    return transfer;
  }, classify[0]!.buffer.toString());
  await panel(page)
    .getByRole('group', { name: 'Files of load tests' })
    .dispatchEvent('drop', { dataTransfer: data });
  await expect(variant(page, 'resnet50')).toBeVisible();
});

test('a figure that cannot be is refused at its box, and nothing of it is added', async ({ page }) => {
  await blank(page);
  await panel(page).getByLabel('Load tests as files').setInputFiles(classify);
  const cores = panel(page).getByRole('textbox', { name: /^Cores a replica of resnet50_b1\.json/ });
  await cores.fill('900');
  await expect(cores).toHaveAttribute('aria-invalid', 'true');
  await expect(
    panel(page).getByText(/^Cores a replica of resnet50_b1\.json: It must be .* it is 900\.$/),
  ).toBeVisible();
  await cores.fill('2');
  await expect(panel(page).getByRole('button', { name: 'Add resnet50 to the pipeline' })).toBeEnabled();
  await panel(page).getByRole('button', { name: 'p50' }).click();
  await expect(batchesOf(page, 'resnet50')).toHaveText([/^1 ?30\.0 ms/, /^2 ?40\.0 ms/, /^4 ?60\.0 ms/]);
});

for (const [width, height] of [
  [1440, 900],
  [360, 780],
] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`is accessible ${colorScheme} at ${String(width)} px`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await blank(page);
      await panel(page)
        .getByLabel('Load tests as files')
        .setInputFiles([detect, ...classify, wrong, read]);
      await expect(panel(page).getByRole('button', { name: 'Add 3 variants to the pipeline' })).toBeVisible();
      await answer(page);
      await panel(page).getByText('What was taken for granted').first().click();
      await panel(page).getByRole('button', { name: 'Add 3 variants to the pipeline' }).click();
      await expect(page.getByRole('slider', { name: 'Crosshair of what the optimum takes' })).toBeVisible();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
    });
