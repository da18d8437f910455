/** The import report: a file is shown, with what the lab assumes about it, before it is used. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { autoscalerYaml, file, importFile } from './csv.ts';
import { expect, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const START = 1_795_456_500_000;
/** Two pods, 15 s apart for half an hour, in milliseconds: 10 requests a second in all. */
const grafana = (rate = 6): string =>
  [
    '"Time","pod-a","pod-b"',
    ...Array.from({ length: 120 }, (_, i) => `${String(START + 15_000 * i)},${String(rate)},4`),
  ].join('\n');
const steady = (rate: number): string => Array(300).fill(String(rate)).join('\n');

const dialog = (page: Page) => page.getByRole('dialog');
const load = (page: Page) => page.getByRole('combobox', { name: 'Load' });

async function drop(page: Page, files: readonly (readonly [string, string])[]): Promise<void> {
  const data = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const [name, text] of list) transfer.items.add(new File([text], name, { type: 'text/csv' }));
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

async function open(page: Page): Promise<void> {
  await page.goto('./#');
  await expect(
    page
      .getByRole('region', { name: /^Lane A:/ })
      .getByRole('img')
      .first(),
  ).toBeVisible();
}

test('a Grafana CSV in milliseconds is said to be so, drawn, read again as asked, and discarded', async ({
  page,
}) => {
  await open(page);
  const before = await load(page).inputValue();
  await drop(page, [['board.csv', grafana()]]);
  await expect(dialog(page)).toContainText(/milliseconds/);
  await expect(dialog(page).getByRole('img', { name: /^The load/ })).toBeVisible();
  await expect(dialog(page)).toContainText('18,000');
  await expect(dialog(page)).toContainText('30 min');
  expect(await violations(page)).toEqual([]);

  await dialog(page).getByRole('checkbox', { name: 'pod-b' }).uncheck();
  await expect(dialog(page)).toContainText('10,800');
  await expect(load(page)).toHaveValue(before);
  await dialog(page).getByRole('button', { name: 'Discard' }).last().click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(load(page)).toHaveValue(before);
});

test('two series become two loads, side by side, renamed and deleted', async ({ page }) => {
  await open(page);
  await drop(page, [['board.csv', grafana()]]);
  await dialog(page).getByRole('radio', { name: 'Each as its own load' }).check();
  await expect(
    dialog(page).getByRole('list', { name: 'Loads of their own' }).getByRole('listitem'),
  ).toHaveCount(2);
  await dialog(page).getByRole('button', { name: 'Use these 2 loads' }).click();
  await expect(load(page).locator('optgroup[label=Imported] option')).toHaveText([
    'board: pod-a',
    'board: pod-b',
  ]);

  await page.getByRole('button', { name: /^Report of the imported load/ }).click();
  await expect(dialog(page)).toContainText('Imported from board.csv.');
  await page.getByRole('button', { name: 'Rename or delete imports' }).click();
  await page.getByRole('button', { name: 'Rename the trace board: pod-b' }).click();
  await page.getByRole('textbox', { name: /New name/ }).fill('pods');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete the trace board: pod-a' }).click();
  await expect(dialog(page)).toContainText('“board: pod-a” was deleted; the lab runs “Fluctuating”.');
  await expect(page.getByRole('list', { name: 'Your pipelines and traces' })).toHaveText(/pods/);
  await page.keyboard.press('Escape');
  await expect(load(page).locator('optgroup[label=Imported] option')).toHaveText(['pods']);
});

test('by keyboard alone: Enter uses it, Escape discards it, the focus returns', async ({ page }) => {
  await open(page);
  const button = page.getByRole('button', { name: 'Import', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page
    .getByLabel('File to import')
    .setInputFiles([
      file('one.csv', steady(3)),
      file('broken.csv', 'nothing here'),
      file('two.csv', steady(4)),
    ]);
  await expect(page.getByRole('button', { name: 'Use this load' })).toBeFocused();
  await expect(dialog(page)).toContainText('file 1 of 3');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('two.csv');
  await expect(dialog(page).getByRole('alert')).toContainText(/^broken\.csv/);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(load(page).locator('option:checked')).toHaveText('one');
  await expect(page.getByRole('alert')).toContainText(/^broken\.csv/);
});

test('the report outlives a reload; the same data is said to be here already', async ({ page }) => {
  await open(page);
  await importFile(page, file('board.csv', grafana()));
  await expect(page).toHaveURL(/load=import/);
  await page.reload();
  await page.getByRole('button', { name: /^Report of the imported load/ }).click();
  await expect(dialog(page)).toContainText(/milliseconds/);
  await page.keyboard.press('Escape');
  await page.getByLabel('File to import').setInputFiles(file('copy.csv', grafana()));
  await expect(dialog(page)).toContainText('The same data is here already, as “board”');
  await page.keyboard.press('Enter');
  await expect(load(page).locator('optgroup[label=Imported] option')).toHaveCount(1);
  await page.getByLabel('File to import').setInputFiles(file('board.csv', grafana(7)));
  await expect(dialog(page).getByRole('textbox', { name: 'Name' })).toHaveValue('board (2)');
});

test('an autoscaler runs in lane B with its settings; a sample pipeline comes back in', async ({ page }) => {
  await open(page);
  const hpa = autoscalerYaml('web', 'name: web', [2, 6], 50);
  await page.getByLabel('File to import').setInputFiles(file('hpa.yaml', hpa));
  await expect(dialog(page)).toContainText('target 50 %, minimum 2, maximum 6');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Lane B: HPA/ })).toBeVisible();

  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const [sample] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'a sample pipeline file' }).click(),
  ]);
  await page.keyboard.press('Escape');
  await page.getByLabel('File to import').setInputFiles({
    name: 'pipeline.json',
    mimeType: 'application/json',
    buffer: readFileSync(await sample.path()),
  });
  await page.getByRole('button', { name: 'Use this pipeline' }).click();
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).not.toHaveValue('video');
});

test('on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await drop(page, [['board.csv', grafana()]]);
  await expect(page.getByRole('button', { name: 'Use this load' })).toBeInViewport();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use this load' }).click();
  // The scenario's lists stand behind one line here.
  await page.getByRole('button', { name: /^Scenario/ }).click();
  await expect(page.getByRole('button', { name: /^Report of the imported load/ })).toHaveAttribute(
    'title',
    /^Report of the imported load: (nothing|1 thing|\d+ things) in it had to be assumed$/,
  );
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});
