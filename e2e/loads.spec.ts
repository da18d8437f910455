/** Loads shaped by hand: by clicks, by keys alone, in the link, over a reload, on the command line; and a week of load. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { file } from './csv.ts';
import { boxOf } from './box.ts';
import { expect, test } from './fixtures.ts';
import { watchLongTasks } from './longTasks.ts';
import { Notes } from '../src/headless/notes.ts';
import { loadWorkload } from '../src/headless/scenario.ts';
import { loadCsv } from '../src/workload/shaping/csv.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const add = (page: Page, step: string) =>
  page.getByRole('group', { name: 'Add a step' }).getByRole('button', { name: step, exact: true });
const use = (page: Page) => page.getByRole('button', { name: 'Use in the Lab' });
const text = (page: Page) => page.locator('main code');
const headerLoad = (page: Page) => page.getByRole('combobox', { name: 'Load', exact: true });

async function open(page: Page, hash = '#v=loads&env=chance&play=0'): Promise<void> {
  await page.goto(`./${hash}`);
  await expect(page.getByText('in steps of one second')).toBeVisible();
}

/** The file that the view saves. */
async function saved(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('a load is shaped by clicks, used in the Lab, and comes back by its link as the command line has it', async ({
  page,
}) => {
  await open(page);
  await expect(text(page)).toHaveText('fluctuating');
  await expect(use(page)).toBeDisabled();

  await add(page, 'Scale').click();
  await expect(heading(page)).toHaveText('Fluctuating, times 1.5');
  await add(page, 'Burst').click();
  await page.getByLabel('Burst: Start, s').fill('600');
  await page.getByLabel('Burst: Height, req/s').fill('40');
  await expect(heading(page)).toHaveText('Fluctuating, times 1.5, burst at 10 min');
  await add(page, 'Noise').click();
  const shaped = 'fluctuating~x1.5~burst:600,40,30,300,150~noise:10';
  await expect(text(page)).toHaveText(shaped);

  // What cannot be is said where it is typed, and changes nothing.
  await page.getByLabel('Scale: Times').fill('-2');
  await expect(page.getByRole('alert').filter({ hasText: 'Times' })).toHaveText(
    '“Times” of Scale takes a number from 0 to 1,000; -2 is outside.',
  );
  await expect(text(page)).toHaveText(shaped);
  await page.getByLabel('Scale: Times').blur();
  await expect(page.getByLabel('Scale: Times')).toHaveValue('1.5');

  // A step that does not fit says so at its place.
  await page.getByLabel('Burst: Start, s').fill('5000');
  await expect(page.getByText(/^Step 2 \(Burst\): Burst speaks of second 5,000/)).toBeVisible();
  await expect(use(page)).toBeDisabled();
  await page.getByLabel('Burst: Start, s').fill('600');
  await expect(use(page)).toBeEnabled();

  await page.getByRole('button', { name: 'Move Noise up' }).click();
  await expect(text(page)).toHaveText('fluctuating~x1.5~noise:10~burst:600,40,30,300,150');
  await page.keyboard.press('Control+z');
  await expect(text(page)).toHaveText(shaped);
  await page.keyboard.press('Control+y');
  await expect(text(page)).toHaveText('fluctuating~x1.5~noise:10~burst:600,40,30,300,150');
  await page.getByRole('button', { name: 'Delete Noise' }).click();
  await expect(text(page)).toHaveText('fluctuating~x1.5~burst:600,40,30,300,150');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(text(page)).toHaveText(shaped);

  await use(page).click();
  await expect(page.getByText('This is the load that the Lab replays.')).toBeVisible();
  await expect(headerLoad(page).locator('option:checked')).toHaveText(
    'Fluctuating, times 1.5, burst at 10 min, noise of 10 %',
  );
  await expect.poll(() => new URL(page.url()).hash).toContain(`load=${shaped}`);
  const asPage = await saved(page);
  const asCommand = await loadWorkload(shaped, 7, {}, new Notes());
  expect(asPage).toBe(loadCsv(asCommand.rates));

  // The Lab replays it; a reload and another tab bring the same.
  await page.keyboard.press('1');
  await expect(heading(page)).toHaveText(/quality|cores|score|in time/);
  await expect(page.locator('.timelines figure')).toHaveCount(6);
  await page.reload();
  await expect(headerLoad(page).locator('option:checked')).toHaveText(/^Fluctuating, times 1\.5/);
  await page.keyboard.press('9');
  await expect(text(page)).toHaveText(shaped);
  expect(await saved(page)).toBe(asPage);
});

test('what is on the desk is kept by the link, and what no load is, is said', async ({ page }) => {
  await open(page, '#v=loads&env=chance&play=0&load=bursty~x2&shape=bursty~x2~clip:0,20');
  await expect(heading(page)).toHaveText('Bursty, times 2, at most 20 req/s');
  await expect(page.getByText('The Lab still replays “Bursty, times 2”.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the Lab’s load' }).click();
  await expect(text(page)).toHaveText('bursty~x2');
  await expect.poll(() => page.url()).not.toContain('shape=');

  await page.goto('./#v=loads&env=chance&play=0&load=bursty~window:0,99999');
  await page.reload();
  await expect(page.getByRole('alert')).toContainText(
    'The load could not be shaped: Step 1 (Window): Window speaks of second 99,999, but the load is 20 min long there (1,200 s). “Bursty” stands instead.',
  );
  await expect(text(page)).toHaveText('bursty');
});

test('a file of one’s own is chosen here, stands here once it is used, and what was shaped comes back by Undo', async ({
  page,
}) => {
  await open(page);
  await add(page, 'Scale').click();
  await expect(text(page)).toHaveText('fluctuating~x1.5');
  // Averages over five minutes.
  const rows = Array.from(
    { length: 48 },
    (_, i) => `${String(1_700_000_000 + 300 * i)},${String(5 + (i % 7))}`,
  );
  await page
    .getByLabel('Loads as files')
    .setInputFiles(file('june.csv', ['time,requests_per_second', ...rows].join('\n')));
  await page.getByRole('dialog').getByRole('button', { name: 'Use this load' }).click();
  await expect(heading(page)).toHaveText('June');
  await expect(text(page)).toHaveText(/^import:[0-9a-f]{8}$/);
  await expect(headerLoad(page).locator('option:checked')).toHaveText('june');
  await expect(page.getByText('Assumed: each value of the load’s file stands for 5 min')).toBeVisible();
  const id = (await text(page).textContent())!;
  await page.keyboard.press('Control+z');
  await expect(text(page)).toHaveText('fluctuating~x1.5');
  // Where nobody holds it: what is missing, and what stands instead.
  const stranger = await page.context().browser()!.newContext();
  const other = await stranger.newPage();
  await other.goto(`${page.url().split('#')[0]!}#v=loads&env=chance&play=0&shape=${id}~x2`);
  await expect(other.getByRole('alert')).toContainText(
    'What the link shapes in Loads is made of the imported load',
  );
  await expect(other.getByRole('alert')).toContainText('The header’s load stands instead.');
  await expect(other.locator('main code')).toHaveText('fluctuating');
  await stranger.close();
});

test('by keyboard alone: a window, a step, its numbers, the Lab', async ({ page }) => {
  await open(page);
  await page.getByRole('slider', { name: 'Beginning of the window' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(text(page)).toHaveText('fluctuating~window:10,1200');
  await page.keyboard.press('PageUp');
  await page.getByRole('slider', { name: 'End of the window' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(text(page)).toHaveText(/^fluctuating~window:\d+,1190$/);
  await page.getByRole('button', { name: 'Add a window' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Window 2 of 2/)).toBeVisible();
  await page.getByRole('button', { name: 'Take all of it' }).focus();
  await page.keyboard.press('Enter');
  await expect(text(page)).toHaveText('fluctuating');

  // A line drawn by hand is a table of points.
  await add(page, 'Drawn by hand').focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Drawn by hand: Load 2, req/s').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('55.5');
  await expect(text(page)).toHaveText(/^fluctuating~drawn:300,\d+,600,55\.5,900,\d+$/);
  await page.getByRole('button', { name: 'Another point' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Drawn by hand: At 4, s')).toHaveValue('1200');
  await page.getByRole('button', { name: 'Drawn by hand: remove row 1' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Drawn by hand: At 1, s')).toHaveValue('600');
  await use(page).focus();
  await page.keyboard.press('Enter');
  await expect(headerLoad(page).locator('option:checked')).toHaveText(
    'Fluctuating, drawn from 10 min to 20 min',
  );
});

test('a window by the mouse, a stroke, and other loads within', async ({ page }) => {
  await open(page);
  const brush = await boxOf(page.locator('.brush'));
  await page.mouse.move(brush.x + 0.25 * brush.width, brush.y + 20);
  await page.mouse.down();
  await page.mouse.move(brush.x + 0.5 * brush.width, brush.y + 30, { steps: 4 });
  await page.mouse.move(brush.x + 0.75 * brush.width, brush.y + 30, { steps: 4 });
  await page.mouse.up();
  await expect(text(page)).toHaveText(/^fluctuating~window:(29\d|30\d),(89\d|90\d)$/);

  await page.getByRole('button', { name: 'Draw by hand' }).click();
  const sheet = await boxOf(page.locator('.sheet'));
  await page.mouse.move(sheet.x + 0.2 * sheet.width, sheet.y + 0.9 * sheet.height);
  await page.mouse.down();
  await page.mouse.move(sheet.x + 0.5 * sheet.width, sheet.y + 0.1 * sheet.height, { steps: 6 });
  await page.mouse.move(sheet.x + 0.8 * sheet.width, sheet.y + 0.9 * sheet.height, { steps: 6 });
  await page.mouse.up();
  await expect(text(page)).toHaveText(/~drawn:\d+,[\d.]+,\d+,[\d.]+,\d+,[\d.]+/);
  await page.getByRole('button', { name: 'Done drawing' }).click();

  await add(page, 'Add a load').click();
  await page.getByRole('combobox', { name: 'Add a load: which' }).selectOption('step');
  await expect(text(page)).toHaveText(/~plus:\(step\)$/);
  const within = page.getByLabel('Add a load: the load as text');
  await within.fill('step~y2');
  await within.press('Enter');
  await expect(page.getByText(/^There is no step “y2” of a load/)).toBeVisible();
  await within.fill('step~x0.5');
  await within.press('Enter');
  await expect(text(page)).toHaveText(/~plus:\(step~x0\.5\)$/);
});

/** Ten days from Wednesday 24 June 2026 in minutes, with a gap and a burst of one minute. */
const longCsv = (): string => {
  const begin = Date.UTC(2026, 5, 24);
  const lines = ['time,requests per second'];
  for (let k = 0; k < 10 * 1440; k++) {
    if (k > 8000 && k < 8060) continue;
    const rate = k === 12_345 ? 200 : Math.round(10 + 5 * Math.sin((k / 1440) * 2 * Math.PI));
    lines.push(`${new Date(begin + 60_000 * k).toISOString()},${String(rate)}`);
  }
  return lines.join('\n');
};

test('a trace longer than a week opens under the brush, with days, its gap marked and its burst in sight', async ({
  page,
}) => {
  await open(page);
  await page.getByLabel('File to import').setInputFiles(file('june.csv', longCsv()));
  await page.getByRole('button', { name: 'Use this load' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'How the import was read' })).toBeVisible();
  await expect(
    page.getByText(/replays its last 7 days, unless the view Loads chooses another window/),
  ).toBeVisible();
  const overview = page.getByRole('img', { name: /^The whole load/ });
  await expect(overview).toHaveAccessibleName(
    /^The whole load, requests per second\. 10 days, with a peak of 200\./,
  );
  await expect(overview).toHaveAccessibleName(
    /Chosen: Sat 27 Jun, 0:00 to Sat 4 Jul, 0:00\. Marked: 1 gap of the import\./,
  );
  await expect(overview.getByText('Fri 26 Jun')).toBeVisible();
  await page.getByRole('slider', { name: 'Beginning of the window' }).focus();
  await page.keyboard.press('PageUp');
  await expect(text(page)).toHaveText(/^import:[0-9a-f]{8}~window:\d+,864000$/);
  await use(page).click();
  await expect.poll(() => page.url()).toMatch(/load=import:[0-9a-f]{8}~window/);
  await page.reload();
  await expect(heading(page)).toHaveText(/^June, from /i);
});

test('a week replays, and while it plays and is shaped the page is never busy for long', async ({ page }) => {
  test.setTimeout(300_000);
  await open(page, '#v=loads&env=fluid&t=200&load=day~repeat:7~noise:5');
  await expect(heading(page)).toHaveText(/7 times over/);
  await page.keyboard.press('1');
  await expect(page.locator('.timelines figure')).toHaveCount(6, { timeout: 200_000 });
  await expect(heading(page)).toHaveText(/quality|cores|score|in time/, { timeout: 100_000 });
  // How long the page takes to show what has come is in docs/loads.md.
  const longTasks = await watchLongTasks(page);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await page.keyboard.press('End');
  await expect(page.getByRole('status', { name: 'Time' })).toContainText('168:00:00');
  await page.keyboard.press('9');
  await expect(heading(page)).toHaveText(/7 times over/);
  await add(page, 'Scale').click();
  await expect(heading(page)).toHaveText(/times 1\.5$/);
  expect(await longTasks(), 'milliseconds of tasks above 50').toEqual([]);
});

for (const width of [1440, 360])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`Loads is fit for all at ${String(width)} px, ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(
        page,
        '#v=loads&env=chance&play=0&shape=fluctuating~window:60,600,700,1100~burst:300,20,30,60,60~drawn:100,5,300,20~plus:(bursty)~window:0,9999',
      ).catch(() => undefined);
      await expect(page.getByText(/^Step 5 \(Window\)/)).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: 'Delete Window' }).last().click();
      await page.getByRole('button', { name: 'Draw by hand' }).click();
      await expect(page.locator('.sheet')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
