/** No view opens empty: Train, Compare and Reproduce show a recorded result, which says that it is one, until there is one of the visitor's own. */
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';

const views = [
  {
    view: 'train',
    file: 'training',
    finding: /The recorded run (came within|ended) [\d.]+ points a decision/,
    /** Something of its result. */
    shows: (page: Page) => page.getByRole('heading', { name: 'PPO doctor' }),
    act: 'Train your own',
  },
  {
    view: 'compare',
    file: 'comparison',
    finding: / the highest J, .* in time/,
    shows: (page: Page) => page.getByRole('img', { name: /^Cost\. / }),
    act: 'Compare your own',
  },
  {
    view: 'reproduce',
    file: 'evaluation',
    finding: /^\d+ of 11 claims hold here/,
    shows: (page: Page) => page.getByRole('heading', { name: 'What each policy reached' }),
    act: 'Run your own',
  },
] as const;

const line = (page: Page) => page.locator('.recorded');
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

for (const { view, file, finding, shows, act } of views)
  test(`${view} opens with a recorded result that says what it is, wide and narrow, light and dark`, async ({
    page,
  }) => {
    test.setTimeout(90_000);
    const fetched: string[] = [];
    page.on('request', (request) => {
      const name = /(training|comparison|evaluation)-[^/]*\.js$/.exec(request.url())?.[1];
      if (name) fetched.push(name);
    });
    await page.goto('./');
    await expect(heading(page)).toBeVisible();
    expect(fetched, 'the first load has none').toEqual([]);
    await page.goto(`./#v=${view}`);
    await expect(line(page)).toContainText(
      /^Recorded, not yours\. Made on \d+ \w+ 20\d\d by npm run record on “Video: detect, classify” under\s[^.]*Fluctuating[^.]*\. Your own takes its place\./,
    );
    await expect(line(page).getByRole('button', { name: act })).toBeVisible();
    await expect(heading(page)).toContainText(finding);
    await expect(shows(page)).toBeVisible();
    expect(fetched, 'the view fetches its own alone').toEqual([file]);
    // It is nobody's: not in the address, not kept, not taken back.
    expect(page.url()).not.toMatch(/recorded/);
    const kept = await page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('sluice');
          opening.onerror = () => reject(new Error('the storage does not open'));
          opening.onsuccess = () => {
            const { result: base } = opening;
            const names = [...base.objectStoreNames].filter((name) => ['runs', 'found'].includes(name));
            const counts = names.map((name) => base.transaction(name).objectStore(name).count());
            const tx = base.transaction(names);
            tx.oncomplete = () => {
              base.close();
              resolve(counts.reduce((sum, { result }) => sum + result, 0));
            };
          };
        }),
    );
    expect(kept).toBe(0);
    await expect(page.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
    await expect(page.locator('.stale')).toHaveCount(0);
    await page.getByRole('combobox', { name: 'Pipeline', exact: true }).first().selectOption('nlp');
    await expect(line(page)).toContainText('Video: detect, classify');
    await expect(page.locator('.stale'), 'it never was of what stands').toHaveCount(0);

    for (const [width, colorScheme] of [
      [1440, 'light'],
      [1440, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 844 });
      await expect(line(page)).toBeVisible();
      expect(await violations(page), `${String(width)} px, ${colorScheme}`).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
  });

test('a run of the visitor’s own takes the place of the recorded one, which comes back when that is deleted', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./#v=train&budget=4000steps');
  await expect(line(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fork with this change' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Curves as CSV' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(line(page)).toHaveCount(0);
  await expect(page.getByRole('cell', { name: 'finished' })).toBeVisible({ timeout: 90_000 });
  await expect(heading(page)).toContainText(/^Run 1 /);
  await expect(page.getByRole('button', { name: 'Curves as CSV' })).toBeVisible();
  await page.reload();
  await expect(heading(page)).toContainText(/^Run 1 /, { timeout: 30_000 });
  await expect(line(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('cell', { name: 'finished' })).toHaveCount(0);
  // What was trained stays in the lab until the page is opened anew.
  await page.reload();
  await expect(line(page)).toBeVisible();
});

test('a comparison of the visitor’s own takes the place of the recorded one, and is what a file holds', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./#v=compare&c-policies=greedy,random&c-seeds=1&c-env=instant');
  await expect(page.getByText(/^105 runs: /)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Everything as JSON' })).toHaveCount(0);
  const [recorded] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Table as CSV' }).click(),
  ]);
  expect(recorded.suggestedFilename()).toContain('sluice-recorded-comparison');
  await page.getByRole('button', { name: 'Compare your own' }).click();
  await expect(page.getByText(/^6 runs: /)).toBeVisible({ timeout: 60_000 });
  await expect(line(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Everything as JSON' })).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^6 runs: /)).toBeVisible({ timeout: 30_000 });
  await expect(line(page)).toHaveCount(0);
});
