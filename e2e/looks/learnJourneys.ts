/** Training in the Train view and in the Lab, its doctor, forks and kept runs, and the export that an agent goes with. */
import type { Locator, Page } from '@playwright/test';
import { button, computed, disclose, open, type, expect, type Journey } from './journey.ts';

const LONG = { timeout: 900_000 };

const row = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });

interface Choice {
  readonly steps?: string;
  readonly seeds?: string;
  readonly rate?: string;
}

/** Chooses a small network and a budget in steps, which repeat themselves. */
async function choose(page: Page, { steps = '6000', seeds = '1', rate }: Choice = {}): Promise<void> {
  await page.getByLabel('Unit of the budget').selectOption('steps');
  await type(page, 'Budget', steps);
  await page.getByLabel('Seeds', { exact: true }).selectOption(seeds);
  for (const group of ['Network', 'Optimiser']) {
    const width = page.getByLabel(group === 'Network' ? 'Width' : 'Learning rate', { exact: true });
    if (!(await width.isVisible())) await page.getByText(group, { exact: true }).click();
  }
  await page.getByLabel('Width', { exact: true }).selectOption('16');
  if (rate !== undefined) await type(page, 'Learning rate', rate);
  await page.getByLabel('Backend', { exact: true }).selectOption('simd');
}

async function train(page: Page): Promise<void> {
  await button(page, 'Start training').click();
  await ended(page);
}

/** The rivals' lines, and where it is drawn the finding that they lead to, come from a worker of their own. */
async function rivals(page: Page, finding = true): Promise<void> {
  await expect(page.getByRole('main').getByText('Greedy', { exact: true }).first()).toBeVisible(LONG);
  if (finding) await expect(page.getByRole('heading', { level: 1 })).toContainText('points a decision', LONG);
}

async function ended(page: Page): Promise<void> {
  await expect(button(page, 'Start training')).toBeVisible(LONG);
  await expect(page.getByRole('cell', { name: 'finished' }).first()).toBeVisible(LONG);
  await rivals(page);
}

async function trained(page: Page, choice?: Choice): Promise<void> {
  await open(page, 'v=train');
  await expect(page.getByText('Recorded, not yours.')).toBeVisible();
  await choose(page, choice);
  await train(page);
}

export const learnJourneys: readonly Journey[] = [
  {
    name: 'train',
    walk: async (page, look) => {
      await open(page, 'v=train');
      await expect(page.getByText('Recorded, not yours.')).toBeVisible();
      await rivals(page, false);
      await look('empty');
      await disclose(page.getByRole('main'));
      await page.getByRole('button', { name: 'What is seeds?' }).click();
      await type(page, 'Learning rate', 'fast');
      await look('settings');
      await page.reload();
      await expect(page.getByText('Recorded, not yours.')).toBeVisible();
      await choose(page);
      await train(page);
      await look('trained');
      const crosshair = page.getByRole('slider', { name: 'Crosshair of all training charts' });
      await crosshair.press('Home');
      await crosshair.press('ArrowRight');
      await page.getByRole('button', { name: 'What is clip fraction?' }).click();
      await page.getByText('Show as table').first().click();
      await look('read');
      await page.reload();
      await expect(row(page, 'Run 1')).toBeVisible();
      await rivals(page);
      await look('kept');
      await button(page, 'Rename').click();
      await look('renaming');
      await page.keyboard.press('Escape');
      await button(page, 'Delete').click();
      await look('deleting');
    },
  },
  {
    name: 'train-seeds',
    walk: async (page, look) => {
      await trained(page, { steps: '4000', seeds: '3' });
      await look('three');
    },
  },
  {
    name: 'train-sick',
    walk: async (page, look) => {
      await trained(page, { rate: '0.1' });
      await expect(page.getByRole('listitem').filter({ hasText: 'Updates too large' }).first()).toBeVisible();
      await look('doctor');
      await button(page, 'Fork with this change').click();
      await expect(page.getByRole('row', { name: /^Compare Run 1 with/ })).toBeVisible(LONG);
      await expect(page.getByRole('progressbar', { name: 'Training' })).toHaveCount(0, LONG);
      await ended(page);
      await look('forked');
      await page
        .getByRole('row', { name: /^Compare Run 1 with/ })
        .getByRole('checkbox')
        .check();
      await row(page, 'Run 1').getByRole('checkbox').check();
      await expect(page.getByRole('region', { name: 'Differences between the runs' })).toBeVisible();
      await look('compared');
    },
  },
  {
    name: 'agent',
    walk: async (page, look) => {
      await trained(page);
      await button(page, 'Export everything').click();
      await expect(page.getByText(/holds all runs/)).toBeVisible(LONG);
      await look('archived');
      await button(page, 'Use in the lab').click();
      await page.getByRole('navigation').getByText('Lab', { exact: true }).click();
      await computed(page);
      await expect(page.getByRole('region', { name: /^Lane A: OPD/ })).toBeVisible();
      await page.keyboard.press('Home');
      await look('in-the-lab');
      await page.getByRole('link', { name: 'Export' }).click();
      await expect(page.getByText('The agent trained here comes with it')).toBeVisible(LONG);
      await expect(page.getByRole('heading', { name: /^OPD changes/ })).toBeVisible(LONG);
      await button(page, 'policy.onnx').click();
      await look('exported');
      await page.getByRole('link', { name: 'Policies' }).click();
      await look('its-policy');
    },
  },
  {
    name: 'lab-trained',
    walk: async (page, look) => {
      // What the Train view chose is what the Lab's button trains with.
      await open(page, 'v=train');
      await expect(page.getByText('Recorded, not yours.')).toBeVisible();
      await choose(page);
      await page.getByRole('navigation').getByText('Lab', { exact: true }).click();
      await computed(page);
      await page.keyboard.press('Home');
      await button(page, 'Train on this load').click();
      await expect(button(page, 'Train a new agent')).toBeVisible(LONG);
      await computed(page);
      await page.getByText('Settings', { exact: true }).click();
      await look('after');
      await disclose(page.getByRole('main'));
      await look('disclosed');
    },
  },
];
