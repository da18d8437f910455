/** The Lab: at rest, at fixed moments, with other choices, its dialogs and what it says. */
import type { Page } from '@playwright/test';
import { button, computed, disclose, open, expect, type Journey } from './journey.ts';

/** A busy moment of IPA's lane. */
const BUSY = 't=400';

/** One picture of the lab under each of these addresses. */
const under =
  (addresses: Readonly<Record<string, string>>): Journey['walk'] =>
  async (page, look) => {
    for (const [name, hash] of Object.entries(addresses)) {
      await open(page, hash);
      await computed(page);
      await look(name);
    }
  };

async function card(page: Page, hash: string): Promise<void> {
  await open(page, hash);
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'What it saw' })).toBeVisible();
  await expect(page.getByRole('table', { name: /^Orders in the same state/ })).toBeVisible();
}

export const labJourneys: readonly Journey[] = [
  {
    name: 'lab',
    walk: async (page, look) => {
      await open(page, '');
      await computed(page);
      await look('rest');
      await open(page, BUSY);
      await computed(page);
      await look('paused');
      const crosshair = page.getByRole('slider', { name: 'Crosshair of all timelines' });
      await crosshair.press('End');
      await crosshair.press('ArrowLeft');
      await look('crosshair');
      await disclose(page.getByRole('main'));
      await look('disclosed');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('help');
      await look('help-whole', { tall: true });
    },
  },
  {
    name: 'lab-with',
    walk: under({
      cores: `${BUSY}&cores=12`,
      singles: 't=277.3&env=discrete&load=bursty&a=ipa-exact&b=greedy',
      instant: `${BUSY}&env=instant`,
      'sum-qa': `${BUSY}&pipeline=sum-qa&load=bursty&b=greedy&cores=24`,
      nlp: `${BUSY}&pipeline=nlp&load=diurnal&a=inferline&b=fa2`,
      settings: `${BUSY}&a=hpa:target=0.5,max=8&b=hpa:target=0.5,stabilisation=60,1.max=5,2.min=3`,
      rollout: 't=250&load=step&rollout=recreate&forecast=holt&a=random&b=optimum-true&speed=16',
    }),
  },
  {
    name: 'lab-says',
    notices: true,
    walk: async (page, look) => {
      await open(page, `${BUSY}&a=hpa&b=hpa:target=0.5,4.target=0.7`);
      await computed(page);
      await expect(page.getByRole('status').filter({ hasText: 'HPA is set for stage 4' })).toBeVisible();
      await look('notice');
      await open(page, `${BUSY}&a=hpa&b=hpa:target=50&load=nothing&cores=12&nonsense=1`);
      await computed(page);
      await expect(page.getByRole('alert')).toBeVisible();
      await look('alert');
      await open(page, BUSY);
      await computed(page);
      await page.getByText('More weights').click();
      await page.getByRole('slider', { name: 'A core costs' }).fill('0');
      await page.getByRole('slider', { name: 'Spare capacity costs' }).fill('0');
      await expect(page.getByRole('list', { name: 'What these weights make meaningless' })).toContainText(
        'Idle capacity pays',
      );
      await computed(page);
      await look('weights');
    },
  },
  {
    name: 'lab-acts',
    notices: true,
    walk: async (page, look) => {
      await open(page, BUSY);
      await computed(page);
      await page.keyboard.press('x');
      await computed(page);
      await button(page, 'Share').click();
      await look('shared');
      for (let times = 0; times < 2; times++) await page.getByRole('button', { name: /^Theme: / }).click();
      await look('own-theme');
    },
  },
  {
    name: 'card',
    walk: async (page, look) => {
      await card(page, `why=b&${BUSY}`);
      await look('open');
      await look('whole', { tall: true });
      await card(page, `why=b&${BUSY}&cores=12`);
      await look('forbidden', { tall: true });
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Fork with the order of/ })
        .first()
        .click();
      await expect(page.getByRole('img', { name: /^Reward in/ })).toBeVisible();
      await look('forked', { tall: true });
      await card(page, `why=a&${BUSY}&pipeline=nlp&a=optimum-true`);
      await look('three-stages', { tall: true });
      await card(page, `why=a&${BUSY}&env=discrete&a=hpa:target=0.5`);
      await look('set-policy', { tall: true });
    },
  },
];
