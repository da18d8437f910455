/** A replay whose worker hangs: the page says so, another choice works, and a reload is not busy for good. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** The worker never comes back from a replay of this pipeline, as it would not from one that is too much for it. */
const HANGS = 'sum-qa';
/** What the finding of a run speaks of. */
const COMPARED = /quality|cores|score/;

const pipeline = (page: Page) => page.getByRole('combobox', { name: 'Pipeline' });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('a replay that hangs ends in a sentence, and the page can be left and reloaded', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  await context.route('**/assets/simulate-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: `addEventListener('message', ({ data }) => {
        if (data?.path?.[0] !== 'simulate') return;
        if (data.argumentList[0].value.pipeline.id === '${HANGS}') for (;;);
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
  await expect(heading(page, 'This run takes longer than most.')).toBeVisible();
  await page.clock.runFor(70_000);
  await expect(heading(page, 'This run was stopped.')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(
    /^This run was stopped\. The replay of .* and .* gave no sign of life for 60 s and was stopped: .*choose another pipeline, policy or load, or lower limits.* What is shown below is the run before it\.$/,
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
  await expect(heading(page, 'This run takes longer than most.')).toBeVisible();
  await pipeline(page).selectOption('video');
  await page.clock.runFor(3000);
  await expect(heading(page, COMPARED)).toBeVisible();
});
