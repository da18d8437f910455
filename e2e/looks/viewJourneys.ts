/** Policies, Compare, Predict, Reproduce, Pipelines, Export and the notices. */
import type { Page } from '@playwright/test';
import { bursts } from './files.ts';
import { button, disclose, open, type, expect, type Journey } from './journey.ts';
import { importFile } from '../csv.ts';

/** Long enough for a search, a training or an evaluation on a busy machine. */
const LONG = { timeout: 900_000 };

const policy = (page: Page, key: string): Promise<void> =>
  open(page, `v=policies&p=${encodeURIComponent(key)}`);

async function compare(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Compare: \d+ runs$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/the highest J/, LONG);
  await expect(page.getByRole('progressbar')).toHaveCount(0, LONG);
  await expect(page.getByRole('region', { name: 'Every number over seeds' })).toBeVisible();
}

async function judged(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toContainText('noise alone leaves', LONG);
  await expect(page.getByText('still being judged')).toHaveCount(0, LONG);
  await expect(page.getByRole('row')).toHaveCount(10, LONG);
}

async function exported(page: Page): Promise<void> {
  await expect(button(page, 'Save as a zip')).toBeEnabled(LONG);
  await expect(page.getByRole('slider', { name: 'Changes over time' })).toBeVisible(LONG);
}

export const viewJourneys: readonly Journey[] = [
  {
    name: 'policies',
    walk: async (page, look) => {
      for (const id of ['opd', 'ipa-exact', 'infadapter', 'keda', 'vpa']) {
        await policy(page, id);
        await look(id);
      }
      await policy(page, 'hpa');
      await disclose(page.getByRole('main'));
      await look('hpa-disclosed');
      await page.getByLabel('Target', { exact: true }).fill('5000');
      await page.getByLabel('Target', { exact: true }).press('Enter');
      await page.getByRole('button', { name: 'What is minimum?' }).click();
      await look('hpa-refused');
      await policy(page, 'hpa:target=0.5,stabilisation=120,2.min=2,2.batch=4');
      await page.getByRole('combobox', { name: 'Settings for' }).selectOption({ index: 2 });
      await look('hpa-of-a-stage');
    },
  },
  {
    name: 'tune',
    walk: async (page, look) => {
      await policy(page, 'hpa');
      await page.getByRole('combobox', { name: /^for/ }).selectOption('5');
      await button(page, 'Search').click();
      await expect(button(page, 'Save the better manifest')).toBeVisible(LONG);
      await expect(page.getByRole('progressbar')).toHaveCount(0, LONG);
      await look('found');
      await disclose(page.getByRole('main'));
      await look('every-setting');
    },
  },
  {
    name: 'compare',
    walk: async (page, look) => {
      await open(page, 'v=compare&c-seeds=3&c-policies=greedy,keda,ipa-exact,hpa:target=0.5');
      await look('before');
      await compare(page);
      await look('after');
      await disclose(page.getByRole('main'));
      await page.getByRole('button', { name: /^Cost/ }).click();
      await look('tables');
    },
  },
  {
    name: 'compare-singles',
    walk: async (page, look) => {
      await open(
        page,
        'v=compare&c-seeds=1&c-env=discrete&c-policies=greedy,keda,random&c-pipelines=video,nlp&c-loads=steady-low,bursty',
      );
      await compare(page);
      await page.getByRole('region', { name: 'Does the fluid model hold?' }).scrollIntoViewIfNeeded();
      await expect(
        page.getByRole('region', { name: 'Does the fluid model hold?' }).getByRole('img'),
      ).toBeVisible();
      await page.evaluate(() => scrollTo(0, 0));
      await look('after');
    },
  },
  {
    name: 'predict',
    walk: async (page, look) => {
      await open(page, 'v=predict');
      await judged(page);
      await look('before');
      await button(page, 'Holt, damped').click();
      await page.getByRole('button', { name: 'What is SMAPE?' }).click();
      const time = page.getByRole('slider', { name: 'Time of the values' });
      await time.press('Home');
      await time.press('ArrowRight');
      await disclose(page.getByRole('main'));
      await look('drawn');
    },
  },
  {
    name: 'predict-trained',
    walk: async (page, look) => {
      await open(page, 'v=predict');
      await importFile(page, bursts);
      await judged(page);
      await page.getByLabel('Units', { exact: true }).selectOption('8');
      await page.getByLabel('Seconds', { exact: true }).selectOption('120');
      await button(page, 'Train on this load').click();
      await expect(button(page, 'Train anew')).toBeVisible(LONG);
      await judged(page);
      await button(page, 'LSTM').click();
      await look('after');
    },
  },
  {
    name: 'reproduce',
    walk: async (page, look) => {
      await open(page, 'v=reproduce');
      await look('before');
      await page.getByLabel('Seeds').selectOption('1');
      await page.getByLabel('Seconds of training, each').selectOption('5');
      await button(page, 'Run the paper’s evaluation').click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/of 11 claims hold here/, LONG);
      await expect(page.getByRole('progressbar')).toHaveCount(0, LONG);
      await look('after');
    },
  },
  {
    name: 'pipelines',
    walk: async (page, look) => {
      await open(page, 'v=pipelines');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('ready to run', LONG);
      await expect(
        page.getByText('What the optimum takes over the range of loads is being computed.'),
      ).toHaveCount(0, LONG);
      await look('before');
      await page.getByRole('combobox', { name: 'Begin from' }).selectOption('a blank pipeline');
      await page.getByLabel('Latency objective, s').fill('soon');
      await look('blank');
    },
  },
  {
    name: 'export',
    walk: async (page, look) => {
      await open(page, 'v=export');
      await exported(page);
      await look('before');
      const changes = page.getByRole('slider', { name: 'Changes over time' });
      await changes.press('Home');
      await changes.press('ArrowRight');
      await look('a-change');
      await disclose(page.getByRole('main'));
      await look('all-changes');
      await page.getByRole('combobox', { name: 'Layout' }).selectOption('KServe');
      await exported(page);
      await page.getByRole('navigation', { name: 'Files of the export' }).getByRole('button').nth(2).click();
      await look('kserve');
      await type(page, 'Namespace', 'My Space');
      await expect(page.getByRole('alert')).toBeVisible();
      await look('refused');
    },
  },
  {
    name: 'notices',
    walk: async (page, look) => {
      await page.goto('./notices.html');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      // Its texts are longer than a picture can be.
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('pre')) one.textContent = one.textContent.slice(0, 200);
      });
      await look('page');
    },
  },
];
