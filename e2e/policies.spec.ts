import { violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

test('a policy is chosen, explained, linked and sent to the lab', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('navigation', { name: 'Views' }).getByText('Policies', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OPD');
  // Nobody has trained an agent yet.
  await expect(page.getByRole('button', { name: 'Run it in the lab' })).toBeDisabled();

  const list = page.getByRole('navigation', { name: 'Policies' });
  await list.getByRole('button', { name: /^FA2/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('FA2');
  await expect(page).toHaveURL(/[#&]p=fa2/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('InferLine');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('Variantfixed')).toBeVisible();
  for (const question of ['What it does', 'How it decides', 'What it needs to know', 'When it fails']) {
    await expect(page.getByRole('term').filter({ hasText: question })).toBeVisible();
  }

  await expect(page).toHaveURL(/[#&]p=fa2/);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('FA2');

  await page.getByRole('button', { name: 'Run it in the lab' }).click();
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toHaveValue('fa2');
  await expect(page.getByRole('region', { name: 'Lane B: FA2' }).getByText(/\d+ cores?/)).toBeVisible({
    timeout: 30_000,
  });
});

test('key 5 opens it', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toBeVisible();
  await page.keyboard.press('5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OPD');
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
    await page.goto('./#v=policies&p=infadapter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('InfAdapter');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
