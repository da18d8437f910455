import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Kept by every build as it is: what is in it did not change. */
const SAME = /\.(wasm|woff2)$/;

/** A copy of a built site. */
export function copied(site: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-site-'));
  cpSync(site, folder, { recursive: true });
  return folder;
}

/**
 * A copy of a built site as a later build would be in which `text` has become `other`: every script and style has another
 * name, the page another content, and the service worker knows of all.
 */
export function rebuilt(site: string, text: string, other: string): string {
  const folder = copied(site);
  const assets = join(folder, 'assets');
  const names = new Map<string, string>();
  for (const name of readdirSync(assets)) {
    const [, stem, hash, ending] = /^(.*-)([\w-]{8})(\.\w+)$/.exec(name) ?? [];
    if (stem === undefined || hash === undefined || ending === undefined || SAME.test(name)) continue;
    names.set(name, `${stem}${Array.from(hash).reverse().join('')}${ending}`);
  }
  const pattern = new RegExp([...names.keys()].map((name) => name.replace(/[.$]/g, '\\$&')).join('|'), 'g');
  let changed = 0;
  const written = (file: string): void => {
    const before = readFileSync(file, 'utf8');
    const after = before.replace(pattern, (name) => names.get(name)!).replaceAll(text, other);
    if (before.includes(text)) changed++;
    if (after !== before) writeFileSync(file, after);
  };
  for (const name of readdirSync(assets)) if (!SAME.test(name)) written(join(assets, name));
  for (const [name, next] of names) renameSync(join(assets, name), join(assets, next));
  written(join(folder, 'index.html'));
  written(join(folder, 'notices.html'));
  const sw = join(folder, 'sw.js');
  written(sw);
  const list = readFileSync(sw, 'utf8');
  const next = list.replace(/("revision":")[0-9a-f]{32}(","url":"\w+\.html")/g, `$1${'0'.repeat(32)}$2`);
  if (changed === 0 || next === list) throw new Error(`no other build could be made of ${site}`);
  writeFileSync(sw, next);
  return folder;
}

/** The addresses that a built site's service worker keeps, below the site's. */
export function listed(site: string): readonly string[] {
  const list = /\[\{"revision":.*?\}\]/.exec(readFileSync(join(site, 'sw.js'), 'utf8'))![0];
  return (JSON.parse(list) as { readonly url: string; readonly revision: string | null }[])
    .filter(({ revision }) => revision !== 'when used')
    .map(({ url }) => url);
}
