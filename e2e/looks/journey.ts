import { expect as soon, type Locator, type Page } from '@playwright/test';

/** On a busy machine much takes longer than it should. */
export const expect = soon.configure({ timeout: 60_000 });

/** Keeps pictures of what stands on the page, under this name; `tall` where a dialog would scroll. */
export type Look = (name: string, how?: { readonly tall?: boolean }) => Promise<void>;

/** A visit that looks at states of one part of the page, in a browser that holds nothing yet. */
export interface Journey {
  readonly name: string;
  /** Notices stay on screen: it is about them. */
  readonly notices?: true;
  readonly walk: (page: Page, look: Look) => Promise<void>;
}

/** The finding of a run that has been computed. */
export async function computed(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(
    /^(Two policies, one load|Computing)/,
    {
      timeout: 60_000,
    },
  );
}

/** Opens an address of the site afresh: the part after the hash. */
export async function open(page: Page, hash: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`./#${hash}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Types into a field and leaves it. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press('Tab');
}

/** Opens every closed disclosure in it that is seen. */
export async function disclose(within: Locator): Promise<void> {
  await within.evaluate((element) => {
    for (const one of element.querySelectorAll('details')) if (one.checkVisibility()) one.open = true;
  });
}

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
