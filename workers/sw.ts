/**
 * The service worker: the lab without a network. After the first visit it keeps every file of the build but the large ones,
 * which it keeps once they have been used. A new version is fetched beside the one in use, and waits until the visitor takes
 * it (docs/hosting.md). Built into `sw.js` beside the page, by scripts/offline.mjs.
 */
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching/_types';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { isOfSite, siteCaches, WHEN_USED, type ToServiceWorker } from '../src/storage/siteCaches.ts';

declare const self: ServiceWorkerGlobalScope;

const { scope } = self.registration;
const { kept, used } = siteCaches(scope);
/** Every file of the build, written here by it. */
const files = self.__WB_MANIFEST as readonly PrecacheEntry[];
const large = new Set(
  files.filter(({ revision }) => revision === WHEN_USED).map(({ url }) => new URL(url, scope).href),
);

const controller = new PrecacheController({ cacheName: kept });
controller.addToCacheList(files.filter(({ revision }) => revision !== WHEN_USED));
// The page's own address, and no other: what the host does not have is not found here either.
registerRoute(
  new PrecacheRoute(controller, {
    directoryIndex: 'index.html',
    cleanURLs: false,
    ignoreURLParametersMatching: [/^/],
  }),
);

const whenUsed = new CacheFirst({ cacheName: used });
registerRoute(
  ({ url }) => url.href.startsWith(`${scope}assets/`),
  // A page that is still of a former version finds its files where that one had put them.
  async (options) =>
    (await caches.match(options.request.url, { cacheName: kept })) ?? whenUsed.handle(options),
);

/** Lets go of what only former versions had, where no page can be one of them and no newer version has begun to come. */
async function forget(event: ExtendableEvent): Promise<void> {
  const { waiting, installing } = self.registration;
  if (waiting || installing) return;
  if ((await self.clients.matchAll({ type: 'window' })).length > 1) return;
  await controller.activate(event);
  const parts = await caches.open(used);
  for (const request of await parts.keys()) if (!large.has(request.url)) await parts.delete(request);
  for (const name of await caches.keys())
    if (isOfSite(name, scope) && name !== kept && name !== used) await caches.delete(name);
}

self.addEventListener('install', (event) => {
  void controller.install(event);
});
// The first visit has its files from here at once, before it is opened anew.
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener('message', (event) => {
  const said = event.data as ToServiceWorker;
  if (said === 'take') event.waitUntil(self.skipWaiting());
  if (said === 'begun') event.waitUntil(forget(event));
});
