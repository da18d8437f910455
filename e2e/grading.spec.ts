/** A class of thirty graded on the page, as one .zip and file by file, and what else lies in a teacher's heap of files. */
import { readFile, writeFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { assignmentText } from '../src/teaching/assignments/assignment.ts';
import { handInText } from '../src/teaching/assignments/handIn.ts';
import { byHand, byPolicy, classOfThirty, sheetOf } from '../src/testing/classOfThirty.ts';

interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const json = (name: string, text: string | Uint8Array): GivenFile => ({
  ...{ name, mimeType: 'application/json' },
  buffer: typeof text === 'string' ? Buffer.from(text) : Buffer.from(text),
});

const zip = (name: string, entries: readonly (readonly [string, string | Uint8Array])[]): GivenFile => ({
  ...{ name, mimeType: 'application/zip' },
  buffer: Buffer.from(
    zipSync(
      Object.fromEntries(
        entries.map(([path, text]) => [path, typeof text === 'string' ? strToU8(text) : text]),
      ),
    ),
  ),
});

async function openGrading(page: Page): Promise<void> {
  await page.goto('./#env=chance&v=learn');
  await page.getByRole('button', { name: 'Build and grade assignments' }).click();
  await page.getByRole('button', { name: 'Grade', exact: true }).click();
}

/** Drops files and waits for the sentence that ends it; gives the seconds that it says. */
async function grade(
  page: Page,
  files: readonly GivenFile[] | readonly string[],
  count: number,
): Promise<number> {
  await page.getByLabel('Hand-ins to grade').setInputFiles(files);
  const said = page.getByText(new RegExp(`^${String(count)} hand-ins were run again in .* s\\.`));
  await expect(said).toBeVisible({ timeout: 90_000 });
  return Number(/in ([\d.]+) s\./.exec(await said.innerText())![1]);
}

/** What does not come out, by file; of those that were not graded, why. */
async function findings(page: Page): Promise<ReadonlyMap<string, string>> {
  const rows = page.getByRole('region', { name: 'Hand-ins' }).locator('tbody tr');
  return new Map(
    await rows.evaluateAll((all) =>
      all.map((row) => [row.querySelector('th')!.title, row.lastElementChild!.textContent.trim()] as const),
    ),
  );
}

/** The saved table, by file. */
async function table(page: Page): Promise<ReadonlyMap<string, string>> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Table as CSV' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n').slice(1);
  return new Map(lines.map((line) => [line.split(',')[0]!, line]));
}

const found: Readonly<Record<string, RegExp>> = {
  'changed-j.json': /^It claims a J of .*, and the run gives /,
  'foreign-orders.json': /What lane A orders in the run is not what was ordered/,
  'other-scenario.json':
    /^Locked settings are others: load steady-low instead of bursty; cores on the device 64 /,
  'edited-weights.json': /^It claims a J of .* What lane A orders in the run is not what was ordered/,
  'copied.json': /^It has the same orders as Hand 3 \((class\/)?h3\.json\)\.$/,
  'h3.json': /^It has the same orders as Somebody else \((class\/)?copied\.json\)\.$/,
};

test('thirty hand-ins, five tampered with, are graded within a minute: one by one and as one .zip', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { assignment, honest, tampered } = await classOfThirty();
  const all = [...honest, ...tampered];
  const own = ['a.json', assignmentText(assignment)] as const;
  await openGrading(page);
  for (const [folder, files] of [
    ['', [own, ...all].map(([name, text]) => json(name, text))],
    [
      'class/',
      [
        zip(
          'class.zip',
          [own, ...all].map(([name, text]) => [`class/${name}`, text] as const),
        ),
      ],
    ],
  ] as const) {
    const seconds = await grade(page, files, 30);
    test.info().annotations.push({ type: 'seconds', description: `${folder}: ${String(seconds)}` });
    expect(seconds).toBeLessThan(60);
    // All rows are built, though not all at once.
    const rows = page.getByRole('region', { name: 'Hand-ins' }).locator('tbody tr');
    await expect(rows).toHaveCount(30);
    const said = await findings(page);
    const csv = await table(page);
    expect(csv.size).toBe(30);
    for (const [name] of all) {
      const finding = said.get(`${folder}${name}`);
      expect(finding, name).toMatch(found[name] ?? /^$/);
      const line = csv.get(`${folder}${name}`)!;
      if (finding === '') expect(line, name).toMatch(/,$/);
      else expect(line, name).toContain(finding!.slice(0, 30));
    }
    await page.getByRole('button', { name: 'Empty the table' }).click();
  }
});

test('whatever else lies in the heap gets a sentence, and the others are graded', async ({ page }, info) => {
  test.setTimeout(240_000);
  const good = await byHand(1);
  const text = handInText(good);
  const other = handInText(await byPolicy('hpa', 2));
  const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(text) as object), ...change });
  const { assignment } = await classOfThirty();
  const own = assignmentText(assignment);
  const damaged = zip('damaged.zip', [
    ['broken.json', other],
    ['whole.json', other],
  ]);
  damaged.buffer[200]! ^= 0xff;
  const heap: readonly (readonly [file: GivenFile, row: string, why: RegExp])[] = [
    [
      json('nowhere.json', own.replaceAll('"pipeline":"video"', '"pipeline":"nowhere"')),
      'nowhere.json',
      /the pipeline “nowhere”, which this lab does not have/,
    ],
    [json('later.json', own.replace('"version":1', '"version":7')), 'later.json', /version 7 of assignments/],
    [json('big.json', new Uint8Array(50 * 2 ** 20).fill(32)), 'big.json', /it has 50 MB, .* not read\.$/],
    [
      zip('bomb.zip', [['bomb.json', new Uint8Array(300 * 2 ** 20)]]),
      'bomb.json',
      /it has 300 MB, .* not read\.$/,
    ],
    [zip('nested.zip', [['inner.zip', 'PK']]), 'inner.zip', /it is a \.zip within a \.zip/],
    [damaged, 'broken.json', /it is damaged in the \.zip/],
    [json('cut.json', text.slice(0, 400)), 'cut.json', /it is cut off/],
    [json('nan.json', text.replace(/"j":[-\d.e]+/, '"j":NaN')), 'nan.json', /it is no JSON in line 1/],
    [
      json('inf.json', text.replace(/"j":[-\d.e]+/, '"j":1e999')),
      'inf.json',
      /at claimed\.j: .* not Infinity/,
    ],
    [json('future.json', changed({ version: 2 })), 'future.json', /version 2 of hand-ins/],
    [
      json('foreign.json', changed({ assignment: 'f'.repeat(64), title: 'A <b>bold</b> one' })),
      'foreign.json',
      /it answers the assignment “A <b>bold<\/b> one”, which is not the one/,
    ],
    [json('empty.json', ''), 'empty.json', /it is empty/],
    [json('photo.jpg', new Uint8Array([0xff, 0xd8, 0xff])), 'photo.jpg', /it is no text/],
    [
      json('proto.json', text.replace('{', '{"__proto__":{"polluted":1},')),
      'proto.json',
      /^The file was changed/,
    ],
    [
      json('odd ünï 名.json', handInText({ ...good, name: '=cmd|"/c calc"!A1', sheet: sheetOf(51) })),
      'odd ünï 名.json',
      /^It has the same orders as Hand 1/,
    ],
    [
      json('html.json', handInText({ ...good, name: '<img src=x onerror=alert(1)>', sheet: sheetOf(52) })),
      'html.json',
      /^It has the same orders as Hand 1/,
    ],
    [
      json('tries.json', handInText({ ...good, attempt: 3 })),
      'tries.json',
      /^It is try 3, and 2 are allowed\./,
    ],
  ];
  await openGrading(page);
  // Files by path: together they are more than a browser's driver takes by value.
  const paths: string[] = [];
  for (const file of [json('a.json', own), json('good.json', text), ...heap.map(([one]) => one)]) {
    const path = info.outputPath(file.name);
    await writeFile(path, file.buffer);
    paths.push(path);
  }
  await grade(page, paths, 6);
  const said = await findings(page);
  for (const [, row, why] of heap) expect(said.get(row), row).toMatch(why);
  // Beside the broken one.
  expect(said.get('whole.json')).toBe('');
  // The same names again, as several students save them: a row for each.
  await grade(page, [json('good.json', text), json('good.json', other)], 8);
  const names = [...(await findings(page)).keys()].filter((name) => name.startsWith('good'));
  expect(names).toEqual(['good.json', 'good.json (2)', 'good.json (3)']);
  const csv = await table(page);
  expect(csv.get('odd ünï 名.json')).toContain(`"'=cmd|""/c calc""!A1"`);
  expect(csv.get('good.json (2)')).toContain('It says the very same as Hand 1 (good.json)');
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
});
