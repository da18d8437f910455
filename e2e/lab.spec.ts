import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { watchLongTasks } from './longTasks.ts';
import { Moments } from '../src/environment/discrete/moment.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { presetById } from '../src/model/presets/index.ts';
import { policyById } from '../src/policies/registry.ts';
import { generateWorkload } from '../src/workload/generators.ts';

test('a link restores what was on screen', async ({ page }) => {
  await page.goto('./#');
  await page.getByRole('combobox', { name: 'Pipeline' }).selectOption('sum-qa');
  await page.getByRole('combobox', { name: 'Load' }).selectOption('bursty');
  await page.getByRole('combobox', { name: 'Policy of lane B' }).selectOption('greedy');
  await page.getByRole('slider', { name: 'Cores on the device' }).fill('24');
  await expect(page).toHaveURL(/pipeline=sum-qa&load=bursty&env=chance&b=greedy&cores=24/);
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url);
  await expect(page.getByRole('combobox', { name: 'Pipeline' })).toHaveValue('sum-qa');
  await expect(page.getByRole('combobox', { name: 'Load' })).toHaveValue('bursty');
  await expect(page.getByRole('combobox', { name: 'Policy of lane B' })).toHaveValue('greedy');
  await expect(page.getByRole('slider', { name: 'Cores on the device' })).toHaveValue('24');
});

test('a slider replays at once, and undo takes it back', async ({ page }) => {
  await page.goto('./#');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('IPA');
  const before = await heading.textContent();
  const cores = page.getByRole('slider', { name: 'Cores on the device' });
  await cores.fill('12');
  await expect(heading).not.toHaveText(before ?? '');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cores).toHaveValue('30');
  await expect(heading).toHaveText(before ?? '');
  const late = page.getByRole('slider', { name: 'Each % late costs' });
  await late.fill('0.2');
  await expect(late).toHaveAttribute('aria-valuetext', '0.20 points per per cent of requests not in time');
  await expect(page.locator('.finding').first()).toContainText('less priced cores and late requests');
  await expect(page).toHaveURL(/[#&]wl=0\.2(&|$)/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(late).toHaveValue('0');
  await expect(page.locator('.finding').first()).not.toContainText('late requests');
});

test('single requests: the discrete-event environment says what the slowest requests take, and the link keeps it', async ({
  page,
}) => {
  await page.goto('./#');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('IPA');
  const environment = page.getByRole('combobox', { name: 'Environment' });
  const slowest = page
    .locator('.finding p')
    .filter({ hasText: /Of a hundred requests .*, 99 take at most \d/ });
  await expect(slowest).toHaveCount(0);
  const world = await environment.inputValue();

  // Beside the estimates first; a reload shows what stood.
  const judged = page.getByRole('table', { name: 'Both lanes in single requests, and as estimated' });
  await page.getByRole('button', { name: 'Judge by single requests' }).click();
  await expect(judged).toBeVisible();
  const counted = await judged.locator('tbody td:nth-of-type(1) > span').allInnerTexts();
  expect(counted).toHaveLength(2);
  await expect(judged.getByText('≈')).toHaveCount(2);
  await page.reload();
  await expect(judged).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // Opened there, they are the figures of the page; and back.
  const open = page.getByRole('button', { name: 'Open in single requests' });
  await open.click();
  await expect(slowest).toBeVisible();
  await expect(environment).toHaveValue('discrete');
  for (const share of counted)
    await expect(page.locator('.finding')).toContainText(share.replace(/\s*%/u, '\u00a0%'));
  await page.getByRole('button', { name: /^Back to / }).click();
  await expect(environment).toHaveValue(world);
  await expect(page.getByRole('button', { name: 'Judge by single requests' })).toBeVisible();

  await environment.selectOption('discrete');
  await expect(slowest).toBeVisible();
  await expect(page).toHaveURL(/env=discrete/);
  await page.goto('about:blank');
  await page.goto('./#env=discrete');
  await expect(environment).toHaveValue('discrete');
  await expect(slowest).toBeVisible();
});

test('single requests: each is drawn where the simulation has it, at any moment', async ({ page }) => {
  const prepared = prepare({
    ...defaultScenario(presetById('video')!, generateWorkload('bursty', 7)),
    environment: 'discrete',
  });
  const moments = await Promise.all(
    ['ipa-exact', 'greedy'].map(async (id) => {
      const options = { clock: () => 0, record: false, journal: true };
      return new Moments((await runEpisode(prepared, policyById(id)!, options)).journal!);
    }),
  );
  // A quiet moment, and one in a burst.
  for (const t of [130, 277]) {
    await page.goto('about:blank');
    await page.goto(`./#env=discrete&load=bursty&a=ipa-exact&b=greedy&t=${String(t)}`);
    for (const [i, lane] of ['A', 'B'].entries()) {
      const { waiting, inService } = moments[i]!.at(t);
      const under = [...waiting, ...inService].reduce((sum, count) => sum + count, 0);
      const region = page.getByRole('region', { name: new RegExp(`^Lane ${lane}:`) });
      const picture = region.getByRole('img').first();
      await expect(picture).toHaveAccessibleName(new RegExp(` ${String(under)} requests? under way\\.`, 'v'));
      for (const [n, stage] of ['Detect', 'Classify'].entries()) {
        await expect(picture).toHaveAccessibleName(
          new RegExp(
            `${stage}: [^;]*, ${String(waiting[n])} waiting, ${String(inService[n])} in service[;.]`,
            'v',
          ),
        );
      }
      await expect(region.locator('canvas')).toHaveAttribute('data-requests', String(under));
      if (t > 200) expect(under).toBeGreaterThan(20);
    }
  }
  await expect(page.getByText('Every dot is one request')).toBeVisible();
  const longTasks = await watchLongTasks(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(3000);
  expect(await longTasks(), 'main-thread tasks over 50 ms while requests move').toEqual([]);
  await page.getByRole('combobox', { name: 'Environment' }).selectOption('fluid');
  await expect(page.locator('canvas[data-requests]')).toHaveCount(0);
  await expect(page.getByText('Every dot is one request')).toHaveCount(0);
});

test('weights that make comparisons meaningless are called so', async ({ page }) => {
  await page.goto('./#');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('IPA');
  const findings = page.getByRole('list', { name: 'What these weights make meaningless' });
  await expect(findings).toHaveCount(0);
  await page.getByRole('slider', { name: 'A core costs' }).fill('0');
  await page.getByText('More weights').click();
  await page.getByRole('slider', { name: 'Spare capacity costs' }).fill('0');
  await expect(findings).toContainText('Idle capacity pays');
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(findings).toHaveCount(0);
});

test('the keyboard alone plays, steps and opens the help', async ({ page }) => {
  await page.goto('./#');
  await expect(
    page
      .getByRole('region', { name: /^Lane A:/ })
      .getByRole('img')
      .first(),
  ).toBeVisible();
  const time = page.getByLabel('Time', { exact: true }).locator('b');
  if (await page.getByRole('button', { name: 'Pause', exact: true }).isVisible())
    await page.keyboard.press('Space');
  await page.keyboard.press('Home');
  await expect(time).toHaveText('02:00');
  await page.keyboard.press('ArrowRight');
  await expect(time).toHaveText('02:10');
  await page.keyboard.press('End');
  await expect(time).toHaveText('20:00');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 360, height: 760 },
  ]) {
    test(`no accessibility violation and nothing cut off, ${colorScheme}, ${String(viewport.width)} px`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.goto('./#');
      await expect(
        page
          .getByRole('region', { name: /^Lane A:/ })
          .getByRole('img')
          .first(),
      ).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });
  }
}

test('a policy with settings has one name in lane, headline and charts; on a phone it leaves the headings whole', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./#a=hpa:target=0.5,max=8&b=hpa:target=0.5,stabilisation=60,1.max=5,2.min=3');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('HPA');
  const names = await Promise.all(
    ['A', 'B'].map((lane) =>
      page
        .getByRole('combobox', { name: `Policy of lane ${lane}` })
        .locator('option:checked')
        .textContent(),
    ),
  );
  const cost = page.locator('.timelines figure', { hasText: 'cores' });
  for (const name of names) {
    expect(name).toMatch(/^HPA \(target 50\u00a0%/);
    await expect(heading).toContainText(name ?? '');
    // A name that is cut stands whole in its hint.
    await expect
      .poll(() =>
        cost
          .locator('svg[role=img] text')
          .evaluateAll((texts) =>
            texts.map((text) => text.querySelector('title')?.textContent ?? text.textContent),
          ),
      )
      .toContain(name);
  }
  const boxes = await page.locator('.timelines figure').evaluateAll((figures) =>
    figures.map((figure) => {
      const title = figure.querySelector('figcaption')!.getBoundingClientRect();
      const lines = [...figure.querySelectorAll('svg[role=img] text')].map((text) =>
        text.getBoundingClientRect(),
      );
      return {
        count: lines.length,
        over: lines.filter((box) => box.top < title.bottom && box.left < title.right).length,
        left: title.left,
        cut: Math.max(...lines.map(({ right }) => right)) - innerWidth,
      };
    }),
  );
  expect(boxes).toHaveLength(6);
  for (const { count, over, left, cut } of boxes) {
    expect(count).toBeGreaterThanOrEqual(2);
    expect(over).toBe(0);
    expect(left).toBeGreaterThan(0);
    expect(cut).toBeLessThanOrEqual(0);
  }
});
