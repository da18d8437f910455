import type { Page } from '@playwright/test';
import { violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { watchLongTasks } from './longTasks.ts';

test.beforeEach(() => {
  // Seconds on a free machine; two cores may carry more than this.
  test.setTimeout(150_000);
});

async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press('Tab');
}

/** The Train view with a network small enough that a busy machine makes updates every moment. */
async function open(page: Page, seconds: string): Promise<void> {
  await page.goto('./#v=train');
  await expect(page.getByText('Recorded, not yours.')).toBeVisible();
  await type(page, 'Budget', seconds);
  await page.getByText('Network', { exact: true }).click();
  await page.getByLabel('Width', { exact: true }).selectOption('16');
  // Nothing to load and nothing to measure against.
  await page.getByLabel('Backend', { exact: true }).selectOption('cpu');
}

const start = (page: Page): Promise<void> => page.getByRole('button', { name: 'Start training' }).click();
const panel = (page: Page) => page.getByRole('region', { name: /^(Run \d|Train an agent|Fork)/ });
const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });

/** Decisions so far, as the panel says. */
async function steps(page: Page): Promise<number> {
  const text = await panel(page)
    .getByText(/^[\d,]+ steps/)
    .textContent();
  return Number(/^[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
}

async function stop(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible({ timeout: 15_000 });
}

test('a training pauses, resumes, stops, outlives a reload, goes on and goes to work in the lab', async ({
  page,
}) => {
  await open(page, '120');
  await start(page);
  await expect(page.getByText(/^[\d.]+ (s|min) left$/)).toBeVisible({ timeout: 30_000 });
  const longTasks = await watchLongTasks(page);
  await page.waitForTimeout(6000);
  expect(await longTasks(), 'main-thread tasks over 50 ms while training').toEqual([]);
  await panel(page).getByRole('button', { name: 'Pause' }).click();
  await expect(panel(page).getByText('Paused', { exact: true }).first()).toBeVisible();
  await page.waitForTimeout(500);
  const held = await steps(page);
  await page.waitForTimeout(700);
  expect(await steps(page)).toBe(held);
  await panel(page).getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => steps(page)).toBeGreaterThan(held);
  await expect(page.getByText(/^Safe up to step/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('points a decision', {
    timeout: 30_000,
  });
  await stop(page);
  const before = await steps(page);

  await page.reload();
  await expect(page.getByLabel('Budget', { exact: true })).toHaveValue('120');
  await expect(row(page, 'Run 1').getByRole('cell', { name: 'stopped' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Run 1');
  await expect(page.getByRole('img', { name: /^Normalised regret.*Run 1 [\d.]+/ })).toBeVisible();
  // One question, one number: row, checkpoint and sentence tell of the same agent.
  const told = async (what: string): Promise<string> =>
    (await row(page, 'Run 1').locator(`td[data-name="${what}"]`).textContent())?.replaceAll(/\s+/g, ' ') ??
    '';
  const j = await told('J');
  expect(j).toMatch(/^−?\d+\.\d\d$/);
  await expect(page.getByLabel('Fork Run 1 from a checkpoint').getByText(/^best:/)).toContainText(
    new RegExp(`, J ${j.replace('.', '\\.')}$`),
  );
  await expect(page.getByText(/^It answers about /)).toContainText(
    `It answers ${(await told('in time')).replace('≈', 'about')} in time`,
  );
  await expect(page.getByRole('img', { name: /^Approximate KL: [\d.]/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Entropy: variant [\d.]+, replicas/ })).toBeVisible();

  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('progressbar', { name: 'Training' })).toBeVisible();
  await expect.poll(() => steps(page), { timeout: 30_000 }).toBeGreaterThan(before);
  await stop(page);

  await page.getByRole('button', { name: 'Use in the lab' }).click();
  await page.getByRole('navigation').getByText('Lab', { exact: true }).click();
  await expect(
    page
      .getByRole('region', { name: /^Lane A: OPD/ })
      .getByRole('img')
      .first(),
  ).toBeVisible();
});

test('a run left behind by a closed tab, and one whose worker died, go on from the last checkpoint', async ({
  page,
  context,
}) => {
  await open(page, '120');
  await start(page);
  await expect(page.getByText(/^Safe up to step/)).toBeVisible({ timeout: 30_000 });
  await page.close();

  const next = await context.newPage();
  await next.goto('./#v=train');
  await expect(row(next, 'Run 1').getByRole('cell', { name: 'interrupted' })).toBeVisible();
  await next.getByRole('button', { name: 'Resume' }).click();
  await expect(next.getByText(/^[\d.]+ (s|min) left$/)).toBeVisible({ timeout: 30_000 });

  const worker = next.workers().find((w) => /train-/.test(w.url()));
  await worker!.evaluate(() => {
    (globalThis as unknown as { close(): void }).close();
  });
  const again = next.getByRole('button', { name: /^Resume from step/ });
  await expect(next.getByRole('alert')).toBeVisible({ timeout: 15_000 });
  await again.click();
  await expect(next.getByText(/^[\d.]+ (s|min) left$/)).toBeVisible({ timeout: 30_000 });
  await stop(next);
});

test('the doctor names what ails a sick training, and one click forks it with the cure', async ({ page }) => {
  await open(page, '60');
  await page.getByText('Optimiser', { exact: true }).click();
  await type(page, 'Learning rate', 'fast');
  await expect(page.getByRole('alert')).toHaveText(
    'Learning rate takes a number from 0.000001 to 0.1; “fast” is none.',
  );
  await type(page, 'Learning rate', '0.1');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await start(page);
  const card = page.getByRole('listitem').filter({ hasText: 'Updates too large' });
  await expect(card).toContainText('Approximate KL reached', { timeout: 30_000 });
  await expect(page.getByText(/^Safe up to step/)).toBeVisible();
  await card.getByRole('button', { name: 'Fork with this change' }).click();
  await expect(panel(page).getByRole('heading')).toHaveText(/^Run 1 with learning rate 0\.01/, {
    timeout: 20_000,
  });
  await expect.poll(() => steps(page), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(page.getByText(/^Safe up to step/)).toBeVisible();
  await stop(page);
  const [fork, parent] = [page.getByRole('row', { name: /Run 1 with/ }), row(page, 'Run 1')];
  await expect(fork.getByRole('cell', { name: 'Run 1', exact: true })).toBeVisible();

  await fork.getByRole('checkbox').check();
  await parent.getByRole('checkbox').check();
  const difference = page.getByRole('region', { name: 'Differences between the runs' });
  await expect(difference.getByRole('row', { name: /^Learning rate/ })).toHaveText(/0\.01\s*0\.1$/);
  await expect(difference.getByRole('row', { name: /^(Pipeline|Discount)/ })).toHaveCount(0);
  await expect(page.getByRole('img', { name: /^Normalised regret.*Run 1 with.*Run 1 / })).toBeVisible();
  await page.getByRole('button', { name: 'End the comparison' }).click();

  await parent.getByRole('button', { name: 'Run 1', exact: true }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('New name').fill('Cured');
  await page.getByLabel('New name').press('Enter');
  await expect(page.getByRole('rowheader', { name: /^Cured/ })).toBeVisible();
});

test('the keyboard alone goes between views, trains, reads the curves and their meaning', async ({
  page,
}) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page).toHaveTitle('Train · Sluice');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page).toHaveURL(/v=train/);
  const go = page.getByRole('button', { name: 'Start training' });
  for (let i = 0; i < 40 && !(await go.evaluate((b) => b === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeEnabled({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause' }).press('Enter');
  const crosshair = page.getByRole('slider', { name: 'Crosshair of all training charts' });
  await crosshair.press('Home');
  await expect(crosshair).toHaveAttribute('aria-valuetext', /^[\d.]+ s: regret [\d.]+, mean episode reward/);
  await crosshair.press('End');
  await page.getByRole('button', { name: 'What is clip fraction?' }).press('Enter');
  await expect(page.getByText('|ρ − 1| > ε in (12)')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(go).toBeVisible({ timeout: 15_000 });

  await page.keyboard.press('3');
  await expect(page).toHaveTitle('Predict · Sluice');
  await page.keyboard.press('1');
  await expect(page).toHaveTitle('Sluice');
  await expect(page.getByRole('region', { name: /^Lane A:/ })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveTitle('Predict · Sluice');
  await page.goBack();
  await expect(page).toHaveTitle('Train · Sluice');
  await expect(page.getByRole('heading', { name: 'Learning curve' })).toBeVisible();
  await page.goForward();
  await expect(page).toHaveTitle('Predict · Sluice');
});

test('no accessibility violation and nothing cut off, in both themes, at a desk and on a phone', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '4');
  await page.getByText('Optimiser', { exact: true }).click();
  await type(page, 'Learning rate', '0.1');
  await start(page);
  await expect(page.getByText(/^Trained for \d+ s$/).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('cell', { name: 'finished' })).toBeVisible();
  for (const summary of ['PPO', 'Expert', 'Stopping and worlds'])
    await page.getByText(summary, { exact: true }).first().click();
  await page.getByText('Show as table').first().click();
  await page.getByRole('button', { name: 'What is entropy?' }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      expect(await violations(page), `${colorScheme}, ${String(width)} px`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
