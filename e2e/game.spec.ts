/** Be the autoscaler: a whole game by the keyboard alone, its cards, its link; and on a phone by one thumb. */
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

const DECISIONS = 30;

/** Presses a button or a link as the keyboard does. */
async function press(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  await page.getByRole(role, { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

const due = (page: Page, k: number) =>
  expect(
    page.getByRole('status').filter({ hasText: `Order ${String(k + 1)} of ${String(DECISIONS)} is due.` }),
  ).toBeVisible({
    timeout: 30_000,
  });

/** J of lane A over the whole run, as the last second of the replay tells it. */
async function replayedJ(page: Page): Promise<string> {
  const lane = page.getByRole('region', { name: /^Lane A/ });
  await expect(lane).toContainText('At ', { timeout: 30_000 });
  await page.keyboard.press('End');
  await expect(lane).toContainText(/At 07:00 of 07:00/);
  return (await lane.locator('dl div').filter({ hasText: /^J/ }).locator('dd').innerText()).trim();
}

test.describe('by the keyboard alone', () => {
  test('a game is played to its end, every order has its card, and its link replays it', async ({
    page,
    context,
  }) => {
    test.setTimeout(180_000);
    await page.goto('./#env=chance&v=learn');
    await press(page, 'button', 'Play: Be the autoscaler');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('radio', { name: /^A slow rise/ }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: /^A burst/ })).toBeChecked();
    await press(page, 'button', 'Play');
    await due(page, 0);
    // A second replica of the first stage, the next variant and batches of two at the second.
    for (const key of ['+', '2', 'v', 'b']) await page.keyboard.press(key);
    const second = page.getByRole('region', { name: 'Classify' });
    await expect(second.getByRole('button', { name: 'Classify', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await expect(second).toContainText('34');
    // What cannot be turned is said.
    for (let i = 0; i < 8; i++) await page.keyboard.press('B');
    await expect(page.getByText('Classify already takes requests one by one.')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    for (let k = 0; k < DECISIONS; k++) {
      if (k === 3) for (const key of ['1', '+', '+', 'ArrowDown', '+', '+']) await page.keyboard.press(key);
      await due(page, k);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: 'To the next order' })).toBeVisible();
      if (k === 2) {
        // Space stops time, and lets it go on.
        await page.keyboard.press(' ');
        await expect(page.getByRole('status').filter({ hasText: 'Time stands.' })).toBeVisible();
        await page.keyboard.press(' ');
      }
      await page.keyboard.press('Enter');
    }
    const verdict = page.getByText(/^You reach J -?[\d−.]+:/);
    await expect(verdict).toBeVisible({ timeout: 30_000 });
    const [, shown] = /J ([\d−.]+\d)/.exec(await verdict.innerText())!;
    await expect(page.getByText(/the best plan found reaches J .* nobody can reach more than/)).toBeVisible({
      timeout: 30_000,
    });
    const scores = page.getByRole('table').first();
    for (const who of ['You', 'HPA', 'Myopic optimum', 'Best plan found'])
      await expect(scores.getByRole('rowheader', { name: who })).toBeVisible();
    await expect(page.getByText('OPD does not stand here')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    const href = (await page.getByRole('link', { name: 'Open in the Lab' }).getAttribute('href'))!;
    expect(href).toContain('a=hand%3A0%3D');
    const fresh = await context.newPage();
    await fresh.goto(`./${href}`);
    expect(await replayedJ(fresh)).toBe(shown);
    await fresh.close();

    // The order at 02:30, with its card.
    await press(page, 'link', 'The card of your order at 02:30');
    const card = page.getByRole('dialog');
    await expect(card).toContainText(/Why By hand .* decided so at 02:30/, { timeout: 30_000 });
    await page.keyboard.press('Escape');
    expect(await replayedJ(page)).toBe(shown);
    // The game is still there.
    await page.keyboard.press('0');
    await expect(verdict).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    contextOptions: { reducedMotion: 'reduce' },
    hasTouch: true,
  });

  test('one thumb plays it: nothing moves, nothing is wider than the screen', async ({ page }) => {
    await page.goto('./#env=chance&v=learn');
    await page.getByRole('button', { name: 'Play: Be the autoscaler' }).tap();
    await page.getByRole('button', { name: 'Play', exact: true }).tap();
    await due(page, 0);
    await page.getByRole('button', { name: 'More replicas of Detect' }).tap();
    for (let k = 0; k < 4; k++) {
      await due(page, k);
      await page.getByRole('button', { name: 'Order and go on' }).tap();
    }
    await due(page, 4);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    const sizes = await page
      .locator('.knob button')
      .evaluateAll((all) => all.map((one) => Math.min(one.clientWidth, one.clientHeight)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(30);
    await page.getByRole('button', { name: 'Give up' }).tap();
    await expect(page.getByRole('radio', { name: /^A slow rise/ })).toBeVisible();
  });
});

test('orders by hand are set in Policies, run in a lane and in Compare, and what does not fit is said', async ({
  page,
}) => {
  await page.goto('./#env=chance&v=policies&p=hand');
  await expect(
    page.getByText('Nothing is ordered: the smallest of everything runs.', { exact: false }),
  ).toBeVisible();
  await page.getByRole('combobox', { name: 'Replicas' }).first().selectOption('3');
  await expect(page).toHaveURL(/p=hand%3A0%3D1\.3\.1%2F1\.1\.1/);
  await page.getByRole('button', { name: 'Add to Compare' }).click();
  await page.getByRole('button', { name: 'Run it in lane A' }).click();
  await expect(page.getByRole('region', { name: 'Lane A: By hand (1.3.1/1.1.1)' })).toContainText(
    'as you ordered',
  );
  await expect(page).toHaveURL(/a=hand%3A0%3D1\.3\.1%2F1\.1\.1/);
  await page.keyboard.press('4');
  await expect(page.getByRole('checkbox', { name: 'By hand (1.3.1/1.1.1)' })).toBeChecked();
  // Three stages here, and an order of two.
  await page.goto('./#env=chance&pipeline=nlp&a=hand:0=1.3.1/1.1.1');
  await expect(
    page.getByText(/orders for 2 stages.* has 3 stages\. What there is nearest to it runs instead\./),
  ).toBeVisible({
    timeout: 30_000,
  });
  await page.goto('./#env=chance&a=hand:4=1.3.1/1.1.1');
  await expect(
    page.getByRole('alert').filter({ hasText: 'By hand needs an order for decision 0' }),
  ).toBeVisible();
});
