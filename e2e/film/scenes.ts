/** What the film shows: the first minute of somebody who has just opened the lab. */
import type { Locator, Page } from '@playwright/test';
import type { Camera } from './camera.ts';

/** Longest waits, in seconds, on a machine that others use too. */
const TRAINING_S = 300;
const COMPARING_S = 180;

const region = (page: Page, name: RegExp): Locator => page.getByRole('region', { name });
const finding = (page: Page): Locator => page.getByRole('heading', { level: 1 });

async function seen(what: Locator): Promise<void> {
  await what.first().waitFor({ timeout: 60_000 });
}

async function opening(camera: Camera): Promise<void> {
  const { page } = camera;
  camera.say('Two policies, one load: requests flow through both pipelines.');
  await seen(region(page, /^Lane B/).getByRole('img'));
  await page.locator('.finding[aria-busy=false]').waitFor();
  await camera.film(2.7);
}

async function underLoad(camera: Camera): Promise<void> {
  camera.say('The load rises: queues fill, replicas start, answers come late.');
  await camera.film(3.6, 2.5);
}

async function otherPolicy(camera: Camera): Promise<void> {
  const { page } = camera;
  camera.say('Change a policy: both replay at once, and the headline judges anew.');
  const choice = page.getByRole('combobox', { name: 'Policy of lane B' });
  await camera.press(choice, () => choice.selectOption('hpa'));
  await camera.film(2.7);
}

async function training(camera: Camera): Promise<void> {
  const { page } = camera;
  camera.say('Train an agent on this load, here in the tab ...');
  const start = page.getByRole('button', { name: 'Train on this load' });
  const panel = region(page, /^Train an agent/);
  await camera.scroll((await panel.boundingBox())!.y - 130);
  await camera.press(start);
  camera.say('... a minute of learning, sped up: the curve is what it still loses to the optimum.');
  const again = async (): Promise<boolean> =>
    (await page.getByRole('progressbar').count()) === 0 && (await finding(page).count()) > 0;
  await page.getByRole('progressbar').first().waitFor({ timeout: 30_000 });
  await camera.until(again, 4.8, TRAINING_S);
  await camera.shoot(900);
  camera.say('It drives lane A now, and the headline says what it is worth.');
  await camera.scroll(-2000);
  await camera.film(2.1);
}

async function card(camera: Camera): Promise<void> {
  const { page } = camera;
  camera.say('Why? Every decision has a card: what it saw, what it earned, what others would do.');
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await seen(dialog.getByRole('table', { name: /^Orders in the same state/ }));
  await camera.shoot(1800);
  await camera.point(dialog, { x: 0.75, y: 0.7 });
  await camera.scroll(420);
  await camera.shoot(1200);
  await page.keyboard.press('Escape');
}

async function comparing(camera: Camera): Promise<void> {
  const { page } = camera;
  camera.say('Compare policies over loads and seeds, with intervals.');
  await camera.press(page.getByRole('navigation', { name: 'Views' }).getByText('Compare', { exact: true }));
  const run = page.getByRole('button', { name: /^Compare: \d+ runs$/ });
  await seen(run);
  await camera.shoot(600);
  await camera.press(run);
  const told = async (): Promise<boolean> => /the highest J/.test((await finding(page).textContent()) ?? '');
  await camera.until(told, 1.2, COMPARING_S);
  await camera.shoot(900);
  // The finding on top, the first chart below.
  await camera.scroll((await finding(page).boundingBox())!.y - 24);
  await camera.shoot(3000);
}

export const scenes: readonly ((camera: Camera) => Promise<void>)[] = [
  opening,
  underLoad,
  otherPolicy,
  training,
  card,
  comparing,
];

/** After the film, for whoever wants no motion: the agent beside IPA at a busy moment, on a wide screen. */
export async function still({ page }: Camera): Promise<Buffer> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('navigation', { name: 'Views' }).getByText('Lab', { exact: true }).click();
  const rival = page.getByRole('combobox', { name: 'Policy of lane B' });
  await rival.selectOption('ipa-exact');
  await rival.blur();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  // Four minutes and four decisions on.
  for (const key of [
    'Home',
    ...Array<string>(4).fill('Shift+ArrowRight'),
    ...Array<string>(4).fill('ArrowRight'),
  ])
    await page.keyboard.press(key);
  // No ring of the focus in the picture.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.mouse.move(0, 0);
  await page.locator('.finding[aria-busy=false]').filter({ hasText: 'IPA' }).waitFor();
  // A notice leaves by itself.
  await page.waitForTimeout(8000);
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}
