/** Fails if files of src/ and workers/ import each other in a circle; imports of types count too. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './dependencies.mjs';

const files = ['src', 'workers'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => join(root, folder, name)),
);

/** Static imports, re-exports and import(); a worker started by address is another program, not an import. */
const statement = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"?]+)['"]/g;

/** @param {string} file */
const importsOf = (file) =>
  [...readFileSync(file, 'utf8').matchAll(statement)]
    .map((match) => join(dirname(file), match[1] ?? ''))
    .filter((target) => existsSync(target));

/** @type {Set<string>} */
const done = new Set();
/** @type {string[][]} */
const cycles = [];

/** Depth first; a file met again while it is still on the path closes a circle. @param {string} file @param {string[]} path */
function visit(file, path) {
  const at = path.indexOf(file);
  if (at >= 0) cycles.push([...path.slice(at), file]);
  if (at >= 0 || done.has(file)) return;
  for (const target of importsOf(file)) visit(target, [...path, file]);
  done.add(file);
}
for (const file of files) visit(file, []);

for (const cycle of cycles) {
  console.error(`Cycle: ${cycle.map((file) => relative(root, file)).join(' -> ')}`);
}
if (cycles.length === 0) console.log(`No import cycles in ${files.length} files.`);
process.exitCode = cycles.length === 0 ? 0 : 1;
