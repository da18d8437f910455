import { readFileSync } from 'node:fs';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { autoscalersFrom } from '../src/export/scalers/autoscalers.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a policy is chosen, explained, linked and sent to the lab', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('navigation', { name: 'Views' }).getByText('Policies', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OPD');
  // Nobody has trained an agent yet.
  await expect(page.getByRole('button', { name: 'Run it in the lab' })).toBeDisabled();

  const list = page.getByRole('navigation', { name: 'Policies' });
  await list.getByRole('button', { name: /^FA2/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('FA2');
  await expect(page).toHaveURL(/[#&]p=fa2/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('InferLine');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('Variantfixed')).toBeVisible();
  for (const question of ['What it does', 'How it decides', 'What it needs to know', 'When it fails']) {
    await expect(page.getByRole('term').filter({ hasText: question })).toBeVisible();
  }

  await expect(page).toHaveURL(/[#&]p=fa2/);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('FA2');

  await page.getByRole('button', { name: 'Run it in the lab' }).click();
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toHaveValue('fa2');
  await expect(page.getByRole('region', { name: 'Lane B: FA2' }).getByText(/\d+ cores?/)).toBeVisible({
    timeout: 30_000,
  });
});

test('key 5 opens it', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toBeVisible();
  await page.keyboard.press('5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OPD');
});

test('HPA with a target of its own runs beside the plain one; link and reload bring both back', async ({
  page,
}) => {
  await page.goto('./#v=policies&p=hpa');
  const target = page.getByLabel('Target', { exact: true });
  await expect(target).toHaveValue('80');

  // What cannot be is refused beside the field, and changes nothing.
  await target.fill('5000');
  await target.press('Enter');
  await expect(target).toHaveAttribute('aria-invalid', 'true');
  await expect(target).toHaveAccessibleDescription(
    'Target takes a number from 1 % to 1000 %, in whole per cent; “5000” is not.',
  );
  await expect(page).toHaveURL(/[#&]p=hpa&env=fluid$/);

  await target.fill('50 %');
  await target.press('Enter');
  await expect(target).toHaveValue('50');
  await expect(target).toHaveAttribute('aria-invalid', 'false');
  const list = page.getByRole('navigation', { name: 'Policies' });
  await expect(list.getByRole('button', { name: 'HPA: target 50 %', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('HPA (target 50 %)');
  await expect(page).toHaveURL(/[#&]p=hpa%3Atarget%3D0\.5/);

  await page.getByRole('button', { name: 'Run it in lane B' }).click();
  const [a, b] = ['A', 'B'].map((lane) => page.getByRole('combobox', { name: `Policy of lane ${lane}` }));
  await a!.selectOption('hpa');
  await expect(b!).toHaveValue('hpa:target=0.5');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(/^HPA .*HPA \(target 50\s%\)/, { timeout: 30_000 });
  // Different settings, different runs, different colours.
  await expect(heading).not.toContainText('alike');
  const colours = await heading
    .locator('b')
    .evaluateAll((names) => names.map((name) => getComputedStyle(name).color));
  expect(new Set(colours).size).toBe(2);

  await page.keyboard.press('d');
  const card = page.getByRole('dialog');
  await card.getByRole('button', { name: /^HPA \(target 50\s%\)$/ }).click();
  await expect(card.getByRole('heading', { level: 2 })).toContainText(/Why HPA \(target 50\s%\) decided so/);
  await expect(card.getByRole('heading', { name: 'What the others would do' })).toBeVisible();
  await page.keyboard.press('Escape');

  await expect(page).toHaveURL(/[#&]a=hpa&b=hpa%3Atarget%3D0\.5/);
  const url = page.url();
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(url);
  await expect(a!).toHaveValue('hpa');
  await expect(b!).toHaveValue('hpa:target=0.5');
  await expect(heading).toContainText(/HPA \(target 50\s%\)/, { timeout: 30_000 });
  await page.reload();
  await expect(b!).toHaveValue('hpa:target=0.5');
});

test('settings of one stage, rules and another metric; they are kept, and removed', async ({ page }) => {
  await page.goto('./#v=policies&p=hpa');
  const scope = page.getByRole('combobox', { name: 'Settings for' });
  await scope.selectOption({ label: 'stage 2, Classify' });
  await page.getByLabel('Minimum', { exact: true }).fill('2');
  await page.getByLabel('Minimum', { exact: true }).press('Enter');
  await page.getByRole('combobox', { name: 'Variant' }).selectOption('resnet34');
  await scope.selectOption('');
  await expect(page.getByLabel('Minimum', { exact: true })).toHaveValue('1');
  const down = page.getByRole('group', { name: 'Rules down' });
  await down.getByLabel('Rules down, rule 1: how many').fill('0');
  await down.getByLabel('Rules down, rule 1: how many').press('Enter');
  await expect(page.getByRole('alert')).toContainText('Rules down takes up to 8 rules');
  await down.getByLabel('Rules down, rule 1: how many').fill('50');
  await down.getByLabel('Rules down, rule 1: how many').press('Enter');
  await down.getByRole('button', { name: 'Add a rule' }).click();
  const key = 'hpa:down=percent:50:15+pods:4:15,2.min=2,2.variant=resnet34';
  await expect(page.getByText(key, { exact: true })).toBeVisible();

  // A target belongs to its metric.
  await page.getByRole('combobox', { name: 'Metric' }).selectOption('rate');
  await expect(page.getByLabel('Target', { exact: true })).toHaveValue('auto');
  await page.getByRole('button', { name: 'Metric: back to the default, CPU use' }).click();
  await expect(page.getByText(key, { exact: true })).toBeVisible();

  // One draft, whatever was changed on the way; it comes back in the next visit.
  const mine = page.getByRole('navigation', { name: 'Policies' }).getByRole('button', { name: /^HPA: / });
  await expect(mine).toHaveCount(1);
  await page.goto('about:blank');
  await page.goto('./#v=policies&p=hpa');
  await expect(mine).toHaveCount(1);
  await mine.click();
  await expect(page.getByText(key, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(mine).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('HPA');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(mine).toHaveCount(0);
});

test('two HPAs with other settings and the plain one side by side in Compare', async ({ page }) => {
  await page.goto('./#v=policies&p=hpa');
  const add = page.getByRole('button', { name: 'Add to Compare' });
  await add.click();
  for (const target of ['50', '65']) {
    await page.getByLabel('Target', { exact: true }).fill(target);
    await page.getByLabel('Target', { exact: true }).press('Enter');
    await add.click();
  }
  await page.getByRole('button', { name: 'Open Compare' }).click();
  const yours = page.getByRole('group', { name: 'Yours' });
  await expect(yours.getByLabel('HPA (target 50 %)')).toBeChecked();
  await expect(yours.getByLabel('HPA (target 65 %)')).toBeChecked();
  for (const name of ['IPA', 'Greedy', 'Planner'])
    await page.getByRole('group', { name: 'Rivals' }).getByLabel(name, { exact: true }).uncheck();
  await page.getByRole('combobox', { name: 'Seeds', exact: true }).selectOption('1');
  await page.getByRole('button', { name: /^Compare: 18 runs/ }).click();
  const table = page.getByRole('region', { name: 'Every number over seeds' }).getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(19, { timeout: 40_000 });
  const names = await table
    .locator('tbody th')
    .evaluateAll((cells) =>
      cells.map((cell) => ({ name: cell.textContent, colour: getComputedStyle(cell).color })),
    );
  for (const name of ['HPA', 'HPA (target 50 %)', 'HPA (target 65 %)'])
    expect(names.filter((one) => one.name === name)).toHaveLength(3);
  expect(new Set(names.filter(({ name }) => name.startsWith('HPA')).map(({ colour }) => colour)).size).toBe(
    3,
  );
  const cost = page.getByRole('img', { name: /^Cost\./ });
  await expect(cost.getByText(/^HPA \(target 50\s%\)$/)).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Table as CSV' }).click(),
  ]);
  const csv = readFileSync(await file.path(), 'utf8').split('\n');
  const costAt = csv[0]!.split(',').indexOf('cost') - 3;
  const costs = ['HPA', 'HPA (target 50 %)', 'HPA (target 65 %)'].map((name) => {
    const after = `,Fluctuating,${name},`;
    const row = csv.find((line) => line.includes(after))!;
    return Number(row.slice(row.indexOf(after) + after.length).split(',')[costAt]);
  });
  // A lower target holds more cores.
  expect(costs[1]).toBeGreaterThan(costs[2]!);
  expect(costs[2]).toBeGreaterThan(costs[0]!);

  await expect(page).toHaveURL(/c-policies=[^&]*hpa%2Chpa%3Atarget%3D0\.5%2Chpa%3Atarget%3D0\.65/);
  await page.reload();
  await expect(yours.getByLabel('HPA (target 65 %)')).toBeChecked();
});

test('settings that the pipeline does not have are left out, and that is said', async ({ page }) => {
  await page.goto('./#a=hpa&b=hpa:target=0.5,4.target=0.7');
  await expect(page.getByRole('status').filter({ hasText: 'HPA is set for stage 4' })).toContainText(
    'has 2 stages. The lane runs without that.',
  );
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/HPA \(target 50\s%\)/, {
    timeout: 30_000,
  });
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toHaveValue(
    'hpa:target=0.5,4.target=0.7',
  );
  await page.goto('about:blank');
  await page.goto('./#a=hpa&b=hpa:target=50');
  await expect(page.getByRole('alert')).toContainText(/The setting target of HPA must be .*, not "50"/);
  await expect(page.getByRole('combobox', { name: 'Policy of lane A' })).toHaveValue('hpa');
});

test('settings by keyboard alone', async ({ page }) => {
  await page.goto('./#v=policies&p=kpa');
  const list = page.getByRole('navigation', { name: 'Policies' });
  await list.getByRole('button', { name: /^KPA/ }).focus();
  const utilisation = page.getByLabel('Utilisation', { exact: true });
  for (let i = 0; i < 40 && !(await utilisation.evaluate((box) => box === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await expect(utilisation).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('60');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: 'KPA: utilisation 60 %', exact: true })).toBeVisible();
  // The list goes past what removes.
  await list.getByRole('button', { name: /^KPA: / }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('VPA');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('KPA (utilisation 60 %)');
  await expect(list.getByRole('button', { name: /^KPA: / })).toHaveCount(1);
});

test('the settings as a manifest that a cluster takes', async ({ page }) => {
  await page.goto('./#v=policies&p=hpa:target=0.5,2.min=2');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the manifest (YAML)' }).click(),
  ]);
  const text = readFileSync(await file.path(), 'utf8');
  const back = autoscalersFrom(text, file.suggestedFilename());
  expect(back.ok && back.value.policies.map(({ key }) => key)).toEqual(['hpa:target=0.5,2.min=2']);
  await expect(page.getByRole('status').filter({ hasText: 'would be taken by a cluster' })).toBeVisible();
});

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1440],
] as const) {
  test(`no accessibility violation in settings, nothing cut off, ${colorScheme}, ${String(width)} px`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    for (const [key, asked, staged] of [
      ['hpa:target=0.5,stabilisation=120,2.min=2,2.batch=4', 'minimum', 1],
      ['keda', 'minimum', 1],
      ['vpa', 'minimum', 1],
      ['autopilot', 'minimum', 1],
      ['planner:horizon=12', 'model steps', 0],
    ] as const) {
      await page.goto(`./#v=policies&p=${encodeURIComponent(key)}`);
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
      await page.getByRole('button', { name: `What is ${asked}?` }).click();
      await expect(page.getByRole('combobox', { name: 'Settings for' })).toHaveCount(staged);
      expect(await violations(page), key).toEqual([]);
      expect(await overflow(page), key).toBeLessThanOrEqual(0);
    }
  });
}

for (const [colorScheme, width] of [
  ['light', 360],
  ['dark', 1440],
] as const) {
  test(`no accessibility violation and nothing cut off, ${colorScheme}, ${String(width)} px`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await page.goto('./#v=policies&p=infadapter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('InfAdapter');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
