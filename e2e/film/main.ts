/**
 * `npm run film`: films the first minute on the real page and writes docs/first-minute.webp, an animated WebP,
 * and docs/lab.png, a still picture of its end.
 * Options: --site dist (a built one; else it is built into a folder of its own), --out file, --still file, --frames folder
 * (the shots as PNG, to look at), --most 2000000 (bytes; more is an error, and nothing is written).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { Camera, FILM, PAGE, type Shot } from './camera.ts';
import { developed } from './develop.ts';
import { scenes, still } from './scenes.ts';
import { readAnimation, writeAnimation } from './webp.ts';
import { NAMED } from '../looks/still.ts';
import { serve } from '../served.ts';
import { browserArguments, ensureBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/dependencies.mjs';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/first-minute.webp' },
    still: { type: 'string', default: 'docs/lab.png' },
    site: { type: 'string' },
    frames: { type: 'string' },
    most: { type: 'string', default: '2000000' },
  },
});

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function build(folder: string): void {
  const { status } = spawnSync(
    'npx',
    ['vite', 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (status !== 0) throw new Error('The site could not be built.');
}

/** The shots of all scenes and a picture of their end, by a visitor whose browser holds nothing yet. */
async function filmed(
  site: string,
  browser: Browser,
): Promise<{ readonly shots: readonly Shot[]; readonly end: Buffer }> {
  const { server, address } = await serve(site);
  try {
    const context = await browser.newContext({
      baseURL: address,
      viewport: PAGE,
      deviceScaleFactor: 1,
      colorScheme: 'light',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    context.setDefaultTimeout(60_000);
    await context.addInitScript(NAMED);
    const camera = new Camera(await context.newPage());
    await camera.page.goto('./');
    for (const scene of scenes) {
      const before = camera.length;
      await scene(camera);
      console.log(`${scene.name}: ${seconds(camera.length - before)}`);
    }
    const end = await still(camera);
    await context.close();
    return { shots: camera.shots, end };
  } finally {
    server.kill();
  }
}

async function main(): Promise<number> {
  const own = values.site === undefined ? mkdtempSync(join(tmpdir(), 'sluice-film-')) : undefined;
  const site = resolve(root, own ?? values.site ?? '');
  if (own !== undefined) build(own);
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: [...browserArguments, '--force-color-profile=srgb'],
  });
  try {
    const { shots, end } = await filmed(site, browser);
    if (values.frames !== undefined) {
      const folder = resolve(values.frames);
      mkdirSync(folder, { recursive: true });
      for (const [i, { png }] of shots.entries())
        writeFileSync(join(folder, `${String(i).padStart(3, '0')}.png`), png);
    }
    const page = await browser.newPage();
    await page.addInitScript(NAMED);
    await page.goto('about:blank');
    const file = writeAnimation({ ...FILM, loops: 0, frames: await developed(page, shots) });
    const { frames } = readAnimation(file);
    const length = frames.reduce((sum, { ms }) => sum + ms, 0);
    console.log(`${String(frames.length)} frames, ${seconds(length)}, ${String(file.length)} bytes`);
    if (file.length > Number(values.most)) {
      console.error(`More than ${values.most} bytes: not written.`);
      return 1;
    }
    writeFileSync(resolve(root, values.out), file);
    writeFileSync(resolve(root, values.still), end);
    return 0;
  } finally {
    await browser.close();
    if (own !== undefined) rmSync(own, { recursive: true });
  }
}

process.exitCode = await main();
