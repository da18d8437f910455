/**
 * `npm run icons`: the pictures of the installed lab, drawn of public/icon.svg by the browser of the tests; run it after that
 * was changed. On a ground of its own, for systems show them on any. The maskable one fills its square, and keeps the sign
 * within the circle of four fifths that every system leaves.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { browserArguments, findBrowser } from './browser.mjs';
import { root } from './dependencies.mjs';

/** Share of the side that the sign takes, and of the side that the corners are round: 0 where the system cuts them. */
const ICONS = [
  { name: 'icon-192.png', side: 192, sign: 0.72, corner: 0.2 },
  { name: 'icon-512.png', side: 512, sign: 0.72, corner: 0.2 },
  { name: 'icon-maskable-512.png', side: 512, sign: 0.54, corner: 0 },
];
/** `--paper` of src/ui/theme/tokens.css in the light. */
const GROUND = '#fbfaf6';

const sign = readFileSync(join(root, 'public/icon.svg'), 'utf8').replace('<svg', '<svg id="sign"');
const executablePath = await findBrowser();
const browser = await chromium.launch({
  args: browserArguments,
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage({ colorScheme: 'light' });
  for (const { name, side, sign: share, corner } of ICONS) {
    await page.setViewportSize({ width: side, height: side });
    await page.setContent(
      `<style>body { margin: 0 } div { display: grid; place-items: center; width: ${side}px; height: ${side}px; background: ${GROUND}; border-radius: ${corner * side}px } #sign { width: ${share * side}px }</style><div>${sign}</div>`,
    );
    writeFileSync(join(root, 'public', name), await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
