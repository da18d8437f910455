/** What every view must pass, whatever it shows. */
import type { Page } from '@playwright/test';
import AxeBuilder from 'axe-core';

/** Accessibility violations that axe finds in what stands on the page now, each with the elements it is about. */
export async function violations(page: Page): Promise<readonly string[]> {
  // By the debugger, not as a script tag: the page's policy forbids scripts of its own text.
  await page.evaluate(AxeBuilder.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      (v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`,
    );
  });
}

/** Pixels by which the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
