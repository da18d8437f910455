import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { burstyCsv, file, importFile } from './csv.ts';
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

const evil = '<img src=x onerror=alert(1)>';
const manifest = (name: string, more = ''): string => `
apiVersion: machinelearning.seldon.io/v1
kind: SeldonDeployment
metadata: {name: mine, __proto__: {polluted: 1}, constructor: {prototype: {polluted: 1}}}
spec:
  predictors:
  - name: default
    graph: {name: ${JSON.stringify(name)}, type: MODEL ${more}}
    componentSpecs:
    - spec: {containers: [{name: ${JSON.stringify(name)}, env: [{name: MODEL_VARIANT, value: ${JSON.stringify(name)}}]}]}
`;
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 12 }, (_, i) => {
    const [from, to] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
    return `${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`;
  }),
].join('\n');

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
  [
    'an open quotation mark',
    file('quote.csv', `1,"2\n${lines(200, (i) => `${String(i)},1`)}`),
    /quote\.csv, line 1: a quotation mark opens a cell here and none closes it/,
  ],
  [
    'a decimal comma between commas',
    file('comma.csv', `t,rps\n${lines(200, (i) => `${String(i)},4,5`)}`),
    /comma\.csv, line 2: 3 columns where the header has 2.*separate the columns by semicolons/,
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
        stages: [{ name: 'one', variants: [{ name: 'v', accuracy: 0.5, cores: 64, latency: { 1: 0.1 } }] }],
      }),
    ),
    /needs 64 cores, and the device has 30/,
  ],
  [
    'a bomb of references',
    file('bomb.yaml', bomb),
    /bomb\.yaml: The YAML refers to parts of itself so often/,
  ],
  ['a list in itself', file('loop.yaml', '&a [*a]'), /loop\.yaml: /],
  ['brackets without end', file('deep.yml', '['.repeat(200_000)), /deep\.yml: The YAML is nested too deeply/],
  ['two megabytes of YAML', file('big.yaml', '['.repeat(2_000_000)), /big\.yaml could not be read: .*1 MB/],
  ['code in a tag', file('tag.yaml', "a: !!js/function 'alert(1)'"), /tag\.yaml: .*line 1: Unresolved tag/],
  ['a key twice', file('twice.yaml', 'a: 1\na: 2'), /twice\.yaml: .*line 2: Map keys must be unique/],
  [
    'a branch with markup in its name',
    file('branch.yaml', manifest(evil, ', children: [{name: l}, {name: r}]')),
    /branch\.yaml: the node "<img src=x onerror=alert\(1\)>" of "mine" branches into 2/,
  ],
  [
    'a template',
    file('node-template.yaml', manifest('one').replace('mine', '{{ name }}')),
    /node-template\.yaml: it is a template.*render it first/,
  ],
  [
    'Prometheus with markup for a value',
    file('r.json', JSON.stringify([{ metric: { __name__: evil }, values: [[1, evil]] }])),
    /value 1 of <img src=x onerror=alert\(1\)> is "<img/,
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
  await importFile(page, file('cluster.json', reply));
  await expect(page.getByRole('combobox', { name: 'Load' })).toHaveValue(/^import:/);
  await importFile(page, file('mine.json', pipeline({})));
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
  await page.getByRole('button', { name: 'Use this load' }).click();
  await expect(page.getByRole('combobox', { name: 'Load' }).locator('option:checked')).toHaveText('dropped');
});

test('manifests of a cluster become a pipeline, and say what is assumed', async ({ page }) => {
  await page.goto('./#');
  await page.getByLabel('File to import').setInputFiles(file('cluster.yaml', manifest('yolo')));
  await expect(page.getByRole('dialog')).toContainText(/those of "yolo" are placeholders/);
  await page.getByRole('button', { name: 'Use this pipeline' }).click();
  await expect(page.getByRole('combobox', { name: 'Pipeline' }).locator('option:checked')).toHaveText('mine');
  await expect(
    page.getByRole('region', { name: /^Lane A:/ }).getByRole('img', { name: /yolo: yolo,/ }),
  ).toBeVisible();
});

for (const [kind, hostile] of [
  ['manifests', file('evil.yaml', manifest(evil))],
  [
    'a pipeline file',
    file(
      'evil.json',
      pipeline({
        name: evil,
        stages: [{ name: evil, variants: [{ name: evil, accuracy: 0.5, cores: 1, latency: { 1: 0.1 } }] }],
      }),
    ),
  ],
] as const)
  test(`markup in the names of ${kind} is text on the page and in no exported file`, async ({ page }) => {
    await page.goto('./#');
    page.on('dialog', () => {
      throw new Error('a name was executed');
    });
    await importFile(page, hostile);
    await expect(page.getByText(/ is loaded; it needs at least 1 core\./)).toBeVisible();
    await page.keyboard.press('7');
    await expect(page.getByRole('button', { name: 'Save as a zip' })).toBeEnabled();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a zip' }).click(),
    ]);
    const entries = Object.entries(unzipSync(readFileSync(await download.path())));
    expect(entries.length).toBeGreaterThan(4);
    for (const [name, bytes] of entries) expect(name + strFromU8(bytes), name).not.toMatch(/<img/i);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.evaluate(() => (({}) as { polluted?: number }).polluted)).toBeUndefined();
  });
