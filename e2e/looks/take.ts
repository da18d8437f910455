/** Walks the journeys through a built site and keeps a picture of every state that they look at. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from '@playwright/test';
import type { Journey, Look } from './journey.ts';
import { standStill } from './still.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const SCHEMES = ['light', 'dark'] as const;
/** Tall enough that no dialog has to be scrolled to be seen whole. */
const TALL = 3200;
/** Milliseconds without a change in the document: after an act, and after another size or scheme. */
const QUIET_MS = 700;
const REDRAWN_MS = 250;

/** Resolves when nothing in the document has changed for so long and two frames have been drawn since. */
async function quiet(page: Page, ms: number): Promise<void> {
  await page.evaluate(async (wait) => {
    await document.fonts.ready;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        watcher.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      };
      let timer = setTimeout(end, wait);
      const watcher = new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(end, wait);
      });
      watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }, ms);
}

/** What tells how fast this machine is, and with it differs each time: covered in every picture. */
const masked = (page: Page): readonly Locator[] => [
  page.locator('figure').filter({ has: page.getByRole('img', { name: /^Speed\b/ }) }),
];

/** Two shots alike are what stands there; the last of a few where none are. */
async function shot(page: Page): Promise<Buffer> {
  const once = (): Promise<Buffer> =>
    page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide', mask: [...masked(page)] });
  let last = await once();
  for (let tries = 0; tries < 3; tries++) {
    const next = await once();
    if (next.equals(last)) break;
    last = next;
  }
  return last;
}

/** Takes the four pictures of what stands on the page now; they are the same page, resized and in both schemes. */
function looker(page: Page, journey: string, folder: string): Look {
  return async (name, { tall = false } = {}) => {
    await page.mouse.move(0, 0);
    await quiet(page, QUIET_MS);
    for (const { width, height } of SIZES) {
      await page.setViewportSize({ width, height: tall ? TALL : height });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await quiet(page, REDRAWN_MS);
        const file = `${journey}-${name}-${String(width)}-${colorScheme}.png`;
        writeFileSync(join(folder, file), await shot(page));
      }
    }
    await page.emulateMedia({ colorScheme: SCHEMES[0] });
    await page.setViewportSize(SIZES[0]);
    await quiet(page, REDRAWN_MS);
  };
}

export interface Visit {
  readonly browser: Browser;
  /** Of the page, ending in a slash. */
  readonly address: string;
  /** The folder that is served. */
  readonly site: string;
  readonly out: string;
}

/** Walks one journey in a browser context of its own. */
async function walk(journey: Journey, { browser, address, site, out }: Visit): Promise<void> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: SIZES[0],
    colorScheme: SCHEMES[0],
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  try {
    context.setDefaultTimeout(120_000);
    await standStill(context, site, journey.notices === true);
    const page = await context.newPage();
    await journey.walk(page, looker(page, journey.name, out));
  } finally {
    await context.close();
  }
}

/** Walks them all, `beside` at a time; gives a line for each that could not be walked to its end. */
export async function take(
  journeys: readonly Journey[],
  visit: Visit,
  beside: number,
): Promise<readonly string[]> {
  mkdirSync(visit.out, { recursive: true });
  const troubles: string[] = [];
  const waiting = [...journeys];
  const walker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const from = performance.now();
      try {
        await walk(next, visit);
        console.log(`${next.name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
      } catch (error) {
        troubles.push(`${next.name}: ${error instanceof Error ? error.message : String(error)}`);
        console.log(`${next.name}: could not be walked to its end`);
      }
    }
  };
  await Promise.all(Array.from({ length: beside }, walker));
  return troubles;
}
