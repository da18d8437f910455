/** Web Locks: one tab trains a run, and others can tell that it does. */

const PREFIX = 'sluice-run-';

/** Name of the lock that whoever trains the run holds. */
export const lockOf = (run: string): string => `${PREFIX}${run}`;

/** The browser's locks; missing where the page came over plain http from another machine. */
export const locksHere = (): LockManager | undefined => (navigator as { readonly locks?: LockManager }).locks;

/** Ids of the runs that some tab is training now. A run that stands as `running` and is not among them was interrupted. */
export async function heldRuns(locks = locksHere()): Promise<ReadonlySet<string>> {
  const { held } = (await locks?.query()) ?? {};
  const names = (held ?? []).flatMap(({ name }) =>
    name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [],
  );
  return new Set(names);
}
