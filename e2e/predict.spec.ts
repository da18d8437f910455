import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { burstyCsv, file, importFile } from './csv.ts';
import { violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { forecast } from '../src/headless/forecast.ts';
import { cellText } from '../src/ui/charts/svg.ts';

const RIVALS = 8;

async function open(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('navigation').getByText('Predict', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('noise alone leaves', {
    timeout: 30_000,
  });
}

/** SMAPE of one forecaster's row, per cent. */
async function smape(page: Page, name: string): Promise<number> {
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  return Number(await row.getByRole('cell').first().textContent());
}

async function judged(page: Page): Promise<void> {
  // Every rival, the noise floor, the headings.
  await expect(page.getByRole('row')).toHaveCount(RIVALS + 2, { timeout: 60_000 });
  await expect(page.getByText('still being judged')).toHaveCount(0, { timeout: 60_000 });
}

/** What the command line answers. */
interface Worth {
  readonly sentences: readonly string[];
  readonly bracket: { readonly plan: number };
  readonly forecasters: readonly {
    readonly name: string;
    readonly smape: number;
    readonly earned: Readonly<Record<string, number>>;
    readonly lost: Readonly<Record<string, number>>;
  }[];
}

async function worthByCommand(csv: string): Promise<Worth> {
  const path = join(await mkdtemp(join(tmpdir(), 'sluice-')), 'short.csv');
  await writeFile(path, csv);
  return (await forecast(['--worth', '--workload', path])) as Worth;
}

test('a predictor trained here beats the last maximum and goes to work in the lab', async ({ page }) => {
  test.setTimeout(240_000);
  await open(page);
  await importFile(page, file('bursts.csv', burstyCsv(20_000)));
  await expect(page.getByText('the first 4.8 hours of this trace')).toBeVisible({ timeout: 30_000 });
  await judged(page);
  const last = await smape(page, 'Last 10 s');
  const before = await smape(page, 'LSTM');

  // So many seconds that the number of passes ends the training, however slow the machine.
  await page.getByLabel('Seconds', { exact: true }).selectOption('120');
  await page.getByLabel('Units', { exact: true }).selectOption('16');
  await page.getByRole('button', { name: 'Train on this load' }).click();
  await expect(page.getByRole('progressbar', { name: 'Training of the LSTM' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Loss after \d+ seconds/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^Trained for \d+ s$/).first()).toBeVisible({ timeout: 150_000 });
  await expect(page.getByText(/^120 passes/)).toBeVisible();

  await expect.poll(() => smape(page, 'LSTM'), { timeout: 30_000 }).not.toBe(before);
  await judged(page);
  const after = await smape(page, 'LSTM');
  expect(after).toBeLessThan(before);
  expect(after).toBeLessThan(last);

  await page.getByRole('button', { name: 'Use in the lab' }).click();
  await expect(page.getByRole('button', { name: 'In use in the lab' })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: /^Forecast/ })).toHaveValue('lstm');
});

test('each forecaster can be drawn, each measure explains itself, by keyboard too', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  await judged(page);
  const draw = page.getByRole('button', { name: 'Holt, damped' });
  await draw.focus();
  await page.keyboard.press('Enter');
  await expect(draw).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('img', { name: /^Holt, damped against the highest load/ })).toBeVisible();

  const meaning = page.getByText('Symmetric mean absolute percentage error');
  await expect(meaning).toBeHidden();
  await page.getByRole('button', { name: 'What is SMAPE?' }).press('Enter');
  await expect(meaning).toBeVisible();

  const time = page.getByRole('slider', { name: 'Time of the values' });
  await time.press('Home');
  await expect(time).toHaveAttribute('aria-valuetext', /^02:00: load [\d.]+, forecast [\d.]+$/);
  await time.press('ArrowRight');
  await expect(time).toHaveAttribute('aria-valuetext', /^02:10: /);

  await page.getByText('Show as table').first().click();
  await expect(page.getByRole('columnheader', { name: 'Holt, damped, req/s' })).toBeVisible();

  // What a better forecast is worth, on a load of a few decisions: the numbers of the command line.
  await importFile(page, file('short.csv', burstyCsv(180)));
  await judged(page);
  await page.getByRole('button', { name: 'Measure what a better forecast is worth' }).click();
  const worth = page.getByRole('region', { name: 'What a better forecast is worth' });
  await expect(worth.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
  await worth.getByText('Show as table').click();
  const { sentences, bracket, forecasters } = await worthByCommand(burstyCsv(180));
  await expect(worth.getByText(sentences[0]!)).toBeVisible();
  const cells = (name: string) =>
    worth
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell')
      .allTextContents();
  for (const { name, smape, earned, lost } of forecasters) {
    const numbers = [smape, ...['optimum-predicted', 'planner'].flatMap((id) => [earned[id]!, lost[id]!])];
    expect(await cells(name)).toEqual(numbers.map(cellText));
  }
  expect((await cells('Best plan found'))[1]).toBe(cellText(bracket.plan));
  const seen = worth.getByRole('slider', { name: 'Forecaster of the values' });
  await seen.press('Home');
  await expect(seen).toHaveAttribute('aria-valuetext', /^Perfect forecast, 0\.0 % SMAPE: Myopic optimum /);
  await page.getByRole('combobox', { name: /^Environment/ }).selectOption('instant');
  await expect(worth.getByText('Environment: With queues, now Instant')).toBeVisible();
});

test('training stops when asked and keeps the best so far', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  await page.getByLabel('Seconds', { exact: true }).selectOption('120');
  await page.getByLabel('Units', { exact: true }).selectOption('50');
  await page.getByRole('button', { name: 'Train on this load' }).click();
  await expect(page.getByText(/^\d+ s left$/).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Train anew' })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('button', { name: 'Use in the lab' })).toBeEnabled();
});

for (const [colorScheme, width] of [
  ['light', 360],
  ['dark', 1440],
] as const) {
  test(`no accessibility violation and nothing cut off, ${colorScheme}, ${String(width)} px`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await open(page);
    await judged(page);
    await page.getByRole('button', { name: 'What is Coverage?' }).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
