/** What comes in by file: each report, what is kept, and what is said of what was refused. */
import type { Page } from '@playwright/test';
import { board, broken, bursts, pipeline, scalers, services } from './files.ts';
import { button, computed, disclose, open, expect, type Journey } from './journey.ts';
import { importFile } from '../csv.ts';

const dialog = (page: Page) => page.getByRole('dialog');

async function give(page: Page, ...files: Parameters<typeof importFile>[1][]): Promise<void> {
  await page.getByLabel('File to import').setInputFiles(files);
  await expect(dialog(page)).toBeVisible();
}

async function discard(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
}

export const intakeJourneys: readonly Journey[] = [
  {
    name: 'intake',
    walk: async (page, look) => {
      await open(page, 't=400');
      await computed(page);
      await button(page, 'Import').click();
      await look('nothing', { tall: true });
      await discard(page);
      await give(page, board);
      await look('load');
      await look('load-whole', { tall: true });
      await dialog(page).getByRole('radio', { name: 'Each as its own load' }).check();
      await disclose(dialog(page));
      await look('loads', { tall: true });
      await discard(page);
      await give(page, scalers);
      await look('scalers', { tall: true });
      await discard(page);
      await give(page, services);
      await look('services', { tall: true });
      await discard(page);
      await give(page, pipeline);
      await look('pipeline', { tall: true });
      await discard(page);
      await give(page, bursts, broken, board);
      await page.keyboard.press('Enter');
      await expect(dialog(page)).toContainText('board.csv');
      await look('refused', { tall: true });
      await discard(page);
      await expect(page.getByRole('alert')).toBeVisible();
      await computed(page);
      await look('refused-after');
    },
  },
  {
    name: 'intake-kept',
    walk: async (page, look) => {
      await open(page, 't=400');
      await computed(page);
      await importFile(page, board);
      await importFile(page, pipeline);
      await computed(page);
      await look('in-use');
      await page.getByRole('button', { name: /^Report of the imported load/ }).click();
      await look('report', { tall: true });
      await button(page, /^Rename or delete imports/).click();
      await look('list', { tall: true });
      await page.keyboard.press('Escape');
      await page.getByRole('navigation').getByText('Train', { exact: true }).click();
      await expect(page.getByRole('region', { name: 'What this browser keeps' })).toContainText(/MB of/);
      await expect(page.getByRole('main').getByText('Greedy', { exact: true }).first()).toBeVisible();
      await look('storage');
      await page.getByLabel('Archive to import').setInputFiles({
        name: 'cut.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from('PK\u0003\u0004nothing'),
      });
      await expect(
        page.getByRole('region', { name: 'What this browser keeps' }).getByRole('alert'),
      ).toBeVisible();
      await look('storage-refused');
    },
  },
];
