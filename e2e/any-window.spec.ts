/** What has to hold however the page is looked at: any width, zoomed, with wider letters, in forced colours, on paper. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const VIEWS = ['lab', 'train', 'predict', 'compare', 'policies', 'reproduce', 'export'] as const;
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

for (const view of VIEWS)
  test(`${view}: nothing is cut or covered from 320 to 2560 px`, async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, view);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => faults(page), { message: `${String(width)} px` }).toEqual([]);
    }
  });

test('every pipeline of the header is whole at 1366 px', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await open(page, 'compare');
  const list = page.getByRole('combobox', { name: 'Pipeline' });
  for (const id of await list
    .locator('option')
    .evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value))) {
    await list.selectOption(id);
    await expect.poll(() => faults(page), { message: id }).toEqual([]);
  }
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
    const box = (await page.getByRole('heading', { level: 1 }).boundingBox())!;
    const player = (await page.getByRole('contentinfo').boundingBox())!;
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height).toBeLessThanOrEqual(Math.min(height, player.y));
  });

test('on a phone the header takes at most 15 % of the screen, and all views and lists are at hand', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const header = page.getByRole('banner');
  expect((await header.boundingBox())!.height).toBeLessThanOrEqual(0.15 * 844);
  const load = page.getByRole('combobox', { name: 'Load' });
  await expect(load).toBeHidden();
  const unfold = page.getByRole('button', { name: /^Scenario/ });
  await unfold.click();
  await expect(unfold).toHaveAttribute('aria-expanded', 'true');
  await load.selectOption('steady-low');
  await expect(unfold).toHaveAccessibleName(/Steady low/);
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
      const cut = await page.locator('aside figure svg[role=img] text').evaluateAll((texts) =>
        texts.flatMap((text) => {
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

for (const view of ['lab', 'train', 'compare', 'predict', 'policies', 'export'] as const)
  test(`${view} on paper: light, its address and date on top, results first, no controls, nothing cut`, async ({
    page,
  }) => {
    await open(page, view);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // A landscape sheet less its margins.
    await page.setViewportSize({ width: 1032, height: 703 });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const head = page.locator('.on-paper');
    await expect(head).toContainText(/Sluice, .* · \d+ \w+ \d{4}/);
    await expect(head).toContainText(view === 'lab' ? page.url().split('#')[0]! : `#v=${view}`);
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
