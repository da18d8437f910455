import type { Locator, Page } from '@playwright/test';
import { violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A busy moment of IPA's lane. */
const BUSY = './#why=b&t=400';

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Why / });

async function ready(page: Page): Promise<Locator> {
  const card = dialog(page);
  await expect(card.getByRole('heading', { name: 'What it saw' })).toBeVisible();
  return card;
}

async function numberIn(cell: Locator): Promise<number> {
  return Number((await cell.textContent())?.trim().replace('−', '-'));
}

/** Six terms make J, J and the batch the reward; each number is rounded by at most `half`. */
function addsUp(shown: readonly number[], half: number): void {
  const [j = NaN, batch = NaN, reward = NaN] = shown.slice(-3);
  const sum = shown.slice(0, -3).reduce((all, value) => all + value, 0);
  expect(Math.abs(sum - j)).toBeLessThanOrEqual(7 * half);
  expect(Math.abs(j + batch - reward)).toBeLessThanOrEqual(3 * half);
}

test('the card opens by click and by key, and its terms add up to its reward', async ({ page }) => {
  await page.goto('./#t=400');
  await page.getByRole('button', { name: 'Why?' }).click();
  const card = await ready(page);
  await expect(card.getByRole('heading', { level: 2 })).toContainText('06:40');
  const rows = card.getByRole('table', { name: /^The reward of this decision by term/ }).getByRole('row');
  // The headings, six terms, J, the batch, the reward.
  await expect(rows).toHaveCount(10);
  const shown: number[] = [];
  for (let i = 1; i < 10; i++) shown.push(await numberIn(rows.nth(i).getByRole('cell').last()));
  addsUp(shown, 0.005);

  await page.keyboard.press('ArrowRight');
  await expect(card.getByRole('heading', { level: 2 })).toContainText('06:50');
  await page.keyboard.press('d');
  await expect(card).toBeHidden();
  await page.keyboard.press('d');
  await expect(await ready(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
});

test('help over the card gives the focus back to it when it closes, and its keys go on', async ({ page }) => {
  await page.goto('./#t=400');
  const why = page.getByRole('button', { name: 'Why?' });
  await why.click();
  const card = await ready(page);
  const next = card.getByRole('button', { name: 'Next decision' });
  await next.focus();
  const help = page.getByRole('dialog', { name: 'How to read it' });
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(next).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(card.getByRole('heading', { level: 2 })).toContainText('06:50');
  await page.keyboard.press('d');
  await expect(card).toBeHidden();
  await expect(why).toBeFocused();
});

test('a link opens the card, which names who chose what and what the cores forbade', async ({ page }) => {
  await page.goto(`${BUSY}&cores=12`);
  const card = await ready(page);
  await expect(card.getByRole('heading', { level: 2 })).toContainText('IPA');
  await expect(card.getByText(/^Struck by the device’s 12 cores: .* would take \d+/).first()).toBeVisible();
  await expect(
    card.getByRole('listitem').filter({ hasText: 'forbidden by the device’s cores' }).first(),
  ).toBeVisible();
  const others = card.getByRole('table', { name: /^Orders in the same state/ });
  await expect(others).toContainText('Optimum with known load');
  await expect(others).toContainText('no change');
  await card.getByRole('button', { name: 'Myopic optimum' }).click();
  await expect(card.getByRole('heading', { level: 2 })).toContainText('Myopic optimum');
  await expect.poll(() => page.url()).toContain('why=a');

  await card.getByRole('button', { name: 'Judge by single requests' }).click();
  await expect(
    card.getByText(/Counted request by request with seed 7, beside what “Fluid” makes/),
  ).toBeVisible();
  // In time: estimated of every order, and counted.
  const first = others.getByRole('row').nth(1);
  await expect(first.locator('td', { hasText: '%' })).toHaveCount(2);
  await expect(first.locator('td', { hasText: '≈' })).toHaveCount(1);
  await card.getByRole('button', { name: 'Open in single requests' }).click();
  await expect(
    card.getByText('Every figure here is counted, request by request, with seed 7.'),
  ).toBeVisible();
  await expect(card.getByRole('heading', { level: 2 })).toContainText('Myopic optimum');
  await expect(others.getByText('≈')).toHaveCount(0);
  await card.getByRole('button', { name: 'Back to “Fluid”' }).click();
  await expect(card.getByRole('button', { name: 'Judge by single requests' })).toBeVisible();
});

test('a fork with another order shows two futures that differ', async ({ page }) => {
  await page.goto(BUSY);
  const card = await ready(page);
  const detect = card.getByRole('group', { name: 'Detect' });
  // Eight of the largest do not fit; a limit, not an error message, keeps them out.
  await expect(detect.getByRole('combobox', { name: 'Variant' }).locator('option').last()).toBeDisabled();
  await detect.getByRole('combobox', { name: 'Replicas' }).selectOption('2');
  await card.getByRole('button', { name: 'Run' }).click();
  await expect(card.getByRole('status')).toContainText(
    /^Over the next 3 minutes the fork earns [\d.]+ points (more|less) than IPA/,
  );
  // It came below the fold: it is in view, and reading goes on there.
  const came = card.getByRole('status').getByText(/^Over the next 3 minutes/);
  await expect(came).toBeFocused();
  await expect(came).toBeInViewport({ ratio: 1 });
  await expect(card.getByRole('img', { name: /^Reward in/ })).toBeInViewport({ ratio: 0.5 });
  for (const title of ['Reward', 'Cost', 'Latency']) {
    const chart = card.getByRole('img', { name: new RegExp(`^${title} in .* over the fork`) });
    await expect(chart).toBeVisible();
    const lines = chart.locator('path[stroke-linejoin]');
    await expect(lines).toHaveCount(2);
    expect(await lines.first().getAttribute('d')).not.toBe(await lines.last().getAttribute('d'));
  }
  const terms = card.getByRole('table', { name: /^Fork less IPA/ }).getByRole('row');
  await expect(terms).toHaveCount(9);
  const values: number[] = [];
  for (let i = 0; i < 9; i++) values.push(await numberIn(terms.nth(i).getByRole('cell').last()));
  addsUp(values, 0.005);
  expect(values.at(-1)).not.toBe(0);
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`the card has no accessibility violation and nothing cut off, ${String(viewport.width)} px`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.goto(`${BUSY}&cores=12`);
    const card = await ready(page);
    await card
      .getByRole('button', { name: /^Fork with the order of/ })
      .first()
      .click();
    await expect(card.getByRole('img', { name: /^Reward in/ })).toBeInViewport();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page), colorScheme).toEqual([]);
    }
    // The narrowest page that must do.
    if (viewport.width < 700) await page.setViewportSize({ width: 360, height: 760 });
    const overflow = await card
      .getByRole('region', { name: 'The decision' })
      .evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
