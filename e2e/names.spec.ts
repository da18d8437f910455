/** Names as long as they may be, in one word, wide, invisible or right to left: no view scrolls sideways for them. */
import type { Page } from '@playwright/test';
import { burstyCsv, file, importFile } from './csv.ts';
import { expect, test } from './fixtures.ts';

/** Enough of a name to know it by. */
const begun = (name: string): string => Array.from(name).slice(0, 12).join('');

/** Eighty characters that begin with `first`. */
const KINDS: readonly (readonly [string, (first: string) => string])[] = [
  ['letters without a break', (first) => first.padEnd(80, 'a')],
  ['wide emoji', (first) => first + '🚒'.repeat(79)],
  ['right-to-left script', (first) => first + 'مرحبابالعالم'.repeat(7).slice(0, 79)],
  ['zero-width characters', (first) => first + 'W\u200dW'.repeat(26)],
  ['ligatures of a whole phrase', (first) => first + '﷽'.repeat(79)],
];

function pipeline(named: (first: string) => string): string {
  const variant = (first: string, cores: number) => ({
    name: named(first),
    accuracy: 0.5 + cores / 10,
    cores,
    latency: { '1': 0.05, '2': 0.08, '4': 0.12, '8': 0.2 },
  });
  const stage = (first: string) => ({
    name: named(first),
    metric: named('m'),
    variants: [variant('a', 1), variant('b', 2)],
  });
  return JSON.stringify({
    id: named('i'),
    name: named('p'),
    slaSeconds: 2,
    source: named('s'),
    stages: [stage('1'), stage('2')],
  });
}

async function fits(page: Page, what: string): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect
      .poll(
        () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        { message: `${what} at ${String(width)} px` },
      )
      .toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

for (const [kind, named] of KINDS)
  test(`names of ${kind} fit into every view`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto('./#play=0&c-loads=steady-low&c-policies=greedy,random&c-seeds=1');
    await page.getByLabel('File to import').setInputFiles(file('p.json', pipeline(named)));
    const use = page.getByRole('button', { name: 'Use this pipeline' });
    await expect(use).toBeVisible();
    await fits(page, 'the pipeline before it is used');
    await use.click();
    const load = named('l').replaceAll('\u200d', '');
    await importFile(page, file(`${load}.csv`, burstyCsv(700)));

    const lane = page.getByRole('region', { name: /^Lane A:/ });
    // The whole name is there for whoever cannot see the cut one, and for whoever points at it.
    await expect(lane.getByRole('img', { name: new RegExp(named('1'), 'u') })).toBeVisible();
    await expect(lane.locator('title', { hasText: named('1') })).toHaveCount(1);
    await fits(page, 'the Lab');
    await page.getByText('Show as table').first().click();
    await fits(page, 'the Lab with its table');
    await page.getByRole('button', { name: 'Why?' }).click();
    await expect(
      page
        .getByRole('dialog')
        .or(page.getByRole('region', { name: /decision/i }))
        .first(),
    ).toBeVisible();
    await fits(page, 'the decision card');
    await page.keyboard.press('Escape');

    for (const view of ['Train', 'Predict', 'Compare', 'Policies', 'Reproduce', 'Export']) {
      await page.getByRole('navigation').getByText(view, { exact: true }).click();
      await expect(page.getByRole('main')).toHaveAccessibleName(view);
      await expect(page.getByRole('main').locator('h1, h2').first()).toBeVisible();
      await fits(page, view);
      if (view !== 'Compare') continue;
      await page.getByRole('checkbox', { name: begun(load) }).check();
      await page.getByRole('checkbox', { name: begun(named('p')) }).check();
      await page.getByRole('button', { name: /^Compare: / }).click();
      await expect(page.getByRole('button', { name: 'Table as CSV' })).toBeVisible({ timeout: 60_000 });
      await fits(page, 'a comparison');
    }
  });

test('a link that comes into the open page and asks for what is not here says so, and what was there stays', async ({
  page,
}) => {
  await page.goto('./#pipeline=audio-qa&load=bursty&seed=5&a=greedy&b=random&play=0&t=300');
  const load = page.getByRole('combobox', { name: 'Load' });
  await expect(load).toHaveValue('bursty');
  const chain = page.getByRole('combobox', { name: 'Pipeline' });
  const before = await chain.inputValue();
  const alert = page.getByRole('alert');
  for (const [hash, said] of [
    [
      'load=import:deadbeef',
      /imported load “import:deadbeef”, which this browser does not hold; import it again/,
    ],
    ['pipeline=nobody', /The pipeline “nobody” is none of the lab’s/],
    ['a=nobody', /There is no policy “nobody”/],
    ['env=x', /There is no environment “x”/],
    ['%E0%A4%A', /The lab knows nothing called/],
    ['__proto__=1', /The lab knows nothing called “__proto__”/],
    [`load=${'y'.repeat(10_000)}`, /There is no load “y{40}…”/],
  ] as const) {
    await page.evaluate((text) => {
      location.hash = text;
    }, hash);
    await expect(alert).toContainText(said);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(load).toHaveValue('bursty');
    await expect(chain).toHaveValue(before);
    await expect(page.getByRole('region', { name: 'Lane A: Greedy' })).toBeVisible();
    // The address says what is shown.
    await expect(page).toHaveURL(/load=bursty/);
    await expect(page).toHaveURL(/seed=5/);
  }
  await page.evaluate(() => {
    location.hash = 'load=spike&seed=1e99';
  });
  await expect(alert).toContainText('The seed takes a whole number from 0 to 999,999');
  await expect(load).toHaveValue('spike');
});
