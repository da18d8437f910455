import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

const lane = (page: Page, which: 'A' | 'B') =>
  page.getByRole('region', { name: new RegExp(`^Lane ${which}:`) });
/** What a lane says of `name` so far. */
const soFar = (page: Page, which: 'A' | 'B', name: string) =>
  lane(page, which).getByText(`${name} so far`, { exact: true }).locator('xpath=following-sibling::dd');
const meaning = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

/** A run that stands at 6:40. */
async function open(page: Page, more = ''): Promise<void> {
  await page.goto(`./#b=greedy&t=400${more}`);
  await expect(soFar(page, 'B', 'J')).toBeVisible();
}

test('a word opens what it means by keys alone, with the lanes’ own figures', async ({ page }) => {
  await open(page);
  for (const [word, name] of [
    ['J', 'J'],
    ['in time', 'In time'],
  ] as const) {
    const asked = lane(page, 'B').getByRole('button', { name: word, exact: true });
    await asked.focus();
    await expect(asked).toHaveAttribute('aria-expanded', 'false');
    const opened = meaning(page, name);
    // A lane that is computed anew at that moment lets go of the focus.
    await expect(async () => {
      if ((await opened.count()) === 0) await asked.press('Enter');
      await expect(opened).toBeFocused({ timeout: 3000 });
    }).toPass();
    await expect(opened).toHaveAccessibleDescription(/\.$/);
    await expect(asked).toHaveAttribute('aria-expanded', 'true');
    const column = await opened.getByRole('columnheader').allTextContents();
    const at = column.indexOf('so far') - 1;
    expect(at).toBeGreaterThanOrEqual(0);
    for (const [row, which] of [
      [1, 'A'],
      [2, 'B'],
    ] as const) {
      const figure = opened.getByRole('row').nth(row).getByRole('cell').nth(at);
      await expect(figure).toHaveText((await soFar(page, which, word).textContent()) ?? '');
    }
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(opened).toHaveCount(0);
    await expect(asked).toBeFocused();
    await expect(asked).toHaveAttribute('aria-expanded', 'false');
  }
});

test('one word is open at a time; a press elsewhere or on the word again closes it', async ({ page }) => {
  await open(page);
  const heading = page.getByRole('heading', { level: 1 });
  await heading.getByRole('button', { name: 'Greedy' }).click();
  await expect(meaning(page, 'Greedy')).toContainText('fewest cores');
  const title = page.locator('figcaption').getByRole('button', { name: 'Quality Q' });
  await title.click();
  await expect(meaning(page, 'Q, quality of service')).toBeVisible();
  await expect(page.locator('.explained')).toHaveCount(1);
  await title.click();
  await expect(page.locator('.explained')).toHaveCount(0);
  await page.getByRole('button', { name: 'What is forecast' }).click();
  await expect(meaning(page, 'Forecast')).toContainText('LSTM');
  await page.mouse.click(700, 880);
  await expect(page.locator('.explained')).toHaveCount(0);
  // Tab out of it leads back to the word.
  await title.press('Enter');
  await expect(meaning(page, 'Q, quality of service')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.locator('.explained')).toHaveCount(0);
  await expect(title).toBeFocused();
});

test('all terms are a view of their own, found by a word, and Back leads to the Lab', async ({ page }) => {
  await open(page);
  await lane(page, 'A').getByRole('button', { name: 'J', exact: true }).click();
  await page.getByRole('link', { name: 'All terms' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What the words mean');
  await expect(page).toHaveURL(/v=glossary.*&term=j\b/);
  const article = (name: string) => page.getByRole('article', { name, exact: true });
  await expect(article('J')).toBeFocused();
  await expect(article('J')).toBeInViewport();
  expect(await violations(page)).toEqual([]);
  // The index leads to any other, and so does its link.
  const index = page.getByRole('navigation', { name: 'Index of terms' });
  await index.getByRole('link', { name: 'Newsvendor' }).click();
  await expect(article('Newsvendor')).toBeInViewport();
  await expect(page).toHaveURL(/term=newsvendor/);
  await page.reload();
  await expect(article('Newsvendor')).toBeFocused();
  await expect(article('Newsvendor')).toBeInViewport();
  await page.getByRole('searchbox', { name: 'Find' }).fill('newsvendor');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('status').filter({ hasText: '1 term' })).toBeVisible();
  await page.goBack();
  await expect(soFar(page, 'A', 'J')).toBeVisible();
  await page.keyboard.press('Shift+?');
  await page.getByRole('button', { name: /^Glossary/ }).click();
  await expect(page.getByRole('searchbox', { name: 'Find' })).toBeVisible();
});

test('within the decision card too, where what lies behind cannot be reached', async ({ page }) => {
  await open(page, '&why=b');
  const card = page.getByRole('dialog', { name: /Why/ });
  await card.getByRole('button', { name: 'Variant', exact: true }).first().click();
  const opened = meaning(page, 'Variant');
  await expect(opened).toBeFocused();
  await opened.getByRole('button', { name: 'Close' }).click();
  await expect(opened).toHaveCount(0);
  await expect(card).toBeVisible();
});

test('the headline is read out when it has changed', async ({ page }) => {
  await open(page);
  const heading = page.getByRole('heading', { level: 1 });
  const told = page.getByRole('status').filter({ hasText: /points a decision/ });
  const says = async (): Promise<void> => {
    await expect(async () => {
      expect(await told.textContent()).toContain(await heading.textContent());
    }).toPass();
  };
  await says();
  const before = await heading.textContent();
  await page.getByRole('combobox', { name: 'Policy of lane B' }).selectOption('ipa-exact');
  await expect(heading).not.toHaveText(before ?? '');
  await says();
});

test.describe('by finger, on a narrow phone', () => {
  test.use({ hasTouch: true, viewport: { width: 360, height: 740 } });

  test('nothing of what a word opens is cut off', async ({ page }) => {
    await open(page);
    const words = page.getByRole('main').locator('[aria-haspopup=dialog]');
    const count = await words.count();
    expect(count).toBeGreaterThan(20);
    for (let i = 0; i < count; i += 3) {
      const word = words.nth(i);
      if (!(await word.isVisible())) continue;
      await word.scrollIntoViewIfNeeded();
      // Below the player, which lies over the page, a finger does not reach it.
      await word.evaluate((element) => {
        element.scrollIntoView({ block: 'center' });
      });
      await word.tap();
      const opened = page.locator('.explained');
      await expect(opened).toBeVisible();
      const cut = await opened.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const wide = element.scrollWidth - element.clientWidth;
        return [left < 0, top < 0, right > innerWidth, bottom > innerHeight, wide > 0];
      });
      expect(cut, await word.textContent().then(String)).toEqual([false, false, false, false, false]);
      await page.keyboard.press('Escape');
      await expect(opened).toHaveCount(0);
    }
    expect(await overflow(page)).toBe(0);
    await page.goto('./#v=glossary');
    await expect(page.getByRole('article').first()).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });
});
