/** The policy map: two policies over load and cores, the numbers of the command line, by keyboard too, and in the decision card. */
import { overflow, violations } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { simulate } from '../src/headless/simulate.ts';

// Nothing here is about what moves.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Mapped {
  readonly cells: readonly { readonly differs: boolean; readonly price: number }[];
}

test('Train maps two policies with the command line’s numbers, and is whole on a phone', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./#v=train&env=chance');
  const summary = page.getByText('Policy map: what is run at which load, with how many cores');
  await summary.focus();
  await page.keyboard.press('Enter');
  const map = page.getByRole('group').filter({ has: summary });
  await map.getByRole('combobox', { name: 'Left' }).selectOption({ label: 'Myopic optimum' });
  await map.getByRole('combobox', { name: 'Right' }).selectOption({ label: 'Greedy' });
  const told = map.getByText(/^Myopic optimum and Greedy run something else in \d+ of \d+ cells/);
  const { cells } = (await simulate([
    ...['--map', '--pipeline', 'video', '--workload', 'fluctuating', '--environment', 'chance'],
    ...['--policy', 'optimum-predicted', '--against', 'greedy', '--predictor', 'lstm'],
  ])) as Mapped;
  const differing = cells.filter(({ differs }) => differs);
  const most = (sign: number): string => Math.max(...differing.map(({ price }) => sign * price)).toFixed(2);
  const numbers = `${String(differing.length)} of ${String(cells.length)} cells, at most ${most(1)} points a decision better for Myopic optimum and ${most(-1)} for Greedy`;
  await expect(told.first()).toContainText(numbers, { timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});
