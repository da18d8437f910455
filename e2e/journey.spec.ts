/**
 * One journey through the whole lab in Chromium and in Firefox: open, import, train, compare, export. It works, nothing is
 * said, no other host is asked, and every number in the files that it saves is the same in both.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { Firefox } from './firefox.ts';
import { expect } from './fixtures.ts';
import { decisionsPerSecond, likeness, valuesOf } from './numbers.ts';
import { HAND, scriptOf, tour } from './tour.ts';
import { BREACH, test } from './watched.ts';
import { findFirefox } from '../scripts/browser.mjs';

/** What a saved file must be, by its ending. */
const CHECKS: Readonly<Record<string, (bytes: Buffer) => void>> = {
  svg: (bytes) =>
    expect(bytes.toString()).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/s),
  png: (bytes) => {
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    // Width and height of the header: three times the picture's.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(900);
    expect(bytes.readUInt32BE(20)).toBeGreaterThan(300);
    // A picture that was not drawn is one colour, and compresses to nothing.
    expect(bytes.length).toBeGreaterThan(8000);
  },
  csv: (bytes) => expect(bytes.toString().split('\n').length).toBeGreaterThan(3),
  // A comparison, or a pipeline of one's own.
  json: (bytes) =>
    expect(Object.keys(JSON.parse(bytes.toString()) as object).join()).toMatch(/\b(table|stages)\b/),
  yaml: (bytes) => expect(bytes.toString()).toContain('kind: HorizontalPodAutoscaler'),
  zip: (bytes) => expect(Object.keys(unzipSync(bytes)).length).toBeGreaterThan(3),
};

/** A predictor that was stopped at some moment; a curve that counts from the best plan that was found by then. */
const BY_THE_CLOCK = new Set(['a predictor.csv', 'its curve as file.csv']);

/** What was saved, by its leg and its ending. */
type Saved = ReadonlyMap<string, Buffer>;

/** Walks the legs by `walk`; `taken` waits for the files of a leg that saves `count` and gives them with their names. */
async function journey(
  walk: (script: string) => Promise<unknown>,
  taken: (count: number) => Promise<readonly (readonly [name: string, bytes: Buffer])[]>,
): Promise<Saved> {
  const saved = new Map<string, Buffer>();
  await walk(HAND);
  for (const leg of tour)
    await test.step(leg.name, async () => {
      await walk(scriptOf(leg));
      const files = (await taken(leg.saves.length)).map(
        ([name, bytes]) => [name.split('.').at(-1)!, bytes] as const,
      );
      expect(files.map(([ending]) => ending).sort()).toEqual([...leg.saves].sort());
      for (const [ending, bytes] of files) {
        CHECKS[ending]!(bytes);
        saved.set(`${leg.name}.${ending}`, bytes);
      }
    });
  return saved;
}

async function inChromium(page: Page, address: string): Promise<Saved> {
  await page.goto(address);
  const files: { name: string; path: Promise<string> }[] = [];
  page.on('download', (file) => files.push({ name: file.suggestedFilename(), path: file.path() }));
  return journey(
    (script) => page.evaluate(script),
    async (count) => {
      await expect.poll(() => files.length).toBe(count);
      return Promise.all(
        files.splice(0).map(async ({ name, path }) => [name, readFileSync(await path)] as const),
      );
    },
  );
}

function inFirefox(firefox: Firefox, downloads: string): Promise<Saved> {
  const seen = new Set<string>();
  return journey(
    (script) => firefox.evaluate(script),
    async (count) => {
      const fresh = (): readonly string[] =>
        readdirSync(downloads).filter((name) => !seen.has(name) && !name.endsWith('.part'));
      // Firefox holds a place with an empty file.
      const whole = (): number =>
        fresh().filter((name) => readFileSync(join(downloads, name)).length > 0).length;
      await expect.poll(() => [fresh().length, whole()]).toEqual([count, count]);
      return fresh().map((name) => {
        seen.add(name);
        return [name, readFileSync(join(downloads, name))] as const;
      });
    },
  );
}

/** What Chromium saved, for the test after. */
let chromiums: Saved | undefined;

test('Chromium: every view, training, comparison and file, without a word of the policy', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  chromiums = await inChromium(page, host.address);
  expect(host.reports).toEqual([]);
});

test('Firefox: the same, to the same numbers', async ({ page, host }, info) => {
  const program = findFirefox();
  test.skip(
    program === undefined,
    'There is no Firefox on this machine; install it, or set FIREFOX_PATH to one.',
  );
  test.setTimeout(360_000);
  const downloads = mkdtempSync(join(tmpdir(), 'sluice-downloads-'));
  const firefox = await Firefox.start(program!, downloads);
  try {
    await firefox.open(host.address);
    const saved = await inFirefox(firefox, downloads);
    expect(firefox.said).toEqual([]);
    expect(host.reports).toEqual([]);
    // Whether anything would have been heard.
    await firefox.evaluate(BREACH);
    await expect.poll(() => host.reports.join()).toContain('style-src');
    const own = new URL(host.address).origin;
    const foreign = firefox.asked.filter(
      (url) => !url.startsWith(`${own}/`) && !/^(blob|data|about):/.test(url),
    );
    expect(foreign).toEqual([]);
    expect(firefox.asked.length).toBeGreaterThan(40);

    const others = chromiums ?? (await inChromium(page, host.address));
    const told = numbersAlike(others, saved);
    console.log(told);
    info.annotations.push({ type: 'numbers', description: told });
  } finally {
    await firefox.end();
    rmSync(downloads, { recursive: true, force: true });
  }
});

/** Fails where two browsers' files differ, pictures aside, which have the letters of their browser; a sentence on how alike they are, and how fast both trained. */
function numbersAlike(chromium: Saved, firefox: Saved): string {
  expect([...firefox.keys()].sort()).toEqual([...chromium.keys()].sort());
  let [values, furthest] = [0, 0];
  for (const [name, bytes] of chromium) {
    if (/\.(svg|png)$/.test(name) || BY_THE_CLOCK.has(name)) continue;
    const found = likeness(valuesOf(name, bytes), valuesOf(name, firefox.get(name)!));
    expect(found.unlike, name).toEqual([]);
    values += found.count;
    furthest = Math.max(furthest, found.furthest);
  }
  expect(values).toBeGreaterThan(10_000);
  const archive = 'everything as file.zip';
  const [ours, theirs] = [chromium, firefox].map((saved) => decisionsPerSecond(saved.get(archive)!));
  return `${String(values)} values the same in Chromium and Firefox, numbers to ${furthest.toExponential(0)}; decisions a second while training: Chromium ${ours!.toFixed(0)}, Firefox ${theirs!.toFixed(0)}`;
}
