/** Whose work a bundle holds, and under which licence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dependencies.mjs';
import { BEFORE_TEXT, COMPILED_IN, DATA, WITHOUT_TEXT } from './kept.mjs';

/**
 * The work of others, named, and its licence: an identifier of SPDX, and the whole text with all notices.
 * @typedef {{ readonly name: string, readonly version: string, readonly licence: string, readonly text: string }} Notice
 * @typedef {Notice & { readonly places: readonly string[] }} Placed
 */

/** Licences that ask for no more than their text and notices. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'OFL-1.1', 'Zlib'];

/** What the bundler itself writes into a bundle, by the beginning of the module's name. */
const WRITTEN = { '\0vite/': 'vite', '\0rolldown/': 'rolldown' };
/** Vite's text goes on with what its own tool contains, which no bundle does. */
const TOOLS_OWN = /^# Licenses of bundled dependencies$[^]*/m;

/**
 * The folder of the package a module or file is of, or the JSON file with an origin; undefined where it is the lab's own.
 * @param {string} id as Rollup names modules @param {string} [base] the project's folder @returns {string | undefined}
 */
export function sourceOf(id, base = root) {
  for (const [start, name] of Object.entries(WRITTEN))
    if (id.startsWith(start)) return join(root, 'node_modules', name);
  const path = id
    .replace(/^\0/, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
  const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (folder !== undefined) return folder.startsWith('node_modules/') ? join(base, folder) : folder;
  return /\/schemas\/[^/]+\.json$/.test(path) ? path : undefined;
}

/**
 * What a bundle holds of others: the sources of the modules that are left in it, and of the files it was given.
 * @param {import('vite').Rollup.OutputBundle} bundle @param {string} [base] @returns {Set<string>}
 */
export function sourcesOf(bundle, base = root) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const part of Object.values(bundle)) {
    const ids =
      part.type === 'chunk'
        ? Object.entries(part.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
        : part.originalFileNames;
    for (const id of ids) {
      const source = sourceOf(id, base);
      if (source !== undefined) found.add(source);
    }
  }
  return found;
}

/**
 * The notices of what was found, in the order of names, each with the places where it was. Throws where a licence or its text
 * is missing.
 * @param {ReadonlyMap<string, ReadonlySet<string>>} found places by source @returns {readonly Placed[]}
 */
export function noticesOf(found) {
  /** @type {Map<string, Placed>} */
  const all = new Map();
  for (const [source, places] of found)
    for (const notice of source.endsWith('.json') ? [ofData(source)] : ofPackage(source)) {
      const key = `${notice.name} ${notice.version}`;
      all.set(key, { ...notice, places: [...new Set([...(all.get(key)?.places ?? []), ...places])].sort() });
    }
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The package in a folder, and what it has compiled in. @param {string} folder @returns {readonly Notice[]} */
function ofPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = typeof license === 'string' ? license : undefined;
  if (licence === undefined || !ALLOWED.includes(licence))
    throw new Error(
      `${name} ${version} is bundled and its package.json says the licence ${JSON.stringify(license)}; the lab may pass on work under ${ALLOWED.join(', ')} (scripts/notices/packages.mjs).`,
    );
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(TOOLS_OWN, '').trim())
    .filter((text) => text !== '');
  const kept = WITHOUT_TEXT[name];
  if (texts.length === 0 && kept?.licence === licence) texts.push(kept.text);
  if (texts.length === 0)
    throw new Error(
      `${name} ${version} is bundled and comes without the text of its licence (${licence}); put the text, with its copyright, into scripts/notices/kept.mjs.`,
    );
  const text = texts.join('\n\n');
  const before = BEFORE_TEXT[name];
  return [
    { name, version, licence, text: before === undefined ? text : `${before}\n\n${text}` },
    ...Object.entries(COMPILED_IN[name] ?? {}).map(([part, own]) => ({
      name: part,
      version: `in ${name} ${version}`,
      ...own,
    })),
  ];
}

/** @param {string} file @returns {Notice} */
function ofData(file) {
  const { origin, licence } = JSON.parse(readFileSync(file, 'utf8'));
  const [name = '', version = ''] = String(origin).split(' ');
  const kept = DATA[name];
  if (kept === undefined || kept.licence !== licence)
    throw new Error(
      `${file} names the origin ${JSON.stringify(origin)} under ${JSON.stringify(licence)}, of which scripts/notices/kept.mjs has no text.`,
    );
  return { name: `${name}, schemas without their descriptions`, version, ...kept };
}
