/** What a configuration that stands still is chosen for. Small: a link names it, whichever view is on screen. */
export const AIMS = ['best', 'cheapest'] as const;

/** `best`: the greatest reward (7) at a load; `cheapest`: the fewest cores within the latency objective there. */
export type Aim = (typeof AIMS)[number];
