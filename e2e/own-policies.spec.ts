import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { policyOnnx } from '../src/export/onnx/policyOnnx.ts';
import { defaultLimits } from '../src/model/pipeline.ts';
import { presetById } from '../src/model/presets/index.ts';
import { compile } from '../src/model/tables.ts';
import { untrainedAgent } from '../src/testing/agents.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, permissions: ['clipboard-read', 'clipboard-write'] });

const outcome = (page: Page): Locator => page.getByRole('status', { name: 'What came of it' });
const run = (page: Page): Locator => page.getByRole('button', { name: 'Run', exact: true });
const code = (page: Page, name = 'Threshold'): Locator =>
  page.getByRole('textbox', { name: `Code of ${name}` });
const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
const list = (page: Page): Locator => page.getByRole('navigation', { name: 'Policies' });

async function begin(page: Page, example = 'Threshold'): Promise<void> {
  await page.goto('./#v=policies&env=chance');
  await list(page)
    .getByRole('button', { name: /^Write or bring one/ })
    .click();
  await page.getByRole('button', { name: `Begin with it: ${example}` }).click();
  await expect(code(page, example)).toBeVisible();
}

/** The editor's text becomes another, as if typed. */
async function write(page: Page, text: string, name = 'Threshold'): Promise<void> {
  await code(page, name).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

test('one is begun, run, set beside the lanes, and runs in a lane', async ({ page }) => {
  test.setTimeout(180_000);
  await begin(page);
  await expect(page.getByText('It never ran here.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run it in lane A' })).toBeDisabled();
  await run(page).press('Enter');
  await expect(outcome(page)).toContainText(/J is −?\d+\.\d\d on .*Beside it: .*\(.*\)/, { timeout: 60_000 });
  // The button that was pressed was Stop meanwhile, and still has the focus.
  await expect(run(page)).toBeFocused();
  await expect(outcome(page)).toContainText('Every order ran as it was given.');
  await expect(outcome(page)).toContainText(/A decision took [\d.]+ ms on average/);
  expect(await violations(page)).toEqual([]);
  const j = /J is (−?\d+\.\d\d)/.exec(await outcome(page).innerText())![1]!;

  await page.getByRole('button', { name: 'Run it in lane B' }).click();
  const lane = page.getByRole('region', { name: 'Lane B: Threshold' });
  await expect(lane.getByText(/\d+ cores?/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toHaveValue(/^own-/);
  await expect(lane.getByText('your own policy', { exact: true })).toBeVisible();
  // At the end of the run, J so far is J.
  await page.keyboard.press('End');
  await expect(lane).toContainText(j);

  // What was run here runs again after a reload.
  await page.reload();
  await expect(lane.getByText(/\d+ cores?/)).toBeVisible({ timeout: 60_000 });
});

test('what is wrong is said at its line, and the lane goes on with something else', async ({ page }) => {
  test.setTimeout(180_000);
  await begin(page);
  await write(page, "export default {\n  name: 'Broken',\n  decide( { return 1; },\n};\n");
  await expect(page.locator('.cm-lint-marker-error').first()).toBeVisible();
  await run(page).click();
  await expect(outcome(page)).toContainText(/line 3/, { timeout: 60_000 });

  await write(
    page,
    "let k = 0;\nexport default {\n  name: 'Broken',\n  decide({ stages }) {\n    if (k++ === 3) nothing.at(all);\n    return stages;\n  },\n};\n",
  );
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(outcome(page)).toContainText(
    /Threshold failed at decision 4: ReferenceError: .*at line 5, column \d+/,
    { timeout: 60_000 },
  );
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);

  await page.getByRole('button', { name: 'Run it in lane B' }).click();
  const lane = page.getByRole('region', { name: /^Lane B/ });
  await expect(lane).toContainText('Threshold failed at decision 4', { timeout: 60_000 });
  await expect(lane).toContainText(/runs in its place/);
  await expect(page.getByRole('region', { name: /^Lane A/ }).getByText(/\d+ cores?/)).toBeVisible();
});

test('orders that do not fit are counted, with the first reason', async ({ page }) => {
  test.setTimeout(120_000);
  await begin(page);
  await write(
    page,
    "export default {\n  name: 'Wild',\n  decide: ({ stages }) => stages.map(() => ({ variant: 0, replicas: 99, batch: 1 })),\n};\n",
  );
  await run(page).click();
  await expect(outcome(page)).toContainText(
    /of its orders \d+ were repaired\. At decision 1 99 replicas of stage 1/,
    {
      timeout: 60_000,
    },
  );
  await page.getByRole('button', { name: 'Refuse it' }).click();
  await run(page).click();
  await expect(outcome(page)).toContainText(/of its orders \d+ were refused/, { timeout: 60_000 });
});

test('it stands in Compare beside the others', async ({ page }) => {
  test.setTimeout(240_000);
  await begin(page, 'Two-step look-ahead');
  await run(page).click();
  await expect(outcome(page)).toContainText('J is', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Add to Compare' }).click();
  await page.getByRole('button', { name: 'Open Compare' }).click();
  await expect(page.getByRole('checkbox', { name: 'Two-step look-ahead' })).toBeChecked();
  await page.getByRole('button', { name: /^Compare: \d+ runs/ }).click();
  await expect(page.getByRole('row', { name: /Two-step look-ahead/ }).first()).toBeVisible({
    timeout: 180_000,
  });
});

test('a file out and in, a copy, a name, deleted and brought back', async ({ page }) => {
  test.setTimeout(120_000);
  await begin(page);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('Threshold.js');
  const text = readFileSync(await saved.path(), 'utf8');
  expect(text).toContain("name: 'Threshold'");

  await list(page)
    .getByRole('button', { name: /^Write or bring one/ })
    .click();
  const chooser = page.getByLabel('Policies', { exact: true }).and(page.locator('input'));
  await chooser.setInputFiles({ name: 'mine.js', mimeType: 'text/javascript', buffer: Buffer.from(text) });
  await expect(title(page)).toHaveText('mine');
  await expect(page.getByText('It never ran here.')).toBeVisible();

  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(title(page)).toHaveText('mine (2)');
  await page.getByLabel('Name', { exact: true }).fill('Threshold');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Name', { exact: true }).fill('Ours');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  await expect(title(page)).toHaveText('Ours');

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(title(page)).toHaveText('OPD');
  await expect(list(page).getByRole('button', { name: /^Ours/ })).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(title(page)).toHaveText('Ours');

  await list(page)
    .getByRole('button', { name: /^Write or bring one/ })
    .click();
  await chooser.setInputFiles({ name: 'no.js', mimeType: 'text/javascript', buffer: Buffer.from(' ') });
  await expect(page.getByRole('alert')).toHaveText('no.js is no policy: it is empty.');
});

test('a network out of a file runs, and one that is none is refused in a sentence', async ({ page }) => {
  test.setTimeout(180_000);
  const tables = compile(presetById('video')!, defaultLimits);
  const bring = async (name: string, buffer: Buffer): Promise<void> => {
    await list(page)
      .getByRole('button', { name: /^Write or bring one/ })
      .click();
    await page
      .getByLabel('Policies', { exact: true })
      .and(page.locator('input'))
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  await page.goto('./#v=policies&env=chance');
  await bring('net.onnx', Buffer.from(policyOnnx(untrainedAgent(tables, 6, 0.1), tables)));
  await expect(title(page)).toHaveText('net');
  await expect(page.getByText(/bytes of ONNX/)).toBeVisible();
  await run(page).click();
  await expect(outcome(page)).toContainText(/J is −?\d+\.\d\d on /, { timeout: 60_000 });
  await expect(outcome(page)).toContainText('Every order ran as it was given.');
  await expect(outcome(page)).toContainText('with the way to its worker and back');
  expect(await violations(page)).toEqual([]);

  await bring('none.onnx', Buffer.from('no network'));
  await expect(title(page)).toHaveText('none');
  await run(page).click();
  await expect(outcome(page).locator('.trouble')).toContainText(/none/, { timeout: 60_000 });
});

test('a lane that asks for a policy that is not here says so', async ({ page }) => {
  await page.goto('./#env=chance&b=own-0123456789ab');
  const lane = page.getByRole('region', { name: /^Lane B/ });
  await expect(lane).toContainText(/is not kept in this browser\..*runs in its place/);
  await expect(lane.getByText(/\d+ cores?/)).toBeVisible({ timeout: 30_000 });
});

test('a link opened by somebody else shows the code, and runs nothing until Run is pressed', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  await begin(page);
  await run(page).click();
  await expect(outcome(page)).toContainText('J is', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Run it in lane B' }).click();
  await expect(page.getByRole('region', { name: 'Lane B: Threshold' })).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByText(/It takes your policy “Threshold” along/)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('&code=');

  const other = await browser.newContext({ reducedMotion: 'reduce', baseURL: baseURL! });
  const theirs = await other.newPage();
  const frames: string[] = [];
  theirs.on('frameattached', (frame) => frames.push(frame.name()));
  await theirs.goto(link);
  const lane = theirs.getByRole('region', { name: /^Lane B/ });
  await expect(lane).toContainText(/Threshold never ran here: .*runs in its place/, { timeout: 60_000 });
  await expect(lane.getByText(/\d+ cores?/)).toBeVisible({ timeout: 60_000 });
  await expect(theirs.getByText(/The link brought a policy, “Threshold”/)).toBeVisible();
  await expect(theirs).not.toHaveURL(/code=/);
  await theirs.keyboard.press('5');
  await theirs
    .getByRole('navigation', { name: 'Policies' })
    .getByRole('button', { name: /^Threshold/ })
    .click();
  await expect(code(theirs)).toContainText('A busy stage gets one replica more');
  // No sandbox was opened: nothing ran.
  expect(frames).toEqual([]);
  await theirs.reload();
  await expect(theirs.getByText('It never ran here.')).toBeVisible();
  expect(frames).toEqual([]);

  await run(theirs).click();
  await expect(outcome(theirs)).toContainText('J is', { timeout: 60_000 });
  await theirs.keyboard.press('Escape');
  await theirs.getByRole('button', { name: 'Run it in lane A' }).click();
  await expect(theirs.getByRole('region', { name: 'Lane A: Threshold' }).getByText(/\d+ cores?/)).toBeVisible(
    {
      timeout: 60_000,
    },
  );
  await other.close();
});

test('by keyboard alone: into the code, a completion, a run, and out again', async ({ page }) => {
  test.setTimeout(120_000);
  await begin(page);
  await code(page).focus();
  await page.keyboard.press('ControlOrMeta+End');
  // Letters are letters here, and no keys of the page.
  await page.keyboard.type('const s5 = tables.maxC');
  await expect(page.getByRole('option', { name: /maxCores/ })).toBeVisible();
  // The editor takes no key for a list that came this very moment.
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await expect(code(page)).toContainText('const s5 = tables.maxCores');
  await expect(title(page)).toHaveText('Threshold');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(outcome(page)).not.toBeEmpty();
  await page.keyboard.press('Tab');
  await expect(code(page)).not.toBeFocused();
});

test('narrow and dark, nothing is wider than the window', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./#v=policies&env=chance');
  await page
    .getByRole('combobox', { name: 'Policy', exact: true })
    .selectOption({ label: 'Write or bring one …' });
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Begin with it: Threshold' }).click();
  await expect(code(page)).toBeVisible();
  await page.getByText('What the code is given, and what it returns').click();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});
