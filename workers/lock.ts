import { lockOf, locksHere } from '../src/storage/locks.ts';

/** A lock that a worker of this tab held is free a moment after that worker's end. */
const PATIENCE_MS = 1000;

/** Runs `work` while holding the run's lock. Rejects with a sentence where another tab holds it. */
export async function withLock(run: string, work: () => Promise<void>): Promise<void> {
  // Without a secure context there are no locks: the visitor must take care of tabs then.
  const locks = locksHere();
  if (!locks) return work();
  let held = false;
  /** Asked by a call: narrowing does not see that the callback ran. */
  const isHeld = (): boolean => held;
  try {
    await locks.request(lockOf(run), { signal: AbortSignal.timeout(PATIENCE_MS) }, () => {
      held = true;
      return work();
    });
  } catch (error) {
    if (isHeld()) throw error;
    throw new Error('This run is training in another tab: stop it there, or watch it there.', {
      cause: error,
    });
  }
}
