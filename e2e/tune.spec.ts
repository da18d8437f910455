/** From a cluster and back to it: a load and an autoscaler come in, a better setting is searched and taken home. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { autoscalerYaml, file, importFile } from './csv.ts';
import { expect, test } from './fixtures.ts';
import { watchLongTasks } from './longTasks.ts';
import { validate } from '../src/export/cluster/validate/validate.ts';
import { readYaml } from '../src/export/cluster/yaml.ts';
import { autoscalersFrom } from '../src/export/scalers/autoscalers.ts';

/** Twenty minutes of Grafana's CSV, 15 s apart in milliseconds: calm, and a rush every five minutes. */
const GRAFANA = file(
  'board.csv',
  [
    '"Time","web"',
    ...Array.from({ length: 80 }, (_, i) => {
      const rate = 8 + 16 * Math.exp(-(((i % 20) - 9) ** 2) / 8) + Math.sin(i * 1.7);
      return `${String(1_795_456_500_000 + 15_000 * i)},${rate.toFixed(2)}`;
    }),
  ].join('\n'),
);

/** One a stage, under names of the cluster's own. */
const STAGES = ['crop', 'classification'];
const HPA = file(
  'hpa.yaml',
  STAGES.map((stage) => autoscalerYaml(stage, `name: web-${stage}, namespace: prod`, [1, 8], 75)).join(
    '---\n',
  ),
);

const panel = (page: Page): Locator => page.getByRole('region', { name: 'A better setting for this load' });
const button = (page: Page, name: string): Locator => panel(page).getByRole('button', { name, exact: true });
const finding = (page: Page): Locator =>
  panel(page).getByText(/^(A better setting answers|Nothing better was found)/);
const seconds = (page: Page): Locator => panel(page).getByRole('combobox', { name: /^for/ });
const laneB = (page: Page): Locator => page.getByRole('combobox', { name: 'Policy of lane B' });

async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let i = 0; i < 60 && !(await goal.evaluate((one) => one === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await expect(goal).toBeFocused();
}

test('a load and an HPA from a cluster run beside a trained agent; a better setting is found and taken home', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto('./#');
  await importFile(page, GRAFANA);
  await page.getByLabel('File to import').setInputFiles(HPA);
  await expect(page.getByRole('dialog')).toContainText('target 75 %');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(laneB(page)).toHaveValue(/^hpa:target=0\.75/);

  await page.getByRole('button', { name: 'Train on this load' }).click();
  await expect(page.getByText(/^\d+ s left$/).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Train a new agent' })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('region', { name: /^Lane A: OPD/ })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/HPA/, { timeout: 15_000 });
  const present = await laneB(page).inputValue();

  await page.getByRole('navigation', { name: 'Views' }).getByText('Policies', { exact: true }).click();
  const list = page.getByRole('navigation', { name: 'Policies' });
  await list.getByRole('button', { name: /^HPA: / }).focus();
  await page.keyboard.press('Enter');
  await seconds(page).selectOption('5');
  const longTasks = await watchLongTasks(page);
  await tabTo(page, button(page, 'Search'));
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('progressbar', { name: 'The search' })).toBeVisible();
  await expect(button(page, 'Save the better manifest')).toBeVisible({ timeout: 40_000 });
  await expect(finding(page)).toHaveText(
    /^A better setting answers [\d.]+ % in time on [\d.]+ cores; as it is set now, [\d.]+ % on [\d.]+\.$/,
  );
  const changes = panel(page).getByRole('table', { name: 'What changes' });
  expect(await changes.getByRole('row').count()).toBeGreaterThan(1);
  await expect(panel(page).getByRole('img', { name: /^Answered in time against cores/ })).toBeVisible();

  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Save the better manifest').click(),
  ]);
  await expect(panel(page).getByText(/would be taken by a cluster\.$/)).toBeVisible();
  await button(page, 'Run the better one in lane B').click();
  await expect(page.getByRole('region', { name: /^Lane B: HPA/ }).getByText(/\d+ cores?/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('slider', { name: 'Crosshair of all timelines' })).toBeVisible();
  expect(await longTasks(), 'main-thread tasks over 50 ms from the search to the lab').toEqual([]);

  const better = await laneB(page).inputValue();
  expect(better).not.toBe(present);
  const text = readFileSync(await saved.path(), 'utf8');
  const read = readYaml(text);
  if (!read.ok) throw new Error(read.message);
  const objects = read.value as readonly {
    kind: string;
    metadata: { name: string; namespace: string };
    spec: { scaleTargetRef: { kind: string; name: string } };
  }[];
  for (const object of objects) expect(await validate(object)).toEqual([]);
  expect(objects.map(({ kind }) => kind)).toEqual(['HorizontalPodAutoscaler', 'HorizontalPodAutoscaler']);
  // The objects that were imported, and no others beside them.
  expect(objects.map(({ metadata: { name, namespace } }) => `${namespace}/${name}`)).toEqual(
    STAGES.map((stage) => `prod/web-${stage}`),
  );
  expect(objects.map(({ spec }) => spec.scaleTargetRef)).toEqual(
    STAGES.map((name) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name })),
  );
  const back = autoscalersFrom(text, saved.suggestedFilename(), STAGES);
  expect(back.ok ? back.value.policies.map(({ key }) => key) : back.message).toEqual([better]);
});

test('a search that is stopped leaves what it found, or says that there is nothing', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('./#v=policies&p=keda');
  await seconds(page).selectOption('15');
  const nothing = panel(page).getByText(/^Stopped before a first round/);
  await button(page, 'Search').click();
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(nothing.or(finding(page))).toBeVisible({ timeout: 20_000 });
  await expect(button(page, 'Search')).toBeEnabled();

  await button(page, 'Search').click();
  await expect(panel(page).getByText(/settings tried so far$/)).toBeVisible({ timeout: 40_000 });
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(button(page, 'Save the better manifest')).toBeVisible({ timeout: 20_000 });
  await expect(nothing).toHaveCount(0);
  await expect(finding(page)).toBeVisible();
  await expect(panel(page).getByText(/^It was stopped: fewer settings/)).toBeVisible();
});

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1440],
] as const) {
  test(`what else may change, and the finding without accessibility violations, ${colorScheme}, ${String(width)} px`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await page.goto(width === 390 ? './#v=policies&p=kpa' : './#v=policies&p=hpa');
    await panel(page).getByText('Also search', { exact: true }).click();
    const tolerances = panel(page).getByRole('checkbox', { name: 'Tolerances' });
    await expect(tolerances).toHaveCount(width === 390 ? 0 : 1);
    const batches = panel(page).getByRole('checkbox', { name: 'Batch sizes' });
    await expect(batches).toHaveAccessibleDescription(/deployed anew/);
    await batches.check();
    await expect(panel(page)).toContainText(/Searched: [^.]*batches\.\s+As set now: [^.]*metric/);
    await seconds(page).selectOption('5');
    await button(page, 'Search').click();
    await expect(button(page, 'Save the better manifest')).toBeVisible({ timeout: 40_000 });
    await panel(page).getByText('Every setting tried', { exact: true }).click();
    await expect(
      panel(page)
        .getByRole('columnheader', { name: /In time/ })
        .first(),
    ).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    // Another policy has nothing of it.
    await page.goto('./#v=policies&p=keda');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('KEDA');
    await expect(finding(page)).toHaveCount(0);
  });
}
