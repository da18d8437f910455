/** Every lesson played to its end by the keyboard alone, at a desk and on a phone, with wrong answers and their sentences. */
import type { Page } from '@playwright/test';
import { overflow, violations } from './audit.ts';
import { boxOf } from './box.ts';
import { expect, test } from './fixtures.ts';
import type { Step, StepWords } from '../src/teaching/lesson.ts';
import { lessons } from '../src/teaching/lessons/index.ts';
import { figureWords, valueOf, type Figure } from '../src/teaching/figures.ts';
import { play, type PlayedStep } from '../src/teaching/played.ts';
import { pieces, rightOption, type Piece } from '../src/teaching/playing.ts';
import { surroundings } from '../src/teaching/surroundings.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** What a machine measures or searches for as long as it may: the page has a number of its own there. */
const varies = (figure: Figure): boolean => /"of":"told"|"measure":"decisionMs"/.test(JSON.stringify(figure));

/** A text as the page shows it with the figures that a run of the same settings gives here. */
function shown(text: string, { step, after }: PlayedStep): string | RegExp {
  const figures = step.figures ?? {};
  const values = Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, valueOf(figure, after) ?? NaN]),
  );
  const all = pieces(text, figures, values);
  const own = (piece: Piece): boolean => piece.kind === 'figure' && varies(figures[piece.name]!);
  if (!all.some(own)) return all.map((piece) => piece.text).join('');
  const patterns = all.map((piece) =>
    own(piece) ? '−?\\d[\\d.,]*(?:\\s[a-z%/]+)?' : piece.text.replace(/[\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(patterns.join(''));
}

const guideOf = (page: Page) => page.getByRole('complementary', { name: /^Lesson: / });

/** Presses a button as the keyboard does. */
async function press(page: Page, name: string): Promise<void> {
  const button = guideOf(page).getByRole('button', { name, exact: true });
  await expect(button).toBeEnabled({ timeout: 30_000 });
  await button.focus();
  await page.keyboard.press('Enter');
}

async function choose(page: Page, words: StepWords, option: string, submit: string): Promise<void> {
  const text = pieces(words.options![option]!.text, undefined, {})
    .map((piece) => piece.text)
    .join('');
  const radio = guideOf(page).getByRole('radio', { name: text });
  await radio.focus();
  await page.keyboard.press('Space');
  await press(page, submit);
}

/** What the step points at is on screen, and not below the guide. */
async function seen(page: Page, { part }: Step): Promise<void> {
  if (part === undefined) return;
  const ring = page.locator('.spot');
  await expect(ring, part).toBeVisible({ timeout: 30_000 });
  const [spot, guide] = [await boxOf(ring), await boxOf(guideOf(page))];
  const bottom = page.viewportSize()!.width > 1280 ? page.viewportSize()!.height : guide.y;
  expect(
    Math.min(spot.y + spot.height, bottom) - Math.max(spot.y, 0),
    `${part} is in sight`,
  ).toBeGreaterThanOrEqual(Math.min(40, spot.height));
}

/** Answers wrongly where there is something to answer wrongly, then does what the step asks. */
async function playStep(page: Page, played: PlayedStep, words: StepWords): Promise<void> {
  const { step, after } = played;
  const guide = guideOf(page);
  if (step.kind === 'predict' || step.kind === 'explain') {
    const right = rightOption(step.right, after)!;
    const wrong = step.options.find((option) => option !== right)!;
    await choose(page, words, wrong, step.kind === 'predict' ? 'That is my guess' : 'Answer');
    await expect(guide).toContainText(shown(words.options![wrong]!.wrong!, played), { timeout: 30_000 });
    if (step.kind === 'explain') await choose(page, words, right, 'Answer');
  } else if (step.kind === 'draw') {
    const sliders = guide.getByRole('slider');
    for (let i = 0; i < Object.keys(step.points).length; i++) {
      await sliders.nth(i).focus();
      await page.keyboard.press('ArrowRight');
    }
    await press(page, 'That is my guess');
    for (const figure of Object.values(step.points))
      await expect(guide).toContainText(
        `It came to ${figureWords({ of: 'told', name: '', digits: step.digits, unit: step.unit }, valueOf(figure, after))}`,
        { timeout: 30_000 },
      );
  } else if (step.kind === 'do') {
    await expect(guide.getByRole('status')).not.toHaveText(/^(Done\.)?$/);
    await press(page, 'Show me');
    await expect(guide.getByRole('status')).toHaveText('Shown: this is one way.', { timeout: 30_000 });
  }
  for (const text of words.after ?? [])
    await expect(guide).toContainText(shown(text, played), { timeout: 30_000 });
}

/** What other views tell comes of the page alone, where nothing computes it here; such lessons have tests of their own. */
const plain = lessons.filter(
  ({ lesson }) =>
    lesson.id in surroundings || lesson.steps.every((step: Step) => step.scene?.page === undefined),
);

for (const { lesson, words } of plain)
  for (const [width, height, colorScheme] of [
    [1440, 900, 'light'],
    [360, 780, 'dark'],
  ] as const)
    test(`${lesson.id} is played by the keyboard alone at ${String(width)} px, ${colorScheme}`, async ({
      page,
    }) => {
      test.setTimeout(180_000);
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.goto('./#v=learn&env=chance');
      const begin = page.getByRole('button', { name: `Begin: ${words.title}` });
      await begin.focus();
      await page.keyboard.press('Enter');
      const steps = await play(lesson, surroundings[lesson.id]);
      for (const [k, played] of steps.entries()) {
        const its = words.steps[played.step.id]!;
        const guide = guideOf(page);
        await expect(guide.getByRole('heading', { name: its.heading })).toBeVisible();
        // What a guess points at that has its outcome in another view comes with that.
        const there = !('outcome' in played.step && played.step.outcome.page !== undefined);
        if (there) await seen(page, played.step);
        await playStep(page, played, its);
        if (!there) await seen(page, played.step);
        if (its.question !== undefined)
          await expect(guide).toContainText(shown(its.question, played), { timeout: 30_000 });
        for (const text of its.text)
          await expect(guide).toContainText(shown(text, played), { timeout: 30_000 });
        if (k === 0 || k === steps.length - 1) {
          expect(await violations(page), played.step.id).toEqual([]);
          expect(await overflow(page), played.step.id).toBeLessThanOrEqual(0);
        }
        await press(page, k === steps.length - 1 ? 'Finish' : 'Next');
      }
      await expect(page.getByRole('button', { name: `Repeat: ${words.title}` })).toBeVisible();
    });

test('a lesson is left and come back to, a link leads to a step, and progress is kept', async ({ page }) => {
  await page.goto('./#v=lab&env=fluid&seed=11');
  await expect(page.getByRole('region', { name: /^Lane A: / })).toBeVisible();
  await page.goto('./#lesson=autoscalers.2');
  const guide = guideOf(page);
  await expect(guide.getByRole('heading', { name: 'One burst' })).toBeVisible();
  await press(page, 'Next');
  await press(page, 'Leave the lesson');
  await page.reload();
  await expect(page.getByText('1 of 8 steps done')).toBeVisible();
  await page.getByRole('button', { name: 'Go on: The autoscalers people run' }).click();
  await expect(guide.getByRole('heading', { name: 'HPA meets the burst' })).toBeVisible();
});

test('a link to a lesson that there is not, or to another version of one, says so', async ({ page }) => {
  await page.goto('./#lesson=nothing-like-it.2');
  await expect(page.getByText(/which this version of the lab does not have/)).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./#lesson=autoscalers.2.v99');
  await expect(page.getByText(/The link is of version 99/)).toBeVisible();
});

test('a symbol of an equation lights its part of the page, and a slider its symbol, by keys and by pointer', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('./#lesson=good.2');
  const guide = guideOf(page);
  const price = guide.getByRole('button', { name: 'a, worth of accuracy' });
  const value = guide.locator('[data-of="a"] dd');
  await expect(value).toHaveText('10');
  // Folded away at first.
  const slider = page.locator('input[aria-label="Accuracy is worth"]');
  const ringOn = async (): Promise<boolean> => {
    const [ring, at] = [await page.locator('.spot').boundingBox(), await slider.boundingBox()];
    if (!ring || !at) return false;
    return ring.x <= at.x && ring.y <= at.y && ring.y + ring.height >= at.y + at.height && ring.height < 60;
  };
  expect(await ringOn()).toBe(false);
  await price.focus();
  await expect.poll(ringOn).toBe(true);
  await expect(guide.locator('.lit[data-symbol="a"]').first()).toBeVisible();
  await expect(guide.locator('.lit[data-symbol="b"]')).toHaveCount(0);
  await slider.focus();
  await expect(guide.locator('.lit[data-symbol="a"]').first()).toBeVisible();
  expect(await ringOn()).toBe(false);
  await page.keyboard.press('ArrowRight');
  await expect(value).toHaveText('10.5');
  await page.getByRole('slider', { name: 'Throughput is worth' }).hover();
  await expect(guide.locator('.lit[data-symbol="b"]').first()).toBeVisible();
  await expect(guide.locator('.lit[data-symbol="a"]')).toHaveCount(0);
});

test('a newcomer is shown where to begin, until a lesson was begun or the hint put away', async ({
  page,
  browser,
  baseURL,
}) => {
  const hint = page.getByRole('link', { name: 'New here? Begin with lesson 1' });
  await page.goto('./');
  await hint.click();
  await expect(guideOf(page).getByRole('heading', { name: 'A model that answers' })).toBeVisible();
  await press(page, 'Leave the lesson');
  await page.goto('./#env=chance');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Judge by single requests' })).toBeVisible();
  await expect(hint).toBeHidden();

  const context = await browser.newContext({
    viewport: { width: 360, height: 780 },
    ...(baseURL ? { baseURL } : {}),
  });
  const phone = await context.newPage();
  await phone.goto('./');
  await phone.getByRole('button', { name: 'Hide this hint' }).click();
  await phone.reload();
  await expect(phone.getByRole('button', { name: 'Judge by single requests' })).toBeVisible();
  await expect(phone.getByText('New here?')).toBeHidden();
  await context.close();
});
