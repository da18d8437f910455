import { burstyCsv, file } from './csv.ts';
import { expect, test } from './fixtures.ts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const pipeline = (change: object): string =>
  JSON.stringify({
    name: 'Mine',
    slaSeconds: 2,
    stages: [{ name: 'one', variants: [{ name: 'v', accuracy: 0.5, cores: 1, latency: { 1: 0.1 } }] }],
    ...change,
  });

const bad: readonly (readonly [string, ReturnType<typeof file>, RegExp])[] = [
  [
    'text in the numbers',
    file('text.csv', `1\nmany\n${lines(200, () => '1')}`),
    /text\.csv, line 2: "many" is not a number/,
  ],
  [
    'a negative rate',
    file('minus.csv', `1\n-3\n${lines(200, () => '1')}`),
    /minus\.csv, line 2: -3 is negative/,
  ],
  ['an empty file', file('empty.csv', ''), /empty\.csv: it is empty/],
  ['NaN', file('nan.csv', `1\nNaN\n${lines(200, () => '1')}`), /nan\.csv, line 2: "NaN" is not a number/],
  [
    'a wrong delimiter',
    file(
      'pipes.csv',
      lines(200, (i) => `${String(i)}|4`),
    ),
    /pipes\.csv, line 1: .*separated by comma/,
  ],
  [
    'binary content',
    file(
      'picture.csv',
      Uint8Array.from({ length: 4000 }, (_, i) => (i * 89) % 256),
    ),
    /picture\.csv: it is (not text|a binary file)/,
  ],
  ['ten million lines', file('huge.csv', '5\n'.repeat(10_000_000)), /huge\.csv: it has 10,000,001 lines/],
  [
    'JSON that is not Prometheus',
    file('other.json', '{"hello": [1, 2]}'),
    /other\.json: .*not a Prometheus reply/,
  ],
  [
    'no variants',
    file('p.json', pipeline({ stages: [{ name: 'one', variants: [] }] })),
    /p\.json: stage 1 "one": variants must hold at least one/,
  ],
  [
    'doubled names',
    file(
      'p.json',
      pipeline({
        stages: [1, 2].map(() => ({
          name: 'one',
          variants: [{ name: 'v', accuracy: 0.5, cores: 1, latency: { 1: 0.1 } }],
        })),
      }),
    ),
    /two stages are named "one"/,
  ],
  [
    'negative latency',
    file(
      'p.json',
      pipeline({
        stages: [{ name: 'one', variants: [{ name: 'v', accuracy: 0.5, cores: 1, latency: { 1: -0.1 } }] }],
      }),
    ),
    /stage 1 "one", variant 1 "v": latency/,
  ],
  [
    'cores above W_max',
    file(
      'p.json',
      pipeline({
        stages: [{ name: 'one', variants: [{ name: 'v', accuracy: 0.5, cores: 99, latency: { 1: 0.1 } }] }],
      }),
    ),
    /needs 99 cores, and the device has 30/,
  ],
];

// Thirty files one after the other: nothing needs to move meanwhile.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('every wrong file gets one sentence and changes nothing', async ({ page }) => {
  await page.goto('./#');
  const laneA = page.getByRole('region', { name: /^Lane A:/ });
  await expect(laneA.getByRole('img').first()).toBeVisible();
  const heading = await page.getByRole('heading', { level: 1 }).textContent();
  for (const [what, wrong, sentence] of bad) {
    await page.getByLabel('File to import').setInputFiles(wrong);
    const alert = page.getByRole('alert');
    await expect(alert, what).toContainText(sentence);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toHaveCount(0);
    expect(await page.getByRole('heading', { level: 1 }).textContent(), what).toBe(heading);
  }
});

test('a Prometheus reply and a pipeline come in', async ({ page }) => {
  await page.goto('./#');
  const values = Array.from({ length: 240 }, (_, i) => [1795456500 + 5 * i, String(8 + (i % 20))]);
  const reply = JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: { __name__: 'rps' }, values }] },
  });
  await page.getByLabel('File to import').setInputFiles(file('cluster.json', reply));
  await expect(page.getByRole('combobox', { name: 'Load' })).toHaveValue(/^import:/);
  await page.getByLabel('File to import').setInputFiles(file('mine.json', pipeline({})));
  await expect(page.getByRole('combobox', { name: 'Pipeline' }).locator('option:checked')).toHaveText('Mine');
  await expect(
    page.getByRole('region', { name: /^Lane A:/ }).getByRole('img', { name: /one: v,/ }),
  ).toBeVisible();
});

test('a dropped file is imported', async ({ page }) => {
  await page.goto('./#');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return transfer;
  }, burstyCsv(600));
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await expect(page.getByRole('combobox', { name: 'Load' }).locator('option:checked')).toHaveText('dropped');
});
