/**
 * `npm run looks -- --out folder`: pictures of every view and state of the built site, 1440 and 390 px wide, light and dark.
 * `npm run looks -- --compare before after [--out folder]`: what differs between two such folders, pixel by pixel; ends
 * with 1 where anything does.
 * Options: --site dist, --view pattern (only journeys whose name matches), --beside 3 (how many are walked at a time).
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { compareFolders } from './compare.ts';
import { journeys } from './journeys.ts';
import { take } from './take.ts';
import { serve } from '../served.ts';
import { browserArguments, ensureBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/dependencies.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    site: { type: 'string', default: 'dist' },
    view: { type: 'string', default: '' },
    beside: { type: 'string', default: '3' },
    compare: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: [...browserArguments, '--force-color-profile=srgb'],
  });
  try {
    if (values.compare) {
      const [before, after] = positionals;
      if (before === undefined || after === undefined) {
        console.error('--compare takes two folders: before and after.');
        return 2;
      }
      const out = values.out === undefined ? undefined : resolve(values.out);
      const { compared, differences } = await compareFolders(browser, resolve(before), resolve(after), out);
      console.table(differences);
      console.log(`${String(differences.length)} of ${String(compared)} pictures differ.`);
      return differences.length > 0 ? 1 : 0;
    }
    if (values.out === undefined) {
      console.error('--out names the folder for the pictures.');
      return 2;
    }
    const site = resolve(root, values.site);
    const wanted = journeys.filter(({ name }) => new RegExp(values.view).test(name));
    const { server, address } = await serve(site);
    try {
      const visit = { browser, address, site, out: resolve(values.out) };
      const troubles = await take(wanted, visit, Number(values.beside));
      for (const trouble of troubles) console.error(trouble);
      return troubles.length > 0 ? 1 : 0;
    } finally {
      server.kill();
    }
  } finally {
    await browser.close();
  }
}

process.exitCode = await main();
