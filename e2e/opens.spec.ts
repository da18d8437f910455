import { expect, test } from './fixtures.ts';

test('the page opens on a running comparison of two policies', { tag: '@webgpu' }, async ({ page }) => {
  await page.goto('./');
  await expect(page).toHaveTitle(/Sluice/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const lane of ['A', 'B']) {
    const region = page.getByRole('region', { name: new RegExp(`^Lane ${lane}: \\S`) });
    await expect(region).toBeVisible();
    // Drawn only once the worker has simulated the policy.
    await expect(region.getByRole('img').first()).toBeVisible();
  }
});
