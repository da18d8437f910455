/** What every view must pass, whatever it shows. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type Axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Accessibility violations that axe finds in what stands on the page now, each with the elements it is about. */
export async function violations(page: Page): Promise<readonly string[]> {
  // By the debugger, not as a script tag: the page's policy forbids scripts of its own text.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    // Every rule runs; what passed is not described, which takes a third of the time.
    return (await axe.run({ resultTypes: ['violations'] })).violations.map(
      (v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`,
    );
  });
}

/** Pixels by which the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
