/**
 * The fault campaign's part that needs a page: hostile files are dropped on it and hostile addresses opened, by the
 * inputs of src/testing/hostile. SLUICE_HOSTILE_PAGE=2000 tries more, SLUICE_HOSTILE_SEED others (docs/hostile.md).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { burstyCsv } from './csv.ts';
import { expect, test } from './fixtures.ts';
import { inputOf } from '../src/testing/hostile/attempt.ts';
import { classByName } from '../src/testing/hostile/classes/index.ts';

const ATTEMPTS = Number(process.env['SLUICE_HOSTILE_PAGE'] ?? 100);
const SEED = Number(process.env['SLUICE_HOSTILE_SEED'] ?? 1);
const BATCH = 20;
/** After so many batches the page is loaded anew: what was kept must not keep it from opening. */
const RELOAD_EVERY = 5;
/** A click is answered within so long, whatever was dropped. */
const MOST_MS = 2000;

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.setTimeout(60_000 + ATTEMPTS * 3000);

interface Dropped {
  readonly name: string;
  readonly base64: string;
}

/** By turns, and the name under which each is dropped. */
const FILES = {
  pipelines: 'pipeline.json',
  loads: 'load.csv',
  manifests: 'manifest.yaml',
  archives: 'backup.zip',
  bundles: 'policy.zip',
} as const;
const KINDS = ['links', ...Object.keys(FILES)] as const;

type Attempt = { readonly hash: string } | { readonly file: Dropped };

async function attemptOf(index: number): Promise<Attempt> {
  const kind = KINDS[index % KINDS.length]!;
  const one = await classByName(kind)!.load();
  const input = await inputOf(kind, one, SEED, Math.floor(index / KINDS.length));
  if (kind === 'links') return { hash: input as string };
  const own = (input as { name?: unknown }).name;
  const name = typeof own === 'string' ? own : FILES[kind as keyof typeof FILES];
  return { file: { name, base64: Buffer.from(one.bytesOf!(input)).toString('base64') } };
}

/** Drops the files and answers every report, by using what can be used, until the marker's own report is there. */
function drop(
  files: readonly Dropped[],
  marker: string,
): (page: Page) => Promise<{ shown: number; used: number }> {
  return (page) =>
    page.evaluate(
      async ([dropped, last]) => {
        const transfer = new DataTransfer();
        for (const { name, base64 } of dropped)
          transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
        document.body.dispatchEvent(
          new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }),
        );
        const counts = { shown: 0, used: 0 };
        for (let waited = 0; waited < 2000; waited++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          const dialog = document.querySelector('dialog[open], [role=dialog]');
          if (!dialog) continue;
          waited = 0;
          const buttons = [...dialog.querySelectorAll<HTMLButtonElement>('button')];
          const discard = buttons.find((button) => button.textContent.trim() === 'Discard');
          if (dialog.textContent.includes(last)) {
            discard?.click();
            return counts;
          }
          counts.shown++;
          const use = buttons.find((button) => button.matches('.primary[data-first]'));
          if (use && use.getAttribute('aria-disabled') !== 'true' && counts.shown % 3 > 0) {
            counts.used++;
            use.click();
          } else discard?.click();
        }
        throw new Error('the page did not come to its last file');
      },
      [files, marker] as const,
    );
}

/** Milliseconds until the page has drawn after a click. */
async function answered(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const begun = performance.now();
    const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a[href], header a[href]')];
    links[Math.floor(begun) % Math.max(1, links.length)]?.click();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - begun;
  });
}

/** Largest resident size that a page's process ever had, where the system tells. */
async function peakOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      try {
        const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(id)}/status`, 'utf8')) ?? [];
        return 1024 * Number(kib ?? 0);
      } catch {
        return 0;
      }
    });
  return Math.max(0, ...sizes);
}

async function opened(page: Page): Promise<void> {
  await expect(
    page
      .getByRole('region', { name: /^Lane A:/ })
      .getByRole('img')
      .first(),
  ).toBeVisible({ timeout: 30_000 });
}

test('hostile files and addresses: the page answers, says nothing raw, and opens again', async ({
  page,
  browser,
  troubles,
}) => {
  await page.goto('./#');
  await opened(page);
  const told = { attempts: 0, shown: 0, used: 0, reloads: 0, slowestMs: 0, peakBytes: 0 };
  for (let batch = 0; batch * BATCH < ATTEMPTS; batch++) {
    const attempts = await Promise.all(Array.from({ length: BATCH }, (_, i) => attemptOf(batch * BATCH + i)));
    const marker = `marker ${String(batch)}.csv`;
    const files = attempts.flatMap((one) => ('file' in one ? [one.file] : []));
    const last = { name: marker, base64: Buffer.from(burstyCsv(600 + batch)).toString('base64') };
    const { shown, used } = await drop([...files, last], marker)(page);
    for (const one of attempts)
      if ('hash' in one)
        await page.evaluate(async (hash) => {
          location.hash = hash;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }, one.hash);
    const ms = await answered(page);
    expect(ms, `after the attempts from ${String(batch * BATCH)} on`).toBeLessThan(MOST_MS);
    const raw = await page.evaluate(
      () => /\bNaN\b|\bundefined\b|\[object \w/.exec(document.querySelector('main')?.innerText ?? '')?.[0],
    );
    expect(raw, `on the page after the attempts from ${String(batch * BATCH)} on`).toBeUndefined();
    expect(troubles, `after the attempts from ${String(batch * BATCH)} on`).toEqual([]);
    told.attempts += BATCH;
    told.shown += shown;
    told.used += used;
    told.slowestMs = Math.max(told.slowestMs, Math.round(ms));
    told.peakBytes = Math.max(told.peakBytes, await peakOf(browser));
    if (batch % RELOAD_EVERY === RELOAD_EVERY - 1) {
      await page.goto('about:blank');
      await page.goto('./#');
      await opened(page);
      told.reloads++;
    }
  }
  console.log(`the page: ${JSON.stringify(told)}`);
  const file = process.env['SLUICE_HOSTILE_OUT'];
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(told)}\n`);
  expect(told.shown).toBeGreaterThan(0);
});
