/**
 * What makes two visits look the same: dates that do not tell the day, a worker's clock that counts its readings, a storage
 * of one size. Run as text before the page's and each worker's own scripts.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';

/** What the page takes for the time, UTC. */
const NOON = Date.UTC(2026, 0, 15, 12);
/** Dates go on so slowly that no shown minute passes, and what was made later is still the later. */
const SLOWER = 1000;
/**
 * Milliseconds that a worker finds to have passed since it last looked: exact in binary, so that differences are too. One
 * that trains looks a few times an update.
 */
const TICK_MS = 0.25;
const TRAINING_TICK_MS = 16;
const TRAINING = /^(train|reproduce)-/;

/** Dates for this visit, which begins at `from` of the real clock. */
const dates = (from: number): string => `{
  const Real = Date;
  const now = () => ${String(NOON)} + Math.floor((Real.now() - ${String(from)}) / ${String(SLOWER)});
  globalThis.Date = class extends Real {
    constructor(...all) {
      if (all.length === 0) super(now());
      else super(...all);
    }
    static now() {
      return now();
    }
  };
}`;

const ticks = (worker: string): string => `{
  let readings = 0;
  performance.now = () => ${String(TRAINING.test(worker) ? TRAINING_TICK_MS : TICK_MS)} * readings++;
}`;

/** A notice leaves by itself after this; here it leaves soon, or stays where its journey is about it. */
const NOTICE_MS = 7000;
const SOON_MS = 300;
const notices = (kept: boolean): string => `{
  const own = setTimeout;
  globalThis.setTimeout = (act, ms, ...all) =>
    ms === ${String(NOTICE_MS)} ? (${String(kept)} ? 0 : own(act, ${String(SOON_MS)})) : own(act, ms, ...all);
}`;

/** What is not on screen is drawn too, as a picture shows the whole page; and nothing is seen on its way. */
const drawn = `addEventListener('DOMContentLoaded', () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '*, ::before, ::after { content-visibility: visible !important; transition: none !important; animation: none !important; }',
  );
  document.adoptedStyleSheets = [sheet];
});`;

const storage = `{
  const estimate = { usage: 2_500_000, quota: 10_000_000_000 };
  if (globalThis.StorageManager) StorageManager.prototype.estimate = () => Promise.resolve({ ...estimate });
}`;

/** Built files that start a worker: named for the files in workers/. */
function workersOf(site: string): readonly string[] {
  const names = readdirSync(join(import.meta.dirname, '../../workers'))
    .filter((file) => /^[a-z]+\.ts$/.test(file))
    .map((file) => file.slice(0, -'.ts'.length));
  return readdirSync(join(site, 'assets')).filter((file) =>
    names.some((name) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file)),
  );
}

/** tsx names the functions that it passes on by a helper of its own, which the page lacks. */
export const NAMED = 'globalThis.__name = (one) => one;';

/** Has every page and worker of the context read these clocks. `site` is the folder that is served. */
export async function standStill(context: BrowserContext, site: string, noticesKept: boolean): Promise<void> {
  const both = dates(Date.now()) + storage;
  await context.addInitScript(NAMED + both + notices(noticesKept) + drawn);
  const workers = workersOf(site);
  for (const worker of workers) {
    await context.route(
      (url) => url.pathname.endsWith(`/assets/${worker}`),
      async (route) => {
        const response = await route.fetch({ maxRetries: 3 });
        const body = `if (typeof document === 'undefined') {${both}${ticks(worker)}}\n${await response.text()}`;
        await route.fulfill({ response, body });
      },
    );
  }
}
