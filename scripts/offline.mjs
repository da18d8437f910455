/** The service worker's part of the build: `dist/sw.js` of workers/sw.ts, with the list of files that it keeps. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { VitePWA } from 'vite-plugin-pwa';
import { sourcesOf } from './notices/packages.mjs';
import { SANDBOX } from './policy.mjs';

/** A file of more bytes is kept when it has been used, not before: onnxruntime's WebAssembly, HiGHS. */
export const LARGE = 1_000_000;
/** As WHEN_USED of src/storage/siteCaches.ts, which a test holds to it. */
export const WHEN_USED = 'when used';

/** The packages of which the service worker is made. */
const PACKAGES = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'];
const { resolve } = createRequire(import.meta.url);
/** Their folders. */
const sources = new Set(PACKAGES.map((name) => join(resolve(`${name}/package.json`), '..')));

/**
 * @typedef {{ url: string, revision: string | null, size: number }} Entry
 * @param {readonly Entry[]} entries @returns {Entry[]}
 */
export const largeWhenUsed = (entries) =>
  entries.map((entry) => (entry.size > LARGE ? { ...entry, revision: WHEN_USED } : entry));

/**
 * `include` tells the page of notices whose work is in the service worker. It is built last, when that page is written: so
 * its packages are named above, and the build fails where it holds others.
 * @param {(sources: Iterable<string>, place: string) => void} include
 */
export function offline(include) {
  include(sources, 'the page');
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'workers',
    filename: 'sw.ts',
    // The page registers it by itself, after its first paint (src/ui/offline/); its manifest lies in public/.
    injectRegister: false,
    manifest: false,
    injectManifest: {
      globPatterns: ['**/*'],
      // The sandbox's frame is not asked of it (keepSandbox of src/ui/own/sandbox.ts).
      globIgnores: ['sw.js', '_headers', '**/*.map', `assets/${SANDBOX}*`],
      // Names under assets/ have their content in them.
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 1_000_000_000,
      manifestTransforms: [(entries) => ({ manifest: largeWhenUsed(entries) })],
      rollupFormat: 'iife',
      buildPlugins: {
        vite: [
          {
            name: 'packages-of-the-service-worker',
            generateBundle(_, bundle) {
              for (const source of sourcesOf(bundle))
                if (!sources.has(source) && !/node_modules\/(vite|rolldown)$/.test(source))
                  throw new Error(
                    `The service worker holds ${source}, of which notices.html does not know: name it in scripts/offline.mjs.`,
                  );
            },
          },
        ],
      },
    },
  });
}
