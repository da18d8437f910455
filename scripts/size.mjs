/** The size budget: what the first load fetches, compressed as a host would. Lazily loaded files are listed apart. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './dependencies.mjs';
import { WHEN_USED } from './offline.mjs';

const BUDGET = 250_000;
/** Of a figure in another page before anybody touches it (docs/embedding.md); e2e/embed.spec.ts weighs what really comes. */
const EMBED_BUDGET = 150_000;
/** Of what is fetched after the first visit for use without a network; every visitor's line carries it once. */
const KEPT_BUDGET = 4_000_000;
const dist = join(root, 'dist');
if (!existsSync(join(dist, 'index.html'))) {
  console.error('There is no dist/index.html: run npm run build first.');
  process.exit(1);
}

/** @param {string} text @param {RegExp} pattern @param {string} from the file that names them @returns {string[]} */
const named = (text, pattern, from) =>
  [...text.matchAll(pattern)]
    .map((match) => join(dirname(from), match[1] ?? ''))
    .filter((file) => existsSync(file));

/** Files that `file` makes the browser fetch at once. @param {string} file @returns {string[]} */
function fetches(file) {
  if (file.endsWith('.html')) {
    return named(readFileSync(file, 'utf8'), /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g, file);
  }
  if (file.endsWith('.js')) {
    // Static imports only: after `from` or `import` stands a string, not a parenthesis.
    return named(readFileSync(file, 'utf8'), /\b(?:from|import)\s*["'](\.[^"']+\.js)["']/g, file);
  }
  if (file.endsWith('.css')) {
    // The other alphabets of a font are fetched only when a page uses them.
    const fonts = named(readFileSync(file, 'utf8'), /url\(["']?([^"')]+\.woff2)["']?\)/g, file);
    return fonts.filter((font) => /-latin-(?!ext)/.test(font) && !/italic/.test(font));
  }
  return [];
}

/** Bytes as sent: fonts and pictures other than SVG are compressed already. @param {string} file */
function sent(file) {
  const bytes = readFileSync(file);
  return /\.(woff2|png)$/.test(file) ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

/** The files and all that they fetch at once. @param {readonly string[]} files */
function closure(files) {
  const all = [...files];
  for (const file of all) for (const next of fetches(file)) if (!all.includes(next)) all.push(next);
  return all;
}

const first = closure([join(dist, 'index.html')]);
const later = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !first.includes(file) && !file.endsWith('.map'));

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);

/** Prints a table and returns its sum. @param {string} title @param {string[]} files */
function table(title, files) {
  const rows = files.map((file) => ({ name: relative(dist, file), bytes: sent(file) }));
  rows.sort((a, b) => b.bytes - a.bytes);
  console.log(title);
  for (const row of rows) console.log(`${kilobytes(row.bytes)}  ${row.name}`);
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  console.log(`${kilobytes(total)}  together`);
  return total;
}

/** What the service worker fetches after the first visit; the large files, which are kept when used, are not in it. */
function precached() {
  const list = /\[\{"revision":.*?\}\]/.exec(readFileSync(join(dist, 'sw.js'), 'utf8'))?.[0];
  /** @type {readonly { url: string, revision: string | null }[]} */
  const entries = JSON.parse(list ?? '[]');
  return entries.filter(({ revision }) => revision !== WHEN_USED).map(({ url }) => join(dist, url));
}

/** The file of the build that `from` names, by the name that its source gives it. @param {string} from @param {string} name */
function fileOf(from, name) {
  const found = new RegExp(`["'\`](?:\\./)?(${name}-[\\w-]{8}\\.js)["'\`]`).exec(
    readFileSync(from, 'utf8'),
  )?.[1];
  if (found === undefined) throw new Error(`${relative(dist, from)} names no ${name}.`);
  return join(dist, 'assets', found);
}

const total = table('First load, gzip:', first);
// The largest figure: every timeline, and the worker with the policies of a link that names none.
const entry = closure([join(dist, 'embed.html')]);
/** @param {string} name */
const inEntry = (name) => {
  const from = entry.find((file) => file.endsWith('.js') && readFileSync(file, 'utf8').includes(`${name}-`));
  return fileOf(from ?? '', name);
};
const replay = inEntry('replay');
const embedded = table(
  'A figure in another page, gzip:',
  closure([...entry, inEntry('Rows'), replay, fileOf(replay, 'oracles'), fileOf(replay, 'ipa')]),
);
table('Later, when asked for, gzip:', later);
const kept = precached();
const keptSent = kept.reduce((sum, file) => sum + sent(file), 0);
const keptBytes = kept.reduce((sum, file) => sum + statSync(file).size, 0);
console.log(
  `Kept for use without a network, after the first visit: ${kept.length} files, ${kilobytes(keptBytes).trim()}, ${kilobytes(keptSent).trim()} gzip.`,
);
if (kept.length === 0 || keptSent > KEPT_BUDGET) {
  console.error(
    `What is kept for use without a network must be at most ${KEPT_BUDGET / 1000} kB, and something.`,
  );
  process.exitCode = 1;
}
if (total > BUDGET) {
  console.error(
    `The first load is ${(total / 1000).toFixed(1)} kB, above the budget of ${BUDGET / 1000} kB.`,
  );
  process.exitCode = 1;
}
if (embedded > EMBED_BUDGET) {
  console.error(
    `A figure in another page is ${(embedded / 1000).toFixed(1)} kB, above the budget of ${EMBED_BUDGET / 1000} kB.`,
  );
  process.exitCode = 1;
}
