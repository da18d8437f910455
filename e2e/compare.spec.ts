import { readFileSync } from 'node:fs';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { watchLongTasks } from './longTasks.ts';
import { metrics } from '../src/experiments/comparison/comparisonMetrics.ts';
import { documentOf, PAIRED_WITH, type ComparisonDocument } from '../src/experiments/comparison/document.ts';
import { fixed } from '../src/ui/format.ts';
import { cellText, SHOWN_ROWS } from '../src/ui/charts/svg.ts';
import { columnsOf } from '../src/ui/views/compare/columns.ts';
import { dots } from '../src/ui/views/compare/dots.ts';
import { gapPicture } from '../src/ui/views/compare/gap.ts';
import { headline } from '../src/ui/views/compare/headline.ts';
import { nameOf } from '../src/ui/views/compare/pick.ts';
import { plane } from '../src/ui/views/compare/plane.ts';
import { possibleHere } from '../src/ui/views/compare/possible.ts';
import { split } from '../src/ui/views/compare/split.ts';
import { strips } from '../src/ui/views/compare/strips.ts';

interface Saved {
  readonly table: readonly {
    readonly workload: string;
    readonly policy: string;
    readonly metrics: Readonly<Record<string, { readonly mean: number }>>;
  }[];
}

test('a comparison runs at one click, is told in words, charts and a table, and goes into files', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto('./');
  // Keys are heard once the page stands.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('4');
  await expect(page.getByText('Recorded, not yours.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Seeds', exact: true }).selectOption('3');
  await page.getByRole('button', { name: 'Compare: 54 runs' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(/ the highest J, .* in time/, { timeout: 60_000 });
  await expect(page.getByText(/\u00a0% of the way from Random to the best plan found: /)).toBeVisible();
  await expect(
    page.getByText(
      /the best plan found earns [\d.]+ a decision and nobody can earn more than [\d.]+: what is possible lies/,
    ),
  ).toBeVisible();
  for (const name of [
    'Cost.',
    'Quality Q.',
    'In time.',
    'Objective J.',
    'Fluctuating over time.',
    'Where the regret comes from.',
  ])
    await expect(page.getByRole('img', { name: new RegExp(`^${name.replace('.', '\\.')}`) })).toBeVisible();

  const table = page.getByRole('region', { name: 'Every number over seeds' }).getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(19);
  const costs = async (): Promise<readonly number[]> =>
    (await table.locator('tbody tr td:nth-of-type(5)').allInnerTexts()).map(Number.parseFloat);
  await table.getByRole('button', { name: /^Cost/ }).click();
  const rising = await costs();
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  await table.getByRole('button', { name: /^Cost/ }).click();
  expect(await costs()).toEqual([...rising].reverse());
  await expect(table.getByRole('columnheader', { name: /^Cost/ })).toHaveAttribute('aria-sort', 'descending');

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Everything as JSON' }).click(),
  ]);
  const saved = JSON.parse(readFileSync(await file.path(), 'utf8')) as Saved;
  expect(saved.table.map((row) => row.metrics['cost']!.mean.toFixed(2)).sort()).toEqual(
    rising.map((cost) => cost.toFixed(2)).sort(),
  );
  await page.getByLabel('Save cost', { exact: true }).click();
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'SVG' }).click(),
  ]);
  const svg = readFileSync(await picture.path(), 'utf8');
  expect(svg).toContain('>Steady low<');
  expect(svg).not.toContain('light-dark');
  // Taken home, it says what it shows.
  expect(svg).toContain(
    '>Pipeline “Video: detect, classify”, loads Steady low, Fluctuating and Steady high, seeds 1 to 3, environment “With queues”<',
  );

  for (const [width, colorScheme] of [
    [1440, 'dark'],
    [360, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
});

test('a long comparison stops when asked, goes on from there, and never blocks the page', async ({
  page,
}) => {
  await page.goto('./#v=compare');
  const policies = page.getByRole('group', { name: 'Rivals' });
  await policies.getByLabel('IPA by HiGHS').check();
  await page.getByRole('combobox', { name: 'Seeds', exact: true }).selectOption('3');
  const longTasks = await watchLongTasks(page);
  await page.getByRole('button', { name: 'Compare: 63 runs' }).click();
  const progress = page.getByRole('progressbar', { name: 'The comparison' });
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 60_000 })
    .toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Stop' }).click();
  const resume = page.getByRole('button', { name: 'Resume' });
  // Numbers over seeds come from a worker that starts anew.
  await expect(resume).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Not all of it has run')).toBeVisible();
  expect(await longTasks()).toEqual([]);
  await policies.getByLabel('IPA by HiGHS').uncheck();
  await resume.click();
  await expect(
    page.getByText(/^54 runs: 1 pipeline \(Video: .*\), 3 workloads \(.*\), 3 seeds \(1 to 3\)/),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Not all of it has run')).toHaveCount(0);
});

test('a link carries the choice; judged by single requests it has percentiles, and the gap to the fluid model', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto('./#v=compare&c-seeds=3&c-env=fluid&c-policies=greedy,keda,random,nonsense');
  const seeds = page.getByRole('combobox', { name: 'Seeds', exact: true });
  await expect(seeds).toHaveValue('3');
  await page.getByRole('button', { name: 'Compare: 27 runs' }).click();
  const judge = page.getByRole('button', { name: 'Judge by single requests' });
  await judge.click({ timeout: 60_000 });
  await expect(page.getByText(/^27 runs: .* in the environment “Single requests”/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page).toHaveURL(/c-env=discrete/);
  const section = page.getByRole('region', { name: 'Do the queues hold against single requests?' });
  await section.scrollIntoViewIfNeeded();
  await expect(section.getByRole('img')).toBeVisible();
  await expect(section.getByText(/same order: \d of 3 under Steady low/)).toBeVisible();
  const table = page.getByRole('region', { name: 'Every number over seeds' }).getByRole('table');
  for (const name of ['Goodput, req/s', 'In time, %', 'Late, %', 'p50, s', 'p95, s', 'p99, s'])
    await expect(table.getByRole('columnheader', { name, exact: true })).toHaveCount(1);

  // Every number that is shown, worked out again from the runs in the file.
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Everything as JSON' }).click(),
  ]);
  const saved = JSON.parse(readFileSync(await file.path(), 'utf8')) as ComparisonDocument;
  const again = JSON.parse(JSON.stringify(documentOf(saved.result, PAIRED_WITH))) as ComparisonDocument;
  expect(saved).toEqual(again);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    headline(again)
      .map((piece) => (typeof piece === 'string' ? piece : nameOf(piece.policy)))
      .join(''),
  );
  await expect(page.getByText(possibleHere(again))).toBeVisible();
  const columns = columnsOf(again.table);
  // All but the part of the regret that begins at the bound: among single requests none is proven.
  const left = metrics.filter((metric) => !columns.includes(metric)).map(({ id }) => id);
  expect(left).toEqual(['unavoidable']);
  const shownCells = await table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td.number')].map((cell) => cell.childNodes[0]?.textContent?.trim()),
      ),
    );
  expect(shownCells).toEqual(
    again.table.map((row) => columns.map(({ id, digits }) => fixed(row.metrics[id]!.mean, digits))),
  );
  const width = 900;
  for (const picture of [
    ...(['cost', 'qos', 'inTime'] as const).map((id) => dots(again, 'video', id, 'mean', width)),
    strips(again, 'video', 'fluctuating', width),
    plane(again, 'video', 'mean', width),
    split(again, 'video', width),
    gapPicture(again, 'video', width),
  ]) {
    const figure = page
      .getByRole('figure')
      .filter({ has: page.getByRole('img', { name: new RegExp(`^${picture.title}\\.`) }) });
    await figure.getByText('Show as table').click();
    const rows = figure.locator('tbody tr');
    // Made when the table opens, a moment after the click.
    await expect(rows).not.toHaveCount(0);
    const cells = await rows.evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    expect(cells.length).toBeGreaterThan(5);
    expect(cells).toEqual(picture.rows.slice(0, SHOWN_ROWS).map((row) => row.map(cellText)));
    expect(await figure.locator('figcaption p').textContent()).toBe(picture.sentence);
  }
  // What was judged is there still, and so is the judgement.
  await page.getByRole('button', { name: 'Back to “Fluid”' }).click();
  await expect(page.getByText(/^27 runs: .* in the environment “Fluid”/)).toBeVisible();
  await expect(page).toHaveURL(/c-env=fluid/);
  await judge.click();
  await expect(page.getByText(/^27 runs: .* in the environment “Single requests”/)).toBeVisible();
  await seeds.selectOption('10');
  await expect(page).toHaveURL(/c-seeds=10&c-env=discrete/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Compare: 90 runs' })).toBeVisible();

  // Folded where there is no room for the choices, they open when there is.
  await page.setViewportSize({ width: 780, height: 900 });
  await page.reload();
  await expect(page.getByText('Choose', { exact: true })).toBeVisible();
  await expect(seeds).toBeHidden();
  await page.setViewportSize({ width: 1280, height: 900 });
  await expect(seeds).toBeVisible();
  await expect(page.getByText('Choose', { exact: true })).toBeHidden();
});
