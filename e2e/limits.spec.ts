/** A replay whose worker hangs: the page says so, another choice works, and a reload is not busy for good. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** The worker never comes back from a replay of this pipeline, as it would not from one that is too much for it. */
const HANGS = 'sum-qa';
/** In the worker: it does not come back for so long, and leaves the processor to the page meanwhile. */
const hang = (ms: number): string =>
  `Atomics.wait(new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer), 0, 0, ${String(ms)})`;
/** What the finding of a run speaks of. */
const COMPARED = /quality|cores|score|in time/;

const pipeline = (page: Page) => page.getByRole('combobox', { name: 'Pipeline' });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

const slow = (page: Page) =>
  page.getByText(/^This run takes longer than most\. It ends by itself after 14 min 30 s/);

test('a replay that hangs ends in a sentence, and the page can be left and reloaded', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  await context.route('**/assets/simulate-*.js', async (route) => {
    const response = await route.fetch({ maxRetries: 3 });
    await route.fulfill({
      response,
      body: `addEventListener('message', ({ data }) => {
        if (data?.path?.[0] !== 'simulate') return;
        if (data.argumentList[0].value.pipeline.id === '${HANGS}') ${hang(Infinity)};
      });\n${await response.text()}`,
    });
  });
  // A run that plays would be drawn for every one of the minutes that pass here.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.clock.install();
  await page.goto('./');
  await expect(heading(page, COMPARED)).toBeVisible();
  await pipeline(page).selectOption(HANGS);
  await page.clock.runFor(6000);
  await expect(slow(page)).toBeVisible();
  await page.clock.runFor(70_000);
  await expect(heading(page, 'This run was stopped.')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(
    /^This run was stopped\. The replay of .* and .* gave no sign of life for 60 s and was stopped: .*choose another pipeline, policy or load, or lower limits.* What is dimmed below is the run before it: Video: detect, classify under the load “Fluctuating”\./,
  );

  // Another pipeline works at once, in a fresh worker.
  await pipeline(page).selectOption('nlp');
  await page.clock.runFor(1000);
  await expect(heading(page, COMPARED)).toBeVisible();

  // The address brings the hanging one back: it does not hold the page.
  await pipeline(page).selectOption(HANGS);
  await page.clock.runFor(1000);
  await page.reload();
  await expect(pipeline(page)).toHaveValue(HANGS);
  await page.clock.runFor(6000);
  await expect(slow(page)).toBeVisible();
  await pipeline(page).selectOption('video');
  await page.clock.runFor(3000);
  await expect(heading(page, COMPARED)).toBeVisible();
});

test('nothing of the run before passes for the one that is computed, and that can be stopped', async ({
  page,
  context,
}) => {
  await context.route('**/assets/simulate-*.js', async (route) => {
    const response = await route.fetch({ maxRetries: 3 });
    await route.fulfill({
      response,
      body: `addEventListener('message', ({ data }) => {
        if (data?.path?.[0] !== 'simulate') return;
        if (data.argumentList[0].value.pipeline.id === '${HANGS}') ${hang(60_000)};
      });\n${await response.text()}`,
    });
  });
  await page.goto('./#');
  await expect(heading(page, COMPARED)).toBeVisible();
  const time = page.getByRole('status', { name: 'Time' });
  await pipeline(page).selectOption(HANGS);
  await expect(heading(page, /^Computing /)).toBeVisible();
  await expect(heading(page, COMPARED)).toHaveCount(0);
  await expect(page.getByText('The run before: Video: detect, classify')).toHaveCount(4);
  const stood = await time.textContent();
  // Neither lane, chart nor card can be used or is read out.
  const old = [
    page.getByRole('img', { name: /Detect: YOLOv5/ }).first(),
    page.getByRole('button', { name: 'Why?' }),
    page.getByRole('slider', { name: 'Crosshair of all timelines' }),
  ];
  const inert = async (): Promise<boolean[]> =>
    Promise.all(old.map((one) => one.evaluate((element) => element.closest('[inert]') !== null)));
  expect(await inert()).toEqual([true, true, true]);
  await expect(old[0]!).toHaveCSS('opacity', '0.3');
  await expect(slow(page)).toBeVisible();
  expect(await time.textContent()).toBe(stood);

  // The card and the Export view tell of no other run either.
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog')).toContainText(/^Why this decision.*Computing /);
  await page.keyboard.press('Escape');
  await page.keyboard.press('7');
  const history = page.getByRole('region', { name: 'What would change, decision by decision' });
  await expect(history).toContainText(/Computing /);
  await expect(page.getByText(/changes something in/)).toHaveCount(0);
  await page.keyboard.press('1');

  await page.getByRole('button', { name: 'Stop computing' }).click();
  await expect(heading(page, 'This run was stopped.')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(/You stopped it after \d+ s\. Choose another pipeline/);
  await expect(page.getByText('The run before: Video: detect, classify')).toHaveCount(4);
  // It is not begun again by itself.
  await page.keyboard.press('7');
  await expect(history).toContainText('You stopped it');
  await page.keyboard.press('1');
  await expect(heading(page, 'This run was stopped.')).toBeVisible();
  await page.getByRole('button', { name: 'Compute it after all' }).click();
  await expect(heading(page, /^Computing /)).toBeVisible();
  // Another choice takes its place, and what is on screen is of what is chosen again.
  await pipeline(page).selectOption('video');
  await expect.poll(inert).toEqual([false, false, false]);
  await expect(heading(page, COMPARED)).toBeVisible();
  await expect(page.getByText('The run before:')).toHaveCount(0);
  await expect(old[0]!).toHaveCSS('opacity', '1');
});
