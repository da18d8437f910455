/** The page of third-party notices, made of what the build really bundles; a licence without its text fails the build. */
import { basename } from 'node:path';
import { noticesHtml } from './page.mjs';
import { noticesOf, sourcesOf } from './packages.mjs';

/** What stands in notices.html in its place. */
const PLACE = '<p>The list is made by the build.</p>';

/**
 * Plugins that share what they find: `page` for the build, `worker` for the workers' builds, which come first. `include`
 * adds what was built elsewhere and is handed out by the page, here called by `place`.
 */
export function notices() {
  /** @type {Map<string, Set<string>>} */
  const places = new Map();
  /** @param {Iterable<string>} sources @param {string} place */
  const include = (sources, place) => {
    for (const source of sources) places.set(source, (places.get(source) ?? new Set()).add(place));
  };
  /** @param {string} name @returns {import('vite').Plugin} */
  const collector = (name) => {
    let base = '';
    return {
      name,
      apply: 'build',
      configResolved: (config) => void (base = config.root),
      generateBundle(_, bundle) {
        include(sourcesOf(bundle, base), 'the page');
      },
    };
  };
  return {
    include,
    worker: () => collector('notices-of-workers'),
    /** @type {import('vite').Plugin} */
    page: {
      ...collector('notices'),
      transformIndexHtml: {
        order: 'post',
        // All bundles are there by now.
        handler(html, { filename }) {
          if (basename(filename) !== 'notices.html') return html;
          if (!html.includes(PLACE)) throw new Error(`notices.html has no ${PLACE} to put the list in`);
          return html.replace(PLACE, () => noticesHtml(noticesOf(places)));
        },
      },
    },
  };
}
