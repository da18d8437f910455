/** The Pipelines view: edited by keyboard and by hand, undone, kept, saved, and sent along. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { boxOf } from './box.ts';
import { expect, test } from './fixtures.ts';
import { pipelineFromFile } from '../src/export/intake/pipelineFile.ts';
import { widestLimits } from '../src/model/bounds.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const headline = (page: Page): Locator => page.getByRole('heading', { level: 1 });
const stages = (page: Page): Locator => page.getByRole('listitem', { name: /^Stage \d+: / });
const box = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('main').getByRole('textbox', { name, exact: typeof name === 'string' });

async function open(page: Page): Promise<void> {
  await page.goto('./#v=pipelines');
  await expect(headline(page)).toHaveText('Video: detect, classify: 2 stages, 10 variants, ready to run.');
}

/** What the browser keeps of the draft says so much. */
async function kept(page: Page, text: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const request = indexedDB.open('sluice');
            request.onsuccess = () => {
              const found = request.result.transaction('found').objectStore('found').get('pipeline draft');
              found.onsuccess = () => {
                resolve(JSON.stringify(found.result ?? ''));
                request.result.close();
              };
            };
          }),
      ),
    )
    .toContain(text);
}

test('key 8 opens it; by the keyboard alone a pipeline is edited, undone and saved', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toBeVisible();
  await page.keyboard.press('8');
  await expect(headline(page)).toHaveText(/ready to run\.$/);
  const { keyboard } = page;

  // A name, a stage's place, a variant more.
  await box(page, 'Name').first().focus();
  await keyboard.press('Control+a');
  await keyboard.type('Night shift');
  await expect(headline(page)).toHaveText(/^Night shift: /);
  const grip = page.getByRole('button', { name: /^Move stage crop, 1 of 2/ });
  await grip.focus();
  await keyboard.press('ArrowRight');
  await expect(stages(page)).toHaveCount(2);
  await expect(stages(page).nth(1)).toHaveAccessibleName('Stage 2: crop');
  await expect(page.getByRole('button', { name: /^Move stage crop, 2 of 2/ })).toBeFocused();
  await expect(page.getByText('crop is now stage 2 of 2.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a variant to crop' }).focus();
  await keyboard.press('Enter');
  await expect(headline(page)).toHaveText('Night shift waits for 3 figures.');

  // From box to box; what cannot be is refused in words where it stands.
  await page.locator('#variant-name').focus();
  await keyboard.press('Control+a');
  await keyboard.type('tiny');
  const accuracy = page.locator('#variant-accuracy');
  await accuracy.focus();
  await keyboard.type('45');
  await expect(accuracy).toHaveAttribute('aria-invalid', 'true');
  await expect(accuracy).toHaveAccessibleDescription('It must be a number from 0 to 1, not 45.');
  await keyboard.type(' %');
  await expect(accuracy).toHaveAttribute('aria-invalid', 'false');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(page.locator('#variant-cores')).toBeFocused();
  await keyboard.type('250m');
  await box(page, 'Seconds at batch 1').focus();
  await keyboard.type('90 ms');
  await expect(headline(page)).toHaveText('Night shift: 2 stages, 11 variants, ready to run.');
  const card = stages(page).nth(1).getByRole('button', { name: /^tiny/ });
  await expect(card).toHaveText(/start-up assumed.*accuracy 0\.45 · 0\.25 cores · 90\.0 ms/);

  // A variant more is one step: with it goes what was typed there, box by box, and all of it comes again.
  for (let i = 0; i < 5; i++) await keyboard.press('Control+z');
  await expect(headline(page)).toHaveText('Night shift: 2 stages, 10 variants, ready to run.');
  await keyboard.press('Control+z');
  await expect(stages(page).first()).toHaveAccessibleName('Stage 1: crop');
  for (let i = 0; i < 6; i++) await keyboard.press('Control+y');
  await expect(card).toHaveText(/0\.25 cores/);

  await page.getByRole('button', { name: 'Save as a pipeline of yours' }).focus();
  await keyboard.press('Enter');
  await expect(
    page.getByText('“Night shift” is saved in this browser, and the header runs it.'),
  ).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toHaveValue('own-night-shift');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
});

test('a stage is dragged to another place, and a variant', async ({ page }) => {
  await open(page);
  const middle = async (of: Locator): Promise<{ x: number; y: number }> => {
    const { x, y, width, height } = await boxOf(of);
    return { x: x + width / 2, y: y + height / 2 };
  };
  const drag = async (grip: Locator, to: Locator, by: { x: number; y: number }): Promise<void> => {
    const [from, there] = [await middle(grip), await middle(to)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(there.x + by.x, there.y + by.y, { steps: 4 });
    await page.mouse.up();
  };
  await drag(page.getByRole('button', { name: /^Move stage crop/ }), stages(page).nth(1), { x: 40, y: 0 });
  await expect(stages(page).nth(1)).toHaveAccessibleName('Stage 2: crop');
  const variants = stages(page).nth(1).getByRole('listitem');
  await drag(page.getByRole('button', { name: /^Move variant yolov5n/ }), variants.nth(2), { x: 0, y: 8 });
  await expect(variants.nth(2)).toContainText('yolov5n');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(stages(page).first()).toHaveAccessibleName('Stage 1: crop');
});

test('what is edited survives a reload, another tab is told, and either can be taken', async ({
  page,
  context,
}) => {
  await open(page);
  await box(page, 'Name').first().fill('Half done');
  await page.locator('#variant-cores').fill('');
  await expect(headline(page)).toHaveText('Half done waits for 1 figure.');
  await kept(page, 'Half done');
  await page.reload();
  await expect(headline(page)).toHaveText('Half done waits for 1 figure.');

  const other = await context.newPage();
  await other.goto('./#v=pipelines');
  await expect(headline(other)).toHaveText('Half done waits for 1 figure.');
  await other.locator('#variant-cores').fill('3');
  await expect(page.getByText(/^Another tab has changed what is edited here/)).toBeVisible();
  await page.getByRole('button', { name: 'Show theirs' }).click();
  await expect(headline(page)).toHaveText('Half done: 2 stages, 10 variants, ready to run.');
  await page.keyboard.press('Control+z');
  await expect(headline(page)).toHaveText('Half done waits for 1 figure.');
});

test('a full storage is told, and what is saved runs all the same', async ({ page, baseURL }) => {
  await open(page);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(baseURL!);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await box(page, 'Name').first().fill('Too much');
  await expect(page.getByRole('alert').filter({ hasText: /storage is full/ })).toBeVisible();
  await page.getByRole('button', { name: 'Save as a pipeline of yours' }).click();
  await expect(
    page.getByText(/^The header runs “Too much”, but this browser could not keep it/),
  ).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toHaveValue('own-too-much');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
});

test('a blank one is filled in, saved as a file in both forms, and comes back in', async ({ page }) => {
  await open(page);
  const begin = page.getByRole('combobox', { name: 'Begin from' });
  await begin.selectOption('a blank pipeline');
  await expect(headline(page)).toHaveText('My pipeline waits for 4 figures.');
  await page.getByLabel('Latency objective, s').fill('800 ms');
  await page.locator('#variant-accuracy').fill('0.9');
  await page.locator('#variant-cores').fill('0.5');
  await box(page, 'Seconds at batch 1').fill('0.05');
  await page.getByRole('button', { name: 'Add a batch' }).click();
  await box(page, 'Seconds at batch 2').fill('0.08');
  await expect(headline(page)).toHaveText('My pipeline: 1 stage, 1 variant, ready to run.');
  await expect(page.locator('#variant-source')).toHaveValue('entered by hand');

  for (const kind of ['json', 'yaml'] as const) {
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: kind.toUpperCase(), exact: true }).click();
    const text = readFileSync(await (await saving).path(), 'utf8');
    const read = pipelineFromFile(text, `mine.${kind}`, widestLimits);
    expect(read.ok && read.value.pipeline).toMatchObject({
      ...{ name: 'My pipeline', slaSeconds: 0.8 },
      stages: [
        { variants: [{ accuracy: 0.9, cores: 0.5, latency: { batches: [1, 2], seconds: [0.05, 0.08] } }] },
      ],
    });
    if (kind === 'json') continue;
    // Into the page again, over another one.
    await begin.selectOption('video');
    await box(page, 'Name').first().fill('Something else');
    await page
      .getByLabel('Pipeline as a file')
      .setInputFiles({ name: 'mine.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Use this pipeline' }).click();
    await expect(headline(page)).toHaveText('My pipeline: 1 stage, 1 variant, ready to run.');
  }
});

test('a link takes it along, where it fits', async ({ page, context, browser, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await box(page, 'Name').first().fill('Along');
  await page.getByRole('button', { name: 'Save as a pipeline of yours' }).click();
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toHaveValue('own-along');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('Link copied.', { exact: false })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/[#&]own=[\w-]+/);

  const elsewhere = await browser.newContext({ reducedMotion: 'reduce', baseURL: baseURL! });
  const there = await elsewhere.newPage();
  await there.goto(link);
  await expect(
    there.getByText('The link brought the pipeline “Along”, which is now kept in this browser.'),
  ).toBeVisible();
  await expect(headline(there)).toHaveText('Along: 2 stages, 10 variants, ready to run.');
  await expect(there.getByRole('combobox', { name: 'Pipeline' })).toHaveValue('own-along');
  await elsewhere.close();
});

test('it is accessible at any width, in light and dark, and its name is in sight among the views', async ({
  page,
}) => {
  await open(page);
  await page.locator('#variant-accuracy').fill('2');
  await kept(page, '"accuracy":"2"');
  for (const width of [1440, 390, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await expect(page.locator('#wrong-variant-accuracy')).toHaveText(
      'It must be a number from 0 to 1, not 2.',
    );
    const here = page.getByRole('navigation', { name: 'Views' }).getByText('Pipelines', { exact: true });
    await expect(here).toBeInViewport({ ratio: 1 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(page)).toEqual([]);
    }
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
});
