/**
 * What the search leaves as it is set unless it is asked for: each needs more of the cluster than a changed manifest, and
 * bounds that are set are what somebody decided (availability, a quota).
 */
export const FREE = ['bounds', 'metric', 'tolerance', 'variant', 'batch'] as const;
export type Free = (typeof FREE)[number];
