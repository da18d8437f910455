/** "What should I run?" on the page: asked by keyboard, answered, grown old by a change, taken to Export; the same as the command line's. */
import type { Locator, Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { answer } from '../src/headless/answer.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const part = (page: Page): Locator => page.getByRole('region', { name: 'What should I run?' });

async function found(page: Page): Promise<void> {
  await expect(part(page).getByRole('progressbar')).toHaveCount(0, { timeout: 90_000 });
  await expect(part(page).getByRole('row')).toHaveCount(4);
}

test('the page answers as the command line does, by the keyboard alone, and takes it to Export', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto('./#v=pipelines&load=steady-low&env=chance');
  await part(page).getByRole('button', { name: 'Fewest cores' }).focus();
  await page.keyboard.press('Enter');
  await part(page).getByRole('spinbutton', { name: 'Least per cent in time' }).focus();
  await page.keyboard.press('Enter');
  await found(page);
  const told = (await answer(['--pipeline', 'video', '--workload', 'steady-low', '--seed', '7'])) as {
    words: Readonly<Record<'does' | 'better' | 'besides' | 'settings', readonly string[]>> & { run: string };
  };
  await expect(part(page)).toContainText(told.words.run);
  const { does, better, besides, settings } = told.words;
  expect(besides.concat(settings)).toHaveLength(2);
  for (const sentence of [...does, ...better, ...besides, ...settings])
    await expect(part(page)).toContainText(sentence);
  expect(told.words.run).toMatch(/^Run .*: yolov5/);
  // What a column is opens where it stands.
  await part(page).getByRole('button', { name: 'Accuracy', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('the accuracies of all stages, added up');
  await page.keyboard.press('Escape');

  // Another wish leaves the answer standing, and says so.
  await part(page).getByRole('button', { name: 'Best reward' }).click();
  await expect(part(page)).toContainText('What is wanted is something else.');
  await part(page).getByRole('button', { name: 'Find it again' }).click();
  await found(page);
  await expect(part(page)).toContainText('It earns the greatest reward at this load');
  await part(page).getByRole('button', { name: 'Fewest cores' }).click();
  await part(page).getByRole('button', { name: 'Find it again' }).click();
  await found(page);
  await part(page).getByRole('button', { name: 'Take it to Export' }).click();
  await expect(page).toHaveURL(/v=export/);
  await expect(page.getByRole('spinbutton', { name: 'Least % in time' })).toHaveValue('99');
  const cores = /That is (\d+) cores/.exec(told.words.run)![1]!;
  await expect(page.getByRole('main')).toContainText(`${Number(cores).toFixed(2)} cores`);
});

test('the most accurate is taken to Export as it is', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('./#v=pipelines&load=steady-low&env=chance');
  await part(page).getByRole('button', { name: 'Most accurate' }).click();
  await part(page).getByRole('button', { name: 'Find it' }).click();
  await found(page);
  const cores = /That is (\d+) cores/.exec((await part(page).textContent())!)![1]!;
  await part(page).getByRole('button', { name: 'Take it to Export' }).click();
  await expect(page.getByRole('combobox', { name: 'Best by' })).toHaveValue('accurate');
  await expect(page).toHaveURL(/x-aim=accurate/);
  await expect(page.getByRole('main')).toContainText('the most accurate one within the cores of the device');
  await expect(page.getByRole('main')).toContainText(`${Number(cores).toFixed(2)} cores`);
});

test('a search is stopped and keeps what it found; a share that is none is refused', async ({ page }) => {
  await page.goto('./#v=pipelines&env=chance');
  const share = part(page).getByRole('spinbutton', { name: 'Least per cent in time' });
  await share.fill('120');
  await share.press('Tab');
  await expect(part(page).getByRole('alert')).toContainText(
    'The share in time takes a number from 1 to 99.99 per cent; 120 is outside.',
  );
  await share.fill('100');
  await share.press('Tab');
  await expect(part(page).getByRole('alert')).toContainText(
    'no finite number of replicas promises 100 %; the nearest that is searched is 99.99 %.',
  );
  await expect(part(page).getByRole('button', { name: 'Find it' })).toBeDisabled();
  await share.fill('95');
  await share.press('Tab');
  await part(page).getByRole('button', { name: 'Find it' }).click();
  await expect(part(page)).toContainText(/Run .*That is/, { timeout: 60_000 });
  await part(page)
    .getByRole('button', { name: 'Stop' })
    .click({ timeout: 2000 })
    // Too quick for a stop: then it is whole.
    .catch(() => undefined);
  await expect(part(page).getByRole('progressbar')).toHaveCount(0, { timeout: 90_000 });
  await expect(part(page)).toContainText(/Run .*That is/);
});

for (const [colorScheme, width] of [
  ['light', 360],
  ['dark', 1440],
] as const) {
  test(`no accessibility violation and nothing cut off, ${colorScheme}, ${String(width)} px`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./#v=pipelines&load=steady-low&env=chance');
    await part(page).getByRole('button', { name: 'Find it' }).click();
    await found(page);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
}
