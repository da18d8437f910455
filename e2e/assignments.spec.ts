/** An assignment from its builder to the table of a class: built by keys, opened from its link, done, handed in, graded. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { assignmentText } from '../src/teaching/assignments/assignment.ts';
import { someAssignment } from '../src/testing/assignments.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Presses a button or a link as the keyboard does. */
async function press(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
  const button = page.getByRole(role, { name, exact: true });
  await expect(button).toBeEnabled({ timeout: 30_000 });
  await button.focus();
  await page.keyboard.press('Enter');
}

/** Types into a box that the keyboard came to. */
async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Builds an assignment by keys and gives its link. */
async function build(page: Page): Promise<string> {
  await page.goto('./#env=chance&v=learn&load=bursty&a=kpa&forecast=last');
  await press(page, 'Build and grade assignments');
  await type(page, 'Title', 'Keep up with the burst');
  await type(page, 'What is to be done', 'Choose a policy for lane A.');
  await type(page, 'How often it may be handed in', '2');
  await type(page, 'Bound of number 1', '1000');
  await page.getByLabel('Relation of number 1').focus();
  await page.getByLabel('Relation of number 1').selectOption('below');
  await press(page, 'Add a question');
  await type(page, 'Question', 'Which policy looks at the load?');
  await type(page, 'Options, one a line', 'Both\nNone');
  const price = page.getByRole('group', { name: 'Access to: price of a core' });
  await price.getByRole('button', { name: 'Hidden' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Reproduce', { exact: true }).focus();
  await page.keyboard.press('Space');
  expect(await violations(page)).toEqual([]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(page, 'Copy the link');
  await expect(page.getByRole('status').filter({ hasText: /^The link is copied: / })).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

const column = (page: Page) => page.getByRole('complementary', { name: /^Assignment: / });

/** What "Hand in" saves. */
async function handIn(page: Page): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Hand in')]);
  return readFile(await download.path(), 'utf8');
}

test('an assignment is built by keys, worked on from its link with locks that hold, handed in and graded', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const link = await build(page);
  expect(link.length).toBeLessThan(8000);

  // A student, in a browser that has seen nothing of it.
  const context = await browser.newContext({ baseURL: baseURL!, reducedMotion: 'reduce' });
  const student = await context.newPage();
  await student.goto(link);
  const sheet = column(student);
  await expect(sheet.getByRole('heading', { name: 'Keep up with the burst' })).toBeVisible();
  await expect(sheet).toContainText('Met.', { timeout: 30_000 });
  await expect(student.getByRole('combobox', { name: 'Pipeline' })).toBeDisabled();
  await expect(student.getByRole('slider', { name: 'Cores on the device' })).toBeDisabled();
  await expect(student.getByRole('slider', { name: 'A core costs' })).toHaveCount(0);
  await expect(student.getByRole('link', { name: 'Reproduce' })).toHaveCount(0);
  // Neither keys nor a link turn what is locked.
  await student.keyboard.press('n');
  await expect(student.getByRole('status').filter({ hasText: 'has locked this' })).toBeVisible();
  await expect(student.getByRole('banner').getByRole('spinbutton', { name: 'Seed' })).toHaveValue('7');
  await student.getByLabel('Policy of lane A').selectOption('hpa');
  expect(await violations(student)).toEqual([]);
  await sheet.getByRole('radio', { name: 'None' }).focus();
  await student.keyboard.press('Space');
  await type(student, 'Your name, if it shall stand in the file', 'Ada');
  const first = await handIn(student);
  await expect(sheet).toContainText('1 of 2 are met. The answer to number 2 is not right.');
  await expect(sheet).toContainText('One try is left.');
  // A reload keeps the work.
  await student.reload();
  await expect(sheet).toContainText('try 2 of 2');
  await expect(sheet).toContainText('Met.', { timeout: 30_000 });
  await expect(student.getByLabel('Policy of lane A')).toHaveValue('hpa');
  await sheet.getByRole('radio', { name: 'Both' }).focus();
  await student.keyboard.press('Space');
  const second = await handIn(student);
  await expect(sheet).toContainText('2 of 2 are met.');
  await expect(sheet.getByRole('button', { name: 'Hand in' })).toBeDisabled();
  await press(student, 'Leave the assignment');
  await expect(column(student)).toHaveCount(0);
  await context.close();

  const claimed = JSON.parse(second) as { claimed: { j: number } };
  const better = JSON.stringify({
    ...claimed,
    claimed: { ...claimed.claimed, j: claimed.claimed.j + 3 },
    name: 'Eve',
  });
  await press(page, 'Grade');
  await page.getByLabel('Hand-ins to grade').setInputFiles([
    { name: 'ada-1.json', mimeType: 'application/json', buffer: Buffer.from(first) },
    { name: 'ada-2.json', mimeType: 'application/json', buffer: Buffer.from(second) },
    { name: 'eve.json', mimeType: 'application/json', buffer: Buffer.from(better) },
    { name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{}') },
    { name: 'huge.json', mimeType: 'application/json', buffer: Buffer.alloc(17 * 2 ** 20, ' ') },
  ]);
  await expect(page.getByText(/^3 hand-ins were run again in .* s\./)).toBeVisible({ timeout: 60_000 });
  const table = page.getByRole('region', { name: 'Hand-ins' });
  const row = (name: string) => table.getByRole('row').filter({ has: page.locator(`th[title='${name}']`) });
  await expect(row('ada-1.json')).toContainText('1 of 2');
  await expect(row('ada-2.json')).toContainText('2 of 2');
  await expect(row('ada-2.json')).toContainText('met: Both');
  await expect(row('eve.json')).toContainText('It claims a J of');
  await expect(row('eve.json')).toContainText('The file was changed after it was saved');
  await expect(row('eve.json')).toContainText('the same sheet as Ada (ada-1.json) and Ada (ada-2.json)');
  await expect(row('notes.json')).toContainText('it is no hand-in of this lab');
  await expect(row('huge.json')).toContainText('it has 17 MB, and a hand-in at most 16 MB; it was not read');
  expect(await violations(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Table as CSV' }).click(),
  ]);
  const csv = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(csv).toHaveLength(6);
  expect(csv[0]).toMatch(/^file,name,assignment,try,tasks_met,tasks,j,j_claimed,task_1,task_2,findings$/);
  expect(csv.find((line) => line.startsWith('eve.json'))).toMatch(/It claims a J of/);
});

test('a link that is damaged is said, and the lab stays as it was', async ({ page }) => {
  await page.goto('./#assignment=zzzz&env=chance');
  await expect(page.getByRole('alert')).toContainText('The assignment in the link is damaged');
  await expect(column(page)).toHaveCount(0);
});

test('an assignment on a phone leaves the lab in sight', async ({ page, browser, baseURL }) => {
  test.setTimeout(120_000);
  const link = await build(page);
  const context = await browser.newContext({
    baseURL: baseURL!,
    viewport: { width: 360, height: 780 },
    reducedMotion: 'reduce',
  });
  const phone = await context.newPage();
  await phone.goto(link);
  await expect(column(phone)).toContainText('Met.', { timeout: 30_000 });
  expect(await overflow(phone)).toBeLessThanOrEqual(0);
  expect(await violations(phone)).toEqual([]);
  await column(phone).getByRole('button', { name: 'Fold' }).click();
  await expect(column(phone).getByRole('button', { name: 'Hand in' })).toBeVisible();
  await context.close();
});

const held = someAssignment();
/** Figures that no other part of the page writes. */
const secret = someAssignment({
  title: 'What is hidden',
  experiment: {
    ...held.experiment,
    ...{ costWeight: 0.37, lateWeight: 0.41, sla: 0.777, maxCores: 53, seed: 424242, startup: 13.5 },
    b: 'keda:target=0.613',
  },
  locked: ['workload', 'environment', 'pipeline'],
  hidden: [
    ...(['costWeight', 'lateWeight', 'sla', 'maxCores', 'b', 'seed', 'startup', 'forecaster'] as const),
    ...(['rollout', 'train', 'reproduce'] as const),
  ],
  tries: 1,
});

async function openFile(page: Page, assignment = secret): Promise<void> {
  await page.goto('./#env=chance&v=learn');
  await page
    .getByLabel('Assignment to open')
    .setInputFiles([
      { name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(assignmentText(assignment)) },
    ]);
  await expect(column(page)).toContainText(/Met\.|it must be/, { timeout: 30_000 });
}

/** Texts, titles, labels and values of what is on screen. */
const told = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [
      document.body.innerText,
      ...[...document.querySelectorAll<HTMLElement>('body *')]
        .filter((one) => one.checkVisibility())
        .flatMap((one) => [
          ...['title', 'aria-label', 'aria-valuetext'].map((name) => one.getAttribute(name) ?? ''),
          one instanceof HTMLInputElement ? one.value : '',
        ]),
    ].join('\n'),
  );

test('what an assignment hides is told nowhere in the Lab: words, card, glossary, paper, address', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openFile(page);
  const secrets =
    /costs 0\.37|\b0\.37 ×|0\.41 (×|points)|0\.777|\b53 cores|of 53\b|424242|13\.5 s|0\.613|KEDA \(/;
  await expect(page.getByRole('button', { name: /^Why/ })).toBeVisible();
  expect(await told(page)).not.toMatch(secrets);
  expect(decodeURIComponent(page.url())).not.toMatch(/price=|wl=|sla=|cores=|seed=|b=|startup=|forecast=/);
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveCount(0);
  await page.keyboard.press('w');
  const words = page.getByRole('dialog', { name: 'The Lab in words' });
  await expect(words).toContainText('The assignment hides some weights or limits.');
  expect(await told(page)).not.toMatch(secrets);
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: 'What it earned' })).toBeVisible();
  await expect(page.getByText(/^\? × /).first()).toBeVisible();
  expect(await told(page)).not.toMatch(secrets);
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(page.locator('.on-paper')).toContainText('Bursty');
  expect(await page.locator('.on-paper').innerText()).not.toMatch(secrets);
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('g');
  await expect(page.getByRole('heading', { name: 'What the words mean' })).toBeVisible();
  expect(await told(page)).not.toMatch(secrets);
  // A view that is hidden opens neither by its key nor by an address.
  const { hash } = new URL(page.url());
  await page.evaluate((to) => (location.hash = to), hash.replace('v=glossary', 'v=train'));
  await page.keyboard.press('2');
  await page.keyboard.press('6');
  await expect(page.getByRole('heading', { name: 'What the words mean' })).toBeVisible();
});

test('the address that leaves an assignment frees the lab, and Back leads into it again', async ({
  page,
}) => {
  await openFile(page);
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toBeDisabled();
  await page.waitForTimeout(600);
  await page.evaluate(() => (location.hash = '#env=chance&load=steady-low'));
  await expect(column(page)).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toBeEnabled();
  await expect(page.getByRole('combobox', { name: 'Load' })).toHaveValue('steady-low');
  await page.goBack();
  await expect(column(page)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: 'Load' })).toHaveValue('bursty');
  // A link too long for one is refused, and holds nothing of the assignment before.
  await page.evaluate(() => (location.hash = `#assignment=${'A'.repeat(100_000)}`));
  await expect(page.getByRole('alert')).toContainText('The assignment in the link is damaged');
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toBeEnabled();
});

test('two tabs have the tries of one', async ({ page, context }) => {
  test.setTimeout(120_000);
  await openFile(page);
  const other = await context.newPage();
  await openFile(other);
  await handIn(page);
  await expect(column(page)).toContainText('No try is left.');
  await press(other, 'Hand in');
  await expect(column(other)).toContainText('It was handed in from another tab meanwhile; no try is left.');
  await expect(column(other).getByRole('button', { name: 'Hand in' })).toBeDisabled();
});

test('a lesson’s link beyond its end, or of a lesson that there is not, is said', async ({ page }) => {
  await page.goto('./#lesson=queues.99');
  await expect(
    page.getByRole('status').filter({ hasText: /names step 99 of “.*”, which has 7; its last one/ }),
  ).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./#lesson=nowhere.1');
  await expect(
    page.getByRole('status').filter({ hasText: /the lesson “nowhere”, which this version/ }),
  ).toBeVisible();
});
