/** What has to hold however the page is looked at: any width, zoomed, with wider letters, in forced colours, on paper. */
import type { Page } from '@playwright/test';
import { boxOf } from './box.ts';
import { expect, test } from './fixtures.ts';
import { PAGES } from '../src/ui/state/pages.ts';
import { policyStyle, UNTRAINED } from '../src/ui/theme/policies.ts';

/** All in the navigation. */
const VIEWS = PAGES.map(({ id }) => id).filter((id) => id !== 'glossary');
const WIDTHS = [320, 360, 390, 480, 640, 720, 800, 1024, 1280, 1366, 1440, 1920, 2560];
/** What WCAG 1.4.12 lets a reader set. */
const SPACING =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';

async function open(page: Page, view: string = 'lab'): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(view === 'lab' ? './#' : `./#v=${view}`);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  if (view === 'lab') await expect(page.locator('.timelines figure')).toHaveCount(6);
}

/** Faults of what stands on the page now: too wide, words of a drawing over one another, a list's value cut. */
function faults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      found.push(`wider than the window by ${String(root.scrollWidth - root.clientWidth)} px`);
    for (const figure of document.querySelectorAll('main figure')) {
      const texts = [...figure.querySelectorAll('svg[role=img] text')].map((text) => ({
        body: text.firstChild?.textContent ?? '',
        box: text.getBoundingClientRect(),
      }));
      texts.forEach(({ body, box: a }, i) => {
        for (const { body: other, box: b } of texts.slice(i + 1)) {
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          // A line of text is higher than its letters: half of them may touch nothing.
          const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (wide > 1 && high > 0.5 * Math.min(a.height, b.height)) found.push(`“${body}” over “${other}”`);
        }
        if (a.right > innerWidth + 1 || a.left < -1) found.push(`“${body}” out of the window`);
      });
    }
    const context = document.createElement('canvas').getContext('2d')!;
    for (const select of document.querySelectorAll<HTMLSelectElement>('body header select')) {
      const style = getComputedStyle(select);
      if (innerWidth <= 720 || !select.offsetParent) continue;
      context.font = style.font;
      const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const chosen = select.selectedOptions[0]?.text ?? '';
      if (context.measureText(chosen).width > room + 1) found.push(`“${chosen}” is cut`);
    }
    // Lanes: the policy's name whole within its column, each figure beside its name.
    for (const name of document.querySelectorAll<HTMLElement>('.lane .who b')) {
      const range = document.createRange();
      range.selectNodeContents(name);
      const [own, column] = [range.getBoundingClientRect(), name.closest('.who')!.getBoundingClientRect()];
      if (own.right > column.right + 1) found.push(`“${name.textContent}” is cut`);
    }
    for (const row of document.querySelectorAll('.lane dl > div')) {
      const [name, figure] = ['dt', 'dd'].map((part) => row.querySelector(part)!.getBoundingClientRect());
      // Where letters are set wider it may break.
      const asUsual = getComputedStyle(row).letterSpacing === 'normal';
      if (asUsual && Math.abs(name!.bottom - figure!.bottom) > 4)
        found.push(`“${row.textContent}” on two lines`);
    }
    for (const mark of document.querySelectorAll('body header .scenario button.mark')) {
      const name = mark.parentElement!.parentElement!.querySelector('.titled > span')!;
      const range = document.createRange();
      range.selectNodeContents(name);
      const [own, asks] = [range.getBoundingClientRect(), mark.getBoundingClientRect()];
      // Letters that a reader set wider may reach it.
      const asUsual = getComputedStyle(name).letterSpacing === 'normal';
      if (asUsual && own.width > 0 && own.right > asks.left + 0.5)
        found.push(`“${name.textContent}” below its question mark`);
    }
    const [scenario, tools] = ['.scenario', 'header .page'].map((name) =>
      document.querySelector(name)?.getBoundingClientRect(),
    );
    if (scenario && tools && scenario.width > 0) {
      const wide = Math.min(scenario.right, tools.right) - Math.max(scenario.left, tools.left);
      const high = Math.min(scenario.bottom, tools.bottom) - Math.max(scenario.top, tools.top);
      if (wide > 1 && high > 1) found.push('the scenario over the buttons');
    }
    return found;
  });
}

/**
 * What a finger cannot hit within 24 by 24 px around its middle (WCAG 2.5.8): buttons, lists, boxes, links that are
 * controls, words of the glossary. A link within a sentence is as high as the sentence.
 */
function small(page: Page, within = 'body'): Promise<readonly string[]> {
  return page.evaluate((root) => {
    const HALF = 11.5;
    const found: string[] = [];
    const targets = document.querySelectorAll<HTMLElement>(
      ['button', 'a[href]', 'select', 'summary', 'input', 'textarea'].map((one) => `${root} ${one}`).join(),
    );
    for (const target of targets) {
      if (target.matches('p a, :disabled, [type=file]') || target.closest('[inert]')) continue;
      // A tick is pressed by its label.
      const area = target.matches('[type=checkbox], [type=radio]')
        ? (target.closest('label') ?? target)
        : target;
      if (!area.checkVisibility({ opacityProperty: false, visibilityProperty: true })) continue;
      area.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const { left, top, width, height } = area.getBoundingClientRect();
      if (width <= 1 || height <= 1) continue;
      const [x, y] = [left + width / 2, top + height / 2];
      const missed = [-1, 0, 1]
        .flatMap((dx) => [-1, 0, 1].map((dy) => [x + dx * HALF, y + dy * HALF] as const))
        .map(([px, py]) => document.elementFromPoint(px, py))
        .find((hit) => !hit || !(area.contains(hit) || hit.closest('label')?.contains(target)));
      if (missed !== undefined)
        found.push(
          `${target.tagName} “${(target.getAttribute('aria-label') ?? target.textContent).trim().slice(0, 40)}” ${width.toFixed(0)} x ${height.toFixed(0)}: ${missed?.tagName ?? 'nothing'} “${(missed?.textContent ?? '').trim().slice(0, 30)}”`,
        );
    }
    scrollTo(0, 0);
    return found;
  }, within);
}

for (const view of VIEWS)
  test(`${view}: nothing is cut or covered from 320 to 2560 px, nothing too small for a finger at 390`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await open(page, view);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => faults(page), { message: `${String(width)} px` }).toEqual([]);
      if (width === 390) await expect.poll(() => small(page)).toEqual([]);
    }
  });

test('whatever is chosen in the header or for a lane is written whole at 1366 px', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  const each = async (name: string): Promise<void> => {
    const list = page.getByRole('banner').getByRole('combobox', { name });
    const ids = await list
      .locator('option:enabled')
      .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids) {
      await list.selectOption(id);
      await expect.poll(() => faults(page), { message: id }).toEqual([]);
    }
  };
  await open(page, 'compare');
  for (const name of ['Pipeline', 'Load', 'Environment', 'Forecast']) await each(name);
  // In the Lab, whose lanes have names as long, and settings beside them.
  await page.goto('./#a=optimum-true&b=hpa:target=0.55,stabilisation=120,tolerance=0.05&play=0');
  for (const text of ['Optimum with known load', 'HPA (target 55 %'])
    await expect(page.locator('.lane .who b').filter({ hasText: text })).toBeVisible();
  await expect.poll(() => faults(page)).toEqual([]);
  // What changes nothing there cannot be turned.
  const startup = page.getByRole('slider', { name: 'A replica starts in' });
  await expect(startup).toBeEnabled();
  await page.getByLabel('Environment').selectOption('instant');
  await expect(startup).toBeDisabled();
  await expect(startup).toHaveAttribute('aria-valuetext', 'at once');
  // A stage's name is one word, and its batch stands with “by”.
  await page.getByLabel('Pipeline').selectOption('sum-qa');
  const summarise = page.locator('.choices tbody th').filter({ hasText: 'Summarise' });
  await expect(summarise).toBeVisible();
  expect(
    await summarise.evaluate((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map(({ top }) => top)).size;
    }),
  ).toBe(1);
});

test('what is said of trouble, and in passing, covers neither header nor headline', async ({ page }) => {
  await open(page);
  await page.goto('./#nonsense=1');
  const alert = page.getByRole('alert').filter({ hasText: 'nonsense' });
  await expect(alert).toBeVisible();
  for (const width of [1440, 960, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.locator('.notice.shown')).toBeVisible();
    const over = await page.evaluate(() => {
      const boxes = (selector: string) =>
        [...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect());
      return boxes('.message.alert, .notice.shown').map((own) =>
        boxes('body header, .finding h1, .finding p').map(
          (other) =>
            Math.min(own.right, other.right) > Math.max(own.left, other.left) &&
            Math.min(own.bottom, other.bottom) > Math.max(own.top, other.top),
        ),
      );
    });
    expect(over.length, 'both are there').toBe(2);
    expect(over[0]!.length, 'and so is what they could cover').toBeGreaterThanOrEqual(3);
    expect(over.flat(), `${String(width)} px`).not.toContain(true);
  }
  await page.keyboard.press('Escape');
  await expect(alert).toBeHidden();
});

/** 200 % and 400 % of 1440 x 900, 200 % of 1280 x 720. */
for (const [width, height] of [
  [720, 450],
  [360, 225],
  [640, 360],
] as const)
  test(`${String(width)} x ${String(height)} px show the headline, not header and player alone`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    const box = await boxOf(page.getByRole('heading', { level: 1 }));
    const player = await boxOf(page.getByRole('contentinfo'));
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height).toBeLessThanOrEqual(Math.min(height, player.y));
  });

test('on a phone the header takes at most 15 % of the screen, and all views and lists are at hand', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const header = page.getByRole('banner');
  expect((await boxOf(header)).height).toBeLessThanOrEqual(0.15 * 844);
  const load = page.getByRole('combobox', { name: 'Load' });
  await expect(load).toBeHidden();
  const unfold = page.getByRole('button', { name: /^Scenario/ });
  await unfold.click();
  await expect(unfold).toHaveAttribute('aria-expanded', 'true');
  await load.selectOption('steady-low');
  await expect(unfold).toHaveAccessibleName(/^Scenario: Video.*, Steady low/);
  await expect(unfold).toContainText('Video');
  await expect.poll(() => small(page)).toEqual([]);
  // In the decision card too, of which nothing is cut.
  await page.keyboard.press('d');
  await expect(page.getByRole('region', { name: 'What the others would do' })).toBeVisible();
  await expect.poll(() => small(page, 'dialog')).toEqual([]);
  expect(
    await page
      .locator('dialog .scroll, dialog .body')
      .evaluateAll((all) => all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)),
  ).toEqual([0, 0]);
  await page.keyboard.press('Escape');
  // The row of views scrolls to the one that is opened.
  await page.keyboard.press('7');
  const views = page.getByRole('navigation', { name: 'Views' });
  await expect(views.locator('[aria-current=page]')).toBeInViewport({ ratio: 1 });
});

test.describe('with letters, words and lines set wider', () => {
  test.use({ bypassCSP: true });
  for (const width of [1440, 390])
    test(`nothing is lost, ${String(width)} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await open(page);
      await page.addStyleTag({ content: SPACING });
      await expect.poll(() => faults(page)).toEqual([]);
      // Every number of a drawing stands within its panel, the minus of the least too.
      // Found and measured in one go: a drawing that is made anew between the two has none in the page.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('aside figure svg[role=img] text')].flatMap((text) => {
          const [own, panel] = [text, text.closest('.panel')!].map((e) => e.getBoundingClientRect());
          return own!.left < panel!.left || own!.right > panel!.right ? [text.textContent] : [];
        }),
      );
      expect(cut).toEqual([]);
    });
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`in forced colours what is chosen, pointed at and held is seen, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await page.goto('./#play=0');
    await expect(page.locator('.timelines figure')).toHaveCount(6);
    const looks = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('i'));
      const system = (name: string): string => {
        probe.style.color = name;
        return getComputedStyle(probe).color;
      };
      probe.style.forcedColorAdjust = 'none';
      const ground = system('Canvas');
      const of = (selector: string): CSSStyleDeclaration =>
        getComputedStyle(document.querySelector(selector)!);
      return {
        ground,
        tab: of('nav a[aria-current]').backgroundColor,
        crosshair: of('.timelines .head').backgroundColor,
        // The rail is drawn as a ground, in colours of the system: nothing takes it away.
        rail: of('aside input[type=range]').forcedColorAdjust,
        borders: ['.quiet', '.primary', '.bare'].map((name) => of(name).borderTopWidth),
        lines: [...document.querySelectorAll('.timelines svg path[stroke-linejoin]')].map(
          (path) => getComputedStyle(path).stroke,
        ),
        dots: of('.track canvas').color,
        free: of('.lane .free').stroke,
      };
    });
    for (const seen of [looks.tab, looks.crosshair, looks.dots, looks.free, ...looks.lines])
      expect(seen).not.toBe(looks.ground);
    expect(looks.lines.length).toBeGreaterThanOrEqual(12);
    expect(looks.borders).toEqual(['1px', '1px', '1px']);
    expect(looks.rail).toBe('none');
  });

/** A canvas keeps what was drawn on the dark page: the browser says that it prints before the sheet is light. */
async function lanesOnPaper(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const { light, dark } = policyStyle(UNTRAINED);
  /** Dots of either colour in lane A. */
  const dots = (): Promise<readonly boolean[]> =>
    page
      .locator('.lane canvas')
      .first()
      .evaluate(
        (canvas, colours) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
          copy.drawImage(canvas as HTMLCanvasElement, 0, 0);
          const { data } = copy.getImageData(0, 0, width, height);
          return colours.map((hex) => {
            const rgb = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
            for (let i = 0; i < data.length; i += 4)
              if (data[i + 3] === 255 && rgb.every((value, c) => data[i + c] === value)) return true;
            return false;
          });
        },
        [light, dark],
      );
  await expect.poll(dots).toEqual([false, true]);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await dots()).toEqual([true, false]);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(await dots()).toEqual([false, true]);
}

for (const view of ['lab', 'train', 'compare', 'predict', 'policies', 'export'] as const)
  test(`${view} on paper: light, its address and date on top, results first, no controls, nothing cut`, async ({
    page,
  }) => {
    await open(page, view);
    if (view === 'lab') await lanesOnPaper(page);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // A landscape sheet less its margins.
    await page.setViewportSize({ width: 1032, height: 703 });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const head = page.locator('.on-paper');
    await expect(head).toContainText(/Sluice, .* · \d+ \w+ \d{4}/);
    if (view === 'lab') {
      const [, at] = /lanes at (\S+)/.exec((await head.textContent()) ?? '') ?? [];
      await expect(page.locator('.lane .moment:visible')).toHaveText([/^At /, /^At /]);
      // Printed as a group of its own: wiped before it is drawn, a canvas would take the stages off the sheet.
      for (const canvas of await page.locator('.lane canvas').all())
        expect(await canvas.evaluate((one) => Number(getComputedStyle(one).opacity))).toBeLessThan(1);
      await expect(page.locator('.lane .moment').first()).toContainText(`At ${String(at)} of`);
    }
    await expect(head).toContainText(view === 'lab' ? page.url().split('#')[0]! : `#v=${view}`);
    const [top, title] = [await boxOf(head), await boxOf(page.locator('main h1').first())];
    expect(top.y + top.height).toBeLessThanOrEqual(title.y);
    for (const role of ['banner', 'contentinfo', 'slider'] as const)
      await expect(page.getByRole(role)).toHaveCount(0);
    await expect(page.locator(':is(.quiet, .primary, .bare, .play):visible')).toHaveCount(0);
    const paper = await page.evaluate(() => ({
      scheme: getComputedStyle(document.documentElement).colorScheme,
      over: [...document.querySelectorAll('main svg, main table, main pre')].filter(
        (e) => e.getBoundingClientRect().right > innerWidth + 1,
      ).length,
      aside: document.querySelector('main aside')?.getBoundingClientRect().top,
      headline: document.querySelector('main h1')?.getBoundingClientRect().bottom ?? 0,
      charts: [...document.querySelectorAll('main figure')]
        .filter((figure) => !figure.closest('aside'))
        .map((figure) => figure.getBoundingClientRect().bottom),
    }));
    expect(paper.scheme).toBe('light');
    expect(paper.over).toBe(0);
    if (paper.aside !== undefined)
      expect(paper.aside).toBeGreaterThanOrEqual(Math.max(paper.headline, ...paper.charts) - 1);
  });
