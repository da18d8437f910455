/** What one sees is what the link, a reload and the history restore, or a sentence says what could not be. */
import type { Page } from '@playwright/test';
import { burstyCsv, file, importFile } from './csv.ts';
import { expect, test } from './fixtures.ts';

const notice = (page: Page) => page.locator('.notice');
const picker = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

/** The address has taken up what is on screen: it follows a moment later. */
async function reloaded(page: Page, address: RegExp): Promise<void> {
  await expect(page).toHaveURL(address);
  await page.reload();
}

/** What the page found, as the storage has it: names, each with the pipelines that were compared, if it is a comparison. */
const found = (page: Page): Promise<Readonly<Record<string, readonly string[]>>> =>
  page.evaluate(
    () =>
      new Promise<Record<string, string[]>>((resolve, reject) => {
        const opening = indexedDB.open('sluice');
        opening.onerror = () => reject(new Error('the storage does not open'));
        opening.onsuccess = () => {
          const store = opening.result.transaction('found').objectStore('found');
          const [keys, values] = [store.getAllKeys(), store.getAll()];
          values.onsuccess = () => {
            opening.result.close();
            const kept = values.result as { plan?: { pipelines: { id: string }[] } }[];
            const entries = kept.map(({ plan }, i) => [
              keys.result[i] as string,
              plan?.pipelines.map(({ id }) => id) ?? [],
            ]);
            resolve(Object.fromEntries(entries) as Record<string, string[]>);
          };
        };
      }),
  );

/** From now on no other tab reads what is kept, until this one hears `let-go`. */
const holdStorage = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('sluice');
        opening.onerror = () => reject(new Error('the storage does not open'));
        opening.onsuccess = () => {
          const db = opening.result;
          const store = db.transaction([...db.objectStoreNames], 'readwrite').objectStore('pipelines');
          let held = true;
          addEventListener('let-go', () => (held = false), { once: true });
          // A transaction lasts as long as it is asked for more.
          const ask = (): void => {
            resolve();
            if (!held) db.close();
            else store.count().onsuccess = ask;
          };
          store.count().onsuccess = ask;
        };
      }),
  );

test('Compare is of the header until another choice is made, and says when its results are of something else', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./#v=compare&pipeline=nlp&env=instant&c-policies=greedy,random&c-seeds=1');
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('checkbox', { name: /^Text: identify/ })).toBeChecked();
  await expect(panel.getByRole('combobox', { name: 'Environment' })).toHaveValue('header');
  await picker(page, 'Load').selectOption('bursty');
  await expect(panel.getByRole('checkbox', { name: /^Burst/ })).toBeChecked();
  await page.getByRole('button', { name: 'Compare: 8 runs' }).click();
  await expect(page.getByText(/^8 runs: 1 pipeline/)).toBeVisible({ timeout: 60_000 });
  const stale = page.locator('.stale');
  await expect(stale).toHaveCount(0);
  await picker(page, 'Forecast').selectOption('last');
  await expect(stale).toContainText('other settings than those that stand now.');
  await expect(stale).toContainText(/Forecast: LSTM, now Last 10 s/);
  await picker(page, 'Pipeline').selectOption('video');
  await expect(stale).toContainText(/Pipelines: Text: .*, now Video: detect, classify/);
  await stale.getByRole('button', { name: 'Run again' }).click();
  await expect(panel.getByRole('button', { name: 'Compare: 8 runs' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^8 runs: 1 pipeline/)).toBeVisible({ timeout: 60_000 });
  await expect(stale).toHaveCount(0);
  // A reload shows the results as they were, without a run.
  const told = await page.locator('.finding').innerText();
  await expect.poll(() => found(page)).toEqual({ compared: ['video'] });
  // The address follows the header a moment later.
  await expect(page).not.toHaveURL(/pipeline=nlp/);
  await expect(page).toHaveURL(/load=bursty/);
  await reloaded(page, /v=compare.*c-seeds=1/);
  await expect(page.getByText(/^8 runs: 1 pipeline/)).toBeVisible({ timeout: 30_000 });
  expect(await page.locator('.finding').innerText()).toBe(told);
  await expect(panel.getByRole('button', { name: 'Compare: 8 runs' })).toBeVisible();
  // What another tab, or the browser itself, has taken away is said to be gone, and one click has it again.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('sluice');
        opening.onerror = () => reject(new Error('the storage does not open'));
        opening.onsuccess = () => {
          const tx = opening.result.transaction('found', 'readwrite');
          tx.objectStore('found').clear();
          tx.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await page.reload();
  await expect(page.getByText(/^The comparison of 8 runs on Video: .* is gone/)).toBeVisible();
  await page.getByRole('button', { name: 'Run it again' }).click();
  await expect(page.getByText(/^8 runs: 1 pipeline/)).toBeVisible({ timeout: 60_000 });
});

test('a trained agent is in lane A again after a reload, and a link without it here says so', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(150_000);
  await page.goto('./#budget=5s&b=hpa');
  // What has run on this load before stays a line of the training's curve.
  await expect(page.getByRole('img', { name: /Myopic optimum loses/ })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText(/^Trained for \d+ s$/).first()).toBeVisible({ timeout: 90_000 });
  await page.keyboard.press('1');
  const lane = page.getByRole('region', { name: /^Lane A: OPD/ });
  await expect(lane).toContainText('trained here');
  const card = page.getByRole('region', { name: 'Train an agent' });
  const curve = card.getByRole('img', { name: /^On this load the agent loses [\d.]+ points/ });
  await expect(curve).toHaveAttribute('aria-label', /Myopic optimum loses .*HPA loses/);
  const [said, drawn] = [await card.innerText(), await curve.getAttribute('aria-label')];
  await expect
    .poll(async () => Object.keys(await found(page)).filter((name) => name.startsWith('judged')))
    .toHaveLength(1);
  await reloaded(page, /agent=/);
  await expect(lane).toContainText('trained here', { timeout: 30_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  // The card says what it said, and draws what it drew, but for how fast each engine was.
  await expect(card).toContainText(/Trained for \d+ s\s+[\d,]+ steps/);
  // A better plan may have been found since: then everybody loses as much more.
  const losses = (label: string | null): readonly number[] =>
    [...label!.matchAll(/loses (\d+\.\d+)/g)].map(([, lost]) => Number(lost));
  await expect
    .poll(async () => {
      const [before, now] = [losses(drawn), losses(await curve.getAttribute('aria-label'))];
      const more = now.map((lost, i) => lost - before[i]!);
      return now.length === before.length && Math.max(...more) - Math.min(...more) < 0.015;
    })
    .toBe(true);
  const plain = (text: string): string => text.replace(/(Computed by [\w ]+)[^\n]*/, '$1');
  expect(plain(await card.innerText())).toBe(plain(said));
  // A limit that it does not fit takes it out of the lane, where one looks; set back, it is back.
  await page.getByRole('slider', { name: 'Replicas, at most' }).press('ArrowLeft');
  await expect(page.getByRole('region', { name: /^Lane A: Myopic optimum/ })).toContainText(
    'instead of OPD, which does not fit here',
  );
  await expect(notice(page)).toContainText('it was trained for at most 8 replicas a stage');
  await page.keyboard.press('Control+z');
  await expect(lane).toContainText('trained here');
  await expect(notice(page)).toHaveText('OPD fits again, and is back in its lane.');
  const link = page.url();
  const other = await browser.newContext({ baseURL: baseURL! });
  const stranger = await other.newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole('alert')).toContainText(
    'The trained agent of the link is not in this browser, or was deleted here',
  );
  await expect(stranger.getByRole('alert')).toContainText('Myopic optimum stands instead.');
  await expect(stranger.getByRole('region', { name: /^Lane A: Myopic optimum/ })).toBeVisible();
  await other.close();
});

test('a training that a reload interrupts says so, goes on, and another tab shows it in its list', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  await page.goto('./#v=train&budget=600s');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText(/^Safe up to step/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('1');
  const lane = page.getByRole('region', { name: /^Lane A: OPD/ });
  await expect(lane).toContainText('learning', { timeout: 60_000 });
  const other = await context.newPage();
  await other.goto('./#v=train');
  const row = (name: string) => other.getByRole('row', { name: new RegExp(`Compare ${name}`) });
  await expect(row('Run 1')).toContainText(/another tab/i);
  // A run is safe before it has an agent worth keeping; one is kept once it has been judged.
  await expect(row('Run 1').locator('[data-name=J]')).toHaveText(/\d/, { timeout: 60_000 });
  await reloaded(page, /agent=/);
  const card = page.getByRole('region', { name: 'Train an agent' });
  await expect(card).toContainText(
    /Interrupted.*Run 1 was interrupted at \d+ s, after [\d,]+ steps: .* the best that it had by J on the load held out \(−?[\d.]+\)\./,
    { timeout: 30_000 },
  );
  await expect(lane).toContainText('trained here');
  await card.getByRole('button', { name: /^Resume from step [\d,]+$/ }).click();
  await expect(card.getByRole('progressbar')).toBeVisible();
  await expect(card).toContainText(/ s left/, { timeout: 60_000 });
  await card.getByRole('button', { name: 'Stop' }).click();
  await expect(card).toContainText(/Trained for \d+ s/, { timeout: 30_000 });
  // Nobody touched the other tab.
  await expect(row('Run 1')).toContainText('stopped', { timeout: 20_000 });
  await other.close();
});

test('what is filled in for a cluster outlives a reload, and the load follows the header', async ({
  page,
}) => {
  await page.goto('./#v=export&load=bursty');
  const panel = page.getByRole('complementary');
  const best = panel.getByRole('spinbutton', { name: 'Best for, req/s' });
  await expect(panel.getByText(/it follows the load in the header/)).toBeVisible();
  const peak = Number(await best.inputValue());
  expect(peak).toBeGreaterThan(20);
  await picker(page, 'Load').selectOption('steady-low');
  await expect(best).not.toHaveValue(String(peak));
  await picker(page, 'Load').selectOption('bursty');
  await best.fill('20');
  await best.press('Tab');
  await expect(panel.getByText(`comes to ${String(peak)} requests a second`)).toBeVisible();
  await panel.getByRole('combobox', { name: 'Layout' }).selectOption('kserve');
  await panel.getByRole('textbox', { name: 'Namespace', exact: true }).fill('prod');
  await panel.getByRole('textbox', { name: 'Namespace', exact: true }).press('Tab');
  await panel.getByText('Amounts, mesh and monitoring').click();
  const memory = panel.getByRole('textbox', { name: 'Memory, each' });
  await memory.fill('2Gi');
  await memory.press('Tab');
  await reloaded(page, /x-memory=2Gi/);
  await expect(best).toHaveValue('20');
  await expect(panel.getByRole('combobox', { name: 'Layout' })).toHaveValue('kserve');
  await expect(panel.getByRole('textbox', { name: 'Namespace', exact: true })).toHaveValue('prod');
  // The details that were open are open again.
  await expect(memory).toBeVisible();
  await expect(memory).toHaveValue('2Gi');
  await panel.getByRole('button', { name: 'As the load in the header' }).click();
  await expect(best).toHaveValue(String(peak));
});

test('imports say what they replace, take a refusal with them, and what is deleted does not come back by Undo', async ({
  page,
}) => {
  await page.goto('./');
  await page
    .getByLabel('File to import')
    .setInputFiles([file('bad.csv', 'nothing'), file('good.csv', burstyCsv(600))]);
  await expect(page.getByRole('dialog')).toContainText('bad.csv');
  await page.getByRole('button', { name: 'Use this load' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(notice(page)).toHaveText(
    'good is loaded. It stands in place of “Fluctuating”; Undo (Ctrl Z) goes back.',
  );
  await page.keyboard.press('Control+z');
  await expect(picker(page, 'Load')).toHaveValue('fluctuating');
  await page.keyboard.press('Control+y');
  await expect(picker(page, 'Load')).toHaveValue(/^import:/);
  await importFile(page, file('second.csv', burstyCsv(700)));
  await expect(notice(page)).toContainText('in place of “good”');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('button', { name: 'Delete the trace good' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await page.keyboard.press('Control+z');
  await expect(picker(page, 'Load'), 'what stood before the one that was deleted').toHaveValue('fluctuating');
});

test('Back leads to the lanes and the header before, view by view', async ({ page }) => {
  await page.goto('./#play=0');
  const lane = (name: string) => page.getByRole('region', { name: new RegExp(`^Lane B: ${name}`) });
  await expect(lane('IPA')).toBeVisible();
  await page.getByRole('combobox', { name: 'Policy of lane B' }).selectOption('hpa');
  await expect(page).toHaveURL(/b=hpa/);
  await picker(page, 'Load').selectOption('bursty');
  await expect(page).toHaveURL(/load=bursty/);
  await page.keyboard.press('2');
  await expect(page).toHaveURL(/v=/);
  await page.goBack();
  await expect(lane('HPA')).toBeVisible();
  await page.goBack();
  await expect(picker(page, 'Load')).toHaveValue('fluctuating');
  await expect(lane('HPA')).toBeVisible();
  await page.goBack();
  await expect(lane('IPA')).toBeVisible();
  await page.goForward();
  await expect(lane('HPA')).toBeVisible();
});

test('the forecaster drawn in Predict and the budget of a training are in the link', async ({ page }) => {
  await page.goto('./#v=predict');
  await page.getByRole('button', { name: /Last 20 s/ }).click({ timeout: 30_000 });
  await reloaded(page, /drawn=max20/);
  await expect(page.getByRole('button', { name: /Last 20 s/ })).toHaveAttribute('aria-pressed', 'true', {
    timeout: 30_000,
  });
  await page.goto('./#v=train&budget=5000steps');
  await expect(page.getByText(/5,?000/).first()).toBeVisible();
});

test('a load and a pipeline of one’s own stay in the address of any view while the storage has not answered, and over a reload', async ({
  page,
  context,
}) => {
  await page.goto('./#v=pipelines');
  await importFile(page, file('mine.csv', burstyCsv(600)));
  await page.getByRole('main').getByRole('textbox', { name: 'Name', exact: true }).first().fill('Mine');
  await page.getByRole('button', { name: 'Save as a pipeline of yours' }).click();
  await expect(picker(page, 'Pipeline')).toHaveValue('own-mine');
  await expect(page).toHaveURL(/pipeline=own-mine/);
  const load = await picker(page, 'Load').inputValue();
  expect(load).toMatch(/^import:/);
  // Both are kept, and another tab can keep the storage from answering.
  const other = await context.newPage();
  await other.goto('./#v=glossary');
  await expect(picker(other, 'Pipeline').locator('option[value=own-mine]')).toHaveCount(1);
  await expect(picker(other, 'Load').locator(`option[value="${load}"]`)).toHaveCount(1);
  for (const view of ['pipelines', 'loads', 'lab']) {
    await page.goto('about:blank');
    await holdStorage(other);
    await page.goto(`./#v=${view}&env=chance&play=0&load=${encodeURIComponent(load)}&pipeline=own-mine`);
    await expect(picker(page, 'Pipeline')).toBeVisible();
    // Longer than the address waits for what is on screen.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
    await expect(page, `${view}, before the storage answers`).toHaveURL(/pipeline=own-mine/);
    await other.evaluate(() => {
      dispatchEvent(new Event('let-go'));
    });
    for (const [again, go] of [
      ['opened', () => Promise.resolve()],
      ['loaded again', () => page.reload()],
    ] as const) {
      await go();
      await expect(picker(page, 'Pipeline'), `${view}, ${again}`).toHaveValue('own-mine');
      await expect(picker(page, 'Load'), `${view}, ${again}`).toHaveValue(load);
      await expect(page).toHaveURL(/load=import.*pipeline=own-mine|pipeline=own-mine.*load=import/);
    }
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  await other.close();
});
