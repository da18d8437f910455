import { readFileSync } from 'node:fs';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

test("the paper's evaluation runs at one click, is judged claim by claim, and goes into files", async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto('./#v=reproduce');
  const recorded = page.getByText('Recorded, not yours.');
  await expect(recorded).toBeVisible();
  const claims = page.getByRole('list', { name: 'Claims of the paper’s evaluation' }).getByRole('listitem');
  await page.getByLabel('Seeds').selectOption('1');
  await page.getByLabel('Seconds of training, each').selectOption('5');
  await page.getByRole('button', { name: 'Run the paper’s evaluation' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('What of the paper’s evaluation holds');
  await expect(claims.first()).toContainText('not run yet');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(/^\d+ of 11 claims hold here/, { timeout: 120_000 });
  for (const claim of await claims.all())
    await expect(claim).toContainText(/holds|holds in part|does not hold|cannot be judged/);
  await expect(page.getByRole('table').first().getByRole('row')).toHaveCount(19);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Evidence as JSON' }).click(),
  ]);
  const evidence = JSON.parse(readFileSync(await file.path(), 'utf8')) as {
    levels: Record<string, Record<string, readonly { cost: number }[]>>;
    possible: Record<string, readonly { plan: { objective: number }; bound: number }[]>;
  };
  const cost = evidence.levels['steady-low']!.greedy![0]!.cost;
  const shown = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Greedy' }) });
  await expect(shown.first()).toContainText(cost.toFixed(2));
  const possible = evidence.possible['steady-low']![0]!;
  for (const [name, value] of [
    ['Best plan found', possible.plan.objective],
    ['Upper bound', possible.bound],
  ] as const) {
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    await expect(row.first()).toContainText(value.toFixed(2));
  }

  for (const [width, colorScheme] of [
    [1440, 'dark'],
    [360, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
});

test('the evaluation stops when asked, and keeps nothing half done', async ({ page }) => {
  await page.goto('./#v=reproduce');
  await page.getByRole('button', { name: 'Run the paper’s evaluation' }).click();
  await expect(page.getByText(/^\d+ %: training/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Run the paper’s evaluation' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText('Recorded, not yours.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Evidence as JSON' })).toHaveCount(0);
});
