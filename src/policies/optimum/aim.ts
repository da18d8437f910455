/** What a configuration that stands still is chosen for. Small: a link names it, whichever view is on screen. */
export const AIMS = ['best', 'cheapest', 'accurate'] as const;

/**
 * `best`: the greatest reward (7) at a load; `cheapest`: the fewest cores within the latency objective there; `accurate`: the
 * greatest accuracy within the cores of the device that answers a share of the requests in time there.
 */
export type Aim = (typeof AIMS)[number];
