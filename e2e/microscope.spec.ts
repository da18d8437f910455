/** The PPO microscope: a real minibatch, dot by dot; symbols light their dots, settings and curves; the table holds what the page says. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import Papa from 'papaparse';
import { overflow, violations } from './audit.ts';
import { boxOf } from './box.ts';
import { expect, test } from './fixtures.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const SUMMARY = 'PPO microscope: what an update does to each decision';
const microscope = (page: Page): Locator => page.getByRole('group').filter({ has: page.getByText(SUMMARY) });
const status = (page: Page): Locator => microscope(page).locator('[data-of="update"]');
const panel = (page: Page): Locator => page.getByRole('region', { name: /^(Run \d|Train an agent)/ });

async function train(page: Page): Promise<void> {
  await page.goto('./#v=train');
  await page.getByText('Network', { exact: true }).click();
  await page.getByLabel('Width', { exact: true }).selectOption('16');
  await page.getByLabel('Backend', { exact: true }).selectOption('cpu');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByText(SUMMARY).click({ timeout: 60_000 });
  await expect(status(page)).toContainText(/Update [\d,]+, epoch/, { timeout: 30_000 });
  await panel(page).getByRole('button', { name: 'Pause' }).click();
  await expect(panel(page).getByText('Paused', { exact: true }).first()).toBeVisible();
  // A look that was asked for before may still be on its way.
  await page.waitForTimeout(2000);
}

const updateOf = async (page: Page): Promise<number> =>
  Number(/Update ([\d,]+)/.exec((await status(page).textContent())!.trim())![1]!.replaceAll(',', ''));

/** The exported numbers, a row a decision, by ratio. */
async function exported(page: Page): Promise<readonly Readonly<Record<string, string>>[]> {
  await microscope(page).getByLabel('Save ratio against advantage', { exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    microscope(page).getByRole('button', { name: 'CSV', exact: true }).click(),
  ]);
  return Papa.parse<Record<string, string>>(readFileSync(await download.path(), 'utf8').trimEnd(), {
    header: true,
  }).data;
}

const shown = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−');

test('a paused training is looked into: symbols light dots, settings and curves, and the table says the same', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await train(page);
  const stage = microscope(page);
  // Not every update was looked into while it ran; from here on each is.
  const next = stage.getByRole('button', { name: 'Next update' });
  const shownBefore = await updateOf(page);
  await next.click();
  await expect.poll(() => updateOf(page)).toBeGreaterThan(shownBefore);
  const before = await updateOf(page);
  await next.click();
  await expect.poll(() => updateOf(page)).toBe(before + 1);
  await expect(panel(page).getByText('Paused', { exact: true }).first()).toBeVisible();

  // Of the first minibatch every ratio is 1.
  await stage.getByRole('button', { name: 'First minibatch' }).click();
  await expect(stage.locator('[data-of="ratio"]')).toContainText(
    '1.000 to 1.000, half of them within 1.000 and 1.000',
  );
  await stage.getByRole('button', { name: 'Last minibatch' }).click();

  const rows = await exported(page);
  expect(rows).toHaveLength(1024);
  const ratios = rows.map((row) => Number(row.Ratio));
  const stopped = rows.filter((row) => /stopped/.test(row['What becomes of it']!)).length;
  await expect(stage.locator('[data-of="clip"]')).toContainText(
    `${String(stopped)} of 1,024 decisions stopped`,
  );
  await expect(stage.locator('[data-of="ratio"]')).toContainText(
    `${shown(Math.min(...ratios), 3)} to ${shown(Math.max(...ratios), 3)}`,
  );
  for (const row of rows) {
    const [ratio, advantage, counts] = [Number(row.Ratio), Number(row.Advantage), Number(row.Counts)];
    const clipped = Math.min(1.2, Math.max(0.8, ratio)) * advantage;
    const bound = advantage < 0 ? 3 * advantage : -Infinity;
    expect(Math.abs(counts - Math.max(bound, Math.min(ratio * advantage, clipped)))).toBeLessThan(1e-5);
  }

  // A symbol of the equation lights its row, its field and its curve.
  await panel(page).getByText('Settings', { exact: true }).click();
  await panel(page).getByText('PPO', { exact: true }).click();
  const symbol = stage.getByRole('button', { name: /, clip range$/ });
  await symbol.hover();
  await expect(stage.getByText('Lit: the decisions that the clip stops.')).toBeVisible();
  await expect(stage.locator('[data-of="clip"]')).toHaveClass(/lit/);
  await expect(stage.locator('.caption.lit')).toContainText('Clip fraction');
  await expect(panel(page).locator('div.lit')).toContainText('Clip ε');
  await page.mouse.move(0, 0);
  await expect(stage.locator('.lit')).toHaveCount(0);
  // By keyboard, and the other way round: from its row.
  await stage.getByRole('button', { name: /, weight of the value loss$/ }).focus();
  await expect(stage.getByText(/Lit: the tenth of the decisions whose return/)).toBeVisible();
  await stage.locator('[data-of="ratio"]').hover();
  await expect(stage.getByRole('button', { name: 'r, ratio' })).toHaveClass(/lit/);
  await page.mouse.move(0, 0);

  // A dot by keyboard: the first and the last by ratio.
  const dots = stage.getByRole('slider', { name: 'Decision, by ratio' });
  await dots.focus();
  for (const [key, row] of [
    ['End', rows.at(-1)!],
    ['Home', rows[0]!],
  ] as const) {
    await page.keyboard.press(key);
    await expect(dots).toHaveAttribute(
      'aria-valuetext',
      new RegExp(
        `r ${shown(Number(row.Ratio), 3)}, A ${shown(Number(row.Advantage), 2)}, ${row['What becomes of it']!}`,
      ),
    );
    await expect(stage.getByText(/At [\d.]+ requests\/s/)).toContainText(row.Ordered!);
  }
  // And by the pointer.
  const place = await boxOf(dots);
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 3);
  await expect(stage.getByText(/r [\d.]+ × A/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
  expect(await violations(page)).toEqual([]);
});

test('a kept run is looked into after a reload, from its checkpoint, update by update', async ({ page }) => {
  test.setTimeout(180_000);
  await train(page);
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible({ timeout: 30_000 });
  await page.reload();
  const stage = microscope(page);
  await expect(stage.getByText('Tried out from the run’s latest checkpoint')).toBeVisible({
    timeout: 60_000,
  });
  const first = await updateOf(page);
  await stage.getByRole('button', { name: 'Next update' }).click();
  await expect.poll(() => updateOf(page)).toBe(first + 1);
});
