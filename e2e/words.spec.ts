/** The Lab and its lessons in words: opened by a key and by Tab, live while the run plays, walked by headings and tables. */
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const LAB = './#v=lab&env=chance&a=ipa-exact&b=hpa&t=405&play=0';

const wordsOf = (page: Page) => page.getByRole('dialog', { name: /in words$/ });

async function open(page: Page): Promise<ReturnType<typeof wordsOf>> {
  await page.keyboard.press('w');
  const dialog = wordsOf(page);
  await expect(dialog.getByRole('heading', { name: /^Lane A: IPA/ })).toBeVisible({ timeout: 30_000 });
  return dialog;
}

async function ready(page: Page, link = LAB): Promise<void> {
  await page.goto(link);
  await expect(page.getByText('so far').first()).toBeVisible({ timeout: 30_000 });
}

for (const [width, height, colorScheme] of [
  [1440, 900, 'light'],
  [360, 780, 'dark'],
] as const)
  test(`the Lab in words by its key at ${String(width)} px, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await ready(page);
    const dialog = await open(page);
    for (const heading of [
      'The moment',
      /^Lane B: HPA/,
      /^The decision of /,
      'So far',
      'What was found',
      'Scenario',
    ])
      await expect(dialog.getByRole('heading', { name: heading })).toHaveCount(1);
    await expect(dialog.getByRole('row', { name: /^J, points/ }).first()).toBeVisible();
    // What it says of now stands in the lane too.
    const lane = page.locator('section.lane').first();
    const latency = (await lane.locator('dd').first().textContent())!.trim();
    await expect(dialog.getByText(latency, { exact: true }).first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.keyboard.press('w');
    await expect(dialog).toHaveCount(0);
  });

test('whoever tabs finds it before the view, and is led back there', async ({ page }) => {
  await ready(page);
  const button = page.getByRole('button', { name: 'The Lab in words' });
  await page.getByRole('button', { name: 'Help' }).focus();
  await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await expect(button).toBeInViewport();
  await page.keyboard.press('Enter');
  const dialog = wordsOf(page);
  await expect(dialog.getByRole('heading', { name: 'The moment' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('it follows the run, by keys and while it plays, and says each decision once', async ({ page }) => {
  await ready(page);
  const dialog = await open(page);
  const spoken = dialog.getByRole('status').first();
  await expect(dialog.getByText(/^06:45 of 20:00/)).toBeVisible();
  await expect(spoken).toHaveText(/^06:40: .*J so far [−\d.]+ and [−\d.]+\.$/);
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText(/^06:50 of 20:00, decision 30 of/)).toBeVisible();
  await expect(spoken).toHaveText(/^06:50: /);
  await dialog.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(
    dialog.getByText(/^07:1\d of 20:00, decision \d+ of \d+; plays at 4 times the speed/),
  ).toBeVisible({
    timeout: 30_000,
  });
  await expect(spoken).toHaveText(/^07:/, { timeout: 30_000 });
  await page.keyboard.press('k');
  await expect(dialog.getByText(/stands still\.$/)).toBeVisible();
});

test('it says less where less is wanted, and remembers that', async ({ page }) => {
  await ready(page);
  const dialog = await open(page);
  await dialog.getByRole('button', { name: 'Nothing' }).click();
  await expect(dialog.getByRole('status').first()).toHaveText('');
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText(/^06:50 of 20:00/)).toBeVisible();
  await expect(dialog.getByRole('status').first()).toHaveText('');
  await page.reload();
  await ready(page);
  await expect((await open(page)).getByRole('button', { name: 'Nothing' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('Help lists its key and opens it', async ({ page }) => {
  await ready(page);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'How to read it' });
  await expect(help.getByText('The Lab, or its lesson, in words')).toBeVisible();
  await help.getByRole('button', { name: 'The Lab in words' }).click();
  await expect(wordsOf(page).getByRole('heading', { name: 'The moment' })).toBeVisible();
});

test('in a lesson it says the step, what is asked, and what was answered', async ({ page }) => {
  await page.goto('./#lesson=autoscalers.3');
  const guide = page.getByRole('complementary', { name: /^Lesson: / });
  const title = 'HPA meets the burst';
  await expect(guide.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByText('so far').first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('w');
  const dialog = wordsOf(page);
  await expect(dialog.getByRole('heading', { name: /^Lesson: / })).toBeFocused();
  await expect(dialog.getByText(`3 of 8, ${title}`)).toBeVisible();
  await expect(dialog.getByText('Not answered yet.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const radio = guide.getByRole('radio').first();
  await radio.check();
  await guide.getByRole('button', { name: 'That is my guess' }).click();
  await expect(guide.getByRole('button', { name: 'Next' })).toBeEnabled({ timeout: 30_000 });
  await guide.getByRole('heading', { name: title }).focus();
  await page.keyboard.press('w');
  await expect(dialog.getByRole('listitem').filter({ hasText: '(your guess' })).toHaveCount(1);
  await expect(dialog.getByText('The next step is open.')).toBeVisible();
});
