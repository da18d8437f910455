import { expect, test } from './fixtures.ts';

test('the page opens on a running comparison', async ({ page }) => {
  await page.goto('./');
  await expect(page).toHaveTitle(/Sluice/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
