/**
 * One question, one number: whatever the Lab says of a run is what `measures` gives for the same run, computed here.
 * Headline, lanes, timelines, panel, decision card and the table of numbers, over six scenarios in each environment.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { estimatesInTime, measureById } from '../src/scenario/measures.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import { defaultScenario, environmentKinds, type Episode, type Scenario } from '../src/scenario/scenario.ts';
import { presetById } from '../src/model/presets/index.ts';
import { policyById } from '../src/policies/registry.ts';
import { fixed, signed } from '../src/ui/format.ts';
import { nameOf } from '../src/ui/views/compare/pick.ts';
import { generateWorkload } from '../src/workload/generators.ts';

interface Walk {
  readonly pipeline: string;
  readonly load: string;
  readonly a: string;
  readonly b: string;
  /** What is turned, as the link has it, and as the scenario has it. */
  readonly link?: string;
  readonly turned?: (scenario: Scenario) => Partial<Scenario>;
}

const WALKS: readonly Walk[] = [
  { pipeline: 'video', load: 'fluctuating', a: 'ipa-exact', b: 'greedy' },
  { pipeline: 'audio-qa', load: 'bursty', a: 'hpa', b: 'optimum-predicted' },
  { pipeline: 'sum-qa', load: 'steady-high', a: 'keda', b: 'random' },
  { pipeline: 'nlp', load: 'steady-low', a: 'greedy', b: 'vpa' },
  {
    ...{ pipeline: 'video', load: 'spike', a: 'vpa', b: 'hpa' },
    link: '&cores=14&replicas=4',
    turned: ({ limits }) => ({ limits: { ...limits, maxCores: 14, maxReplicas: 4 } }),
  },
  {
    ...{ pipeline: 'audio-sent', load: 'step', a: 'ipa-exact', b: 'hpa' },
    link: '&sla=2&batch=4',
    turned: ({ limits }) => ({ slaSeconds: 2, limits: { ...limits, maxBatch: 4 } }),
  },
];
const LANES = ['a', 'b'] as const;
const TIMELINES = ['qos', 'cost', 'latency', 'inTime', 'unmet'] as const;

/** Decimals as the measure has them. */
const written = (id: string, value: number): string => fixed(value, measureById(id).digits);
const whole = (id: string, { summary }: Episode): number => measureById(id).of(summary)!;
const during = (id: string, { series }: Episode, k: number): number =>
  measureById(id).over!(series, k, k + 1)!;
const numbersIn = (text: string): readonly string[] => text.match(/−?\d+(?:\.\d+)?/g) ?? [];

for (const walk of WALKS) {
  const { pipeline, load, a, b, link = '', turned } = walk;
  test(`every number of ${pipeline} under ${load}${link} is the measures’, wherever it stands`, async ({
    page,
  }) => {
    // Three worlds, each with two cards of some twenty rivals.
    test.setTimeout(120_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const environment of environmentKinds) {
      const plain = defaultScenario(presetById(pipeline)!, generateWorkload(load, 7));
      const prepared = prepare({ ...plain, ...turned?.(plain), environment });
      const [episodeA, episodeB] = (await Promise.all(
        [a, b].map((id) => runEpisode(prepared, policyById(id)!, { clock: () => 0, record: true })),
      )) as [Episode, Episode];
      const runs = { a: episodeA, b: episodeB };
      await page.goto('about:blank');
      await page.goto(`./#pipeline=${pipeline}&load=${load}&env=${environment}&a=${a}&b=${b}${link}&play=0`);
      await expect(page.getByRole('region', { name: 'Lane A:' })).toBeAttached();
      await expect(page.getByRole('table', { name: /by term/ })).toBeVisible();
      await page.locator('body').press('End');
      const about = estimatesInTime(environment);
      await test.step(environment, async () => {
        await headline(page, runs, [nameOf(a), nameOf(b)], about);
        await lanes(page, runs, about);
        await timelines(page, runs, { a: nameOf(a), b: nameOf(b) });
        await panel(page, runs);
        await card(page, runs, about);
        await table(page, runs, { a: nameOf(a), b: nameOf(b) });
      });
    }
  });
}

type Runs = Readonly<Record<'a' | 'b', Episode>>;
type Names = Readonly<Record<'a' | 'b', string>>;

/** Every number of the sentences is one of the measures; the shares and the lead in J are among them. */
async function headline(page: Page, { a, b }: Runs, names: readonly string[], about: boolean): Promise<void> {
  const finding = page.locator('.finding').first();
  let text =
    ((await finding.locator('h1').textContent()) ?? '') +
    ((await finding.locator('p').first().textContent()) ?? '');
  for (const name of [...names].sort((x, y) => y.length - x.length)) text = text.replaceAll(name, '');
  text = text
    .replace('Of a hundred requests that', '')
    .replaceAll(/\b99 take at most/g, '')
    .replaceAll(/\s+/g, ' ');
  const sides = [a, b];
  const lead = whole('objective', a) - whole('objective', b);
  const shares = sides.map((run) => written('inTime', whole('inTime', run)));
  for (const share of shares)
    expect(text, 'the share in time').toContain(`${about ? 'about ' : ''}${share} %`);
  if (Math.abs(lead) >= 0.05)
    expect(text, 'the lead by J').toContain(`leads by ${written('objective', Math.abs(lead))} points`);
  const ratio = whole('cost', a) / whole('cost', b);
  const allowed = new Set([
    ...shares,
    written('objective', Math.abs(lead)),
    ...sides.map((run) => written('regret', Math.abs(whole('regret', run)))),
    ...sides.map((run) => fixed(whole('dropped', run), 1)),
    ...sides.flatMap(({ summary: { requests } }) => (requests ? [fixed(requests.p99, 2)] : [])),
    fixed(Math.abs(whole('qos', a) - whole('qos', b)), 1),
    String(Math.round(100 * Math.abs(ratio - 1))),
    fixed(100 * Math.abs(ratio - 1), 1),
    ...[0, 1].map((digits) => fixed(ratio, digits)),
  ]);
  const found = numbersIn(text);
  expect(found.length).toBeGreaterThan(3);
  expect(
    found.filter((number) => !allowed.has(number)),
    `numbers of nowhere in: ${text}`,
  ).toEqual([]);
}

/** At the end, "so far" is the whole run. */
async function lanes(page: Page, runs: Runs, about: boolean): Promise<void> {
  for (const lane of LANES) {
    const region = page.getByRole('region', { name: new RegExp(`^Lane ${lane.toUpperCase()}:`) });
    const said = (label: RegExp): Locator =>
      region.locator('dl > div').filter({ hasText: label }).locator('dd');
    await expect(said(/^\s*J so far/)).toHaveText(written('objective', whole('objective', runs[lane])));
    await expect(said(/^\s*in time so far/)).toHaveText(
      `${about ? '≈\u2009' : ''}${written('inTime', whole('inTime', runs[lane]))}\u2009%`,
    );
    const { stages, seconds, latency } = runs[lane].ticks!;
    const last = latency.subarray((seconds - 1) * stages, seconds * stages);
    await expect(said(/^\s*latency now/)).toHaveText(
      `${fixed(
        last.reduce((sum, x) => sum + x, 0),
        2,
      )} s`,
    );
  }
}

/** Means of the run, beside the ends of the lines and in the sentence of each. */
async function timelines(page: Page, runs: Runs, names: Names): Promise<void> {
  for (const id of TIMELINES) {
    const { title } = measureById(id);
    const chart = page.getByRole('img', { name: new RegExp(`^${title} over time, in `) });
    const [meanA, meanB] = LANES.map((lane) => written(id, whole(id, runs[lane]))) as [string, string];
    const label = (await chart.getAttribute('aria-label')) ?? '';
    expect(label.replaceAll(names.a, 'A').replaceAll(names.b, 'B')).toMatch(
      new RegExp(`A averages ${meanA.replace('.', '\\.')}, .* B with ${meanB.replace('.', '\\.')}\\.$`),
    );
    const texts = (await chart.locator('text').allTextContents()).map((text) => text.trim());
    expect(texts.slice(-4).sort(), `${title}: labels at the ends`).toEqual(
      expect.arrayContaining([meanA, meanB]),
    );
  }
}

async function panel(page: Page, { a, b }: Runs): Promise<void> {
  const terms = page.getByRole('table', { name: /by term/ });
  for (const [name, id] of [
    ['J', 'objective'],
    ['Reward', 'reward'],
  ] as const)
    await expect(terms.getByRole('row', { name: new RegExp(`^${name}\\b`) }).locator('td.number')).toHaveText(
      signed(whole(id, a) - whole(id, b), measureById(id).digits),
    );
}

/** Of the last decision. */
async function card(page: Page, runs: Runs, about: boolean): Promise<void> {
  await page.locator('body').press('d');
  const dialog = page.getByRole('dialog');
  for (const lane of LANES) {
    if (lane === 'b')
      await dialog.getByRole('group', { name: 'Whose decision' }).getByRole('button').last().click();
    const run = runs[lane];
    const k = run.series.t.length - 1;
    const share = written('inTime', during('inTime', run, k));
    const earned = dialog.getByRole('region', { name: 'What it earned' });
    await expect(earned.locator('.note b')).toHaveText(written('reward', during('reward', run, k)));
    await expect(earned.locator('.note')).toContainText(
      `${about ? 'About ' : ''}${share}\u00a0% of the requests`,
    );
    for (const [name, id] of [
      ['J', 'objective'],
      ['Reward', 'reward'],
    ] as const)
      await expect(
        earned.getByRole('row', { name: new RegExp(`^${name}\\b`) }).locator('td.number'),
      ).toHaveText(fixed(during(id, run, k), 3));
    const own = dialog
      .getByRole('region', { name: 'What the others would do' })
      .locator('tr.own td.number')
      .first();
    await expect(own.locator('span')).toHaveText(written('reward', during('reward', run, k)));
    await expect(own.locator('small')).toHaveText(`${about ? '≈\u2009' : ''}${share}\u2009%`);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** Every cell of the table behind the timelines. */
async function table(page: Page, runs: Runs, names: Names): Promise<void> {
  const behind = page.locator('.charts').getByText('Show as table');
  await behind.click();
  const shown = page.getByRole('region', { name: 'The numbers behind the timelines' }).getByRole('table');
  await expect(shown).toBeVisible();
  const read = (cells: string): Promise<readonly (readonly string[])[]> =>
    shown
      .locator(`${cells} tr`)
      .evaluateAll((rows) =>
        rows.map((row) => Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent.trim())),
      );
  const [head] = await read('thead');
  const rows = await read('tbody');
  expect(rows.length).toBeGreaterThan(50);
  for (const id of TIMELINES)
    for (const lane of LANES) {
      const column = head!.indexOf(`${measureById(id).title} ${names[lane]}`);
      expect(column, `${id} of lane ${lane}`).toBeGreaterThan(0);
      expect(rows.map((row) => row[column])).toEqual(
        rows.map((_, k) => written(id, during(id, runs[lane], k))),
      );
    }
  await behind.click();
}
