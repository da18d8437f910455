/** The page's own files in the browser's caches: what they are called, and what the page says to their service worker. */

/** Caches are kept by origin, and several copies of the lab may share one: each has its own, by the address that it is under. */
export interface SiteCaches {
  /** Files fetched after the first visit. */
  readonly kept: string;
  /** Large parts, from their first use on. */
  readonly used: string;
}

const PREFIX = 'sluice-';

/** Of the copy of the lab at `scope`, the whole address of its folder. */
export function siteCaches(scope: string): SiteCaches {
  return { kept: `${PREFIX}kept ${scope}`, used: `${PREFIX}used ${scope}` };
}

/** Whether a cache is of this very copy, in whatever version of the lab. */
export const isOfSite = (name: string, scope: string): boolean =>
  name.startsWith(PREFIX) && name.endsWith(` ${scope}`);

/** What the build writes as the revision of a file that is kept when it has been used, not before. */
export const WHEN_USED = 'when used';

/**
 * To the service worker. `take`: the visitor wants the new version. `begun`: a page has started, and what only former
 * versions had may go if no other page is open.
 */
export type ToServiceWorker = 'take' | 'begun';
