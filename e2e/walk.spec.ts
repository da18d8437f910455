/**
 * One question, one number: whatever is said of a run is what `measures` gives for the same run, computed here. Over six
 * scenarios, both lanes and three worlds: headline, lanes, timelines with crosshair and table, panel, training's rivals,
 * decision card, glossary and command line; Compare and Export in one world of each scenario, in turn.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { cardSays, cardShould } from './walk/card.ts';
import {
  commandLineSays,
  commandLineShould,
  compareSays,
  compareShould,
  exportSays,
  exportShould,
} from './walk/elsewhere.ts';
import { labSays, labShould } from './walk/lab.ts';
import { glossarySays, glossaryShould, timelinesSay, timelinesShould } from './walk/tables.ts';
import { LANES, linkOf, momentOf, secondIn, walked, WALKS, type Walked } from './walk/runs.ts';
import { environmentKinds } from '../src/scenario/scenario.ts';

for (const [i, walk] of WALKS.entries()) {
  const { pipeline, load, a, b, turned } = walk;
  const words = Object.entries(turned ?? {}).map(([knob, value]) => ` ${knob} ${String(value)}`);
  test(`every number of ${pipeline} under ${load}, ${a} beside ${b}${words.join()}, is the measures’, wherever it stands`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const environment of environmentKinds)
      await test.step(environment, async () => {
        const run = await walked(walk, environment);
        await lab(page, run);
        for (const lane of LANES)
          expect(await commandLineSays(run, lane, false), `the command line, ${lane}`).toEqual(
            commandLineShould(run, lane),
          );
        if (environment === environmentKinds[i % environmentKinds.length]) await otherViews(page, run);
      });
  });
}

test('a process of the command line writes the same numbers', async () => {
  const run = await walked(WALKS[4]!, 'discrete');
  expect(await commandLineSays(run, 'a', true)).toEqual(commandLineShould(run, 'a'));
});

/** Into the page that stands: a click on a link within it. */
async function follow(page: Page, hash: string): Promise<void> {
  if (page.url() === 'about:blank') await page.goto(`./${hash}`);
  else await page.evaluate((next) => (location.hash = next), hash);
}

/** What stands there in the end: parts follow one another frame by frame. */
async function says(what: string, read: () => Promise<unknown>, should: unknown): Promise<void> {
  await expect.poll(read, { message: what, intervals: [50, 100, 200] }).toEqual(should);
}

async function lab(page: Page, run: Walked): Promise<void> {
  const k = momentOf(run);
  const second = secondIn(k);
  const last = run.decisions - 1;
  await follow(page, linkOf(run, `t=${String(second)}`));
  await says('the Lab', () => labSays(page, run, 'now', k), labShould(run, 'now', k, second));
  for (const lane of LANES) {
    await follow(page, linkOf(run, `t=${String(second)}&why=${lane}`));
    await says(`the card of ${lane}`, () => cardSays(page, run, lane, k), cardShould(run, lane, k));
  }
  await follow(page, linkOf(run, `v=glossary&t=${String(second)}`));
  await says('the glossary', () => glossarySays(page, run), glossaryShould(run, k));
  // At the end "so far" is the whole run.
  const end = secondIn(last) + 6;
  await follow(page, linkOf(run, `t=${String(end)}`));
  await says('the Lab at the end', () => labSays(page, run, 'run', last), labShould(run, 'run', last, end));
  await says('the table', () => timelinesSay(page, run), timelinesShould(run));
}

async function otherViews(page: Page, run: Walked): Promise<void> {
  const { a, b, load } = run.walk;
  await follow(page, linkOf(run, `v=compare&c-policies=${a},${b}&c-loads=${load}&c-seeds=1`));
  await page.getByRole('button', { name: 'Compare: 2 runs' }).click();
  await expect(page.getByText(/^2 runs: 1 pipeline/)).toBeVisible({ timeout: 60_000 });
  await says('Compare', () => compareSays(page, run), await compareShould(run));
  await follow(page, linkOf(run, 'v=export'));
  await says('Export', () => exportSays(page), exportShould(run));
}
