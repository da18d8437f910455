import { LATE, within } from './within.ts';

let asked = false;

/** How much of the browser's storage the lab takes. */
export interface Usage {
  /** Bytes. */
  readonly used: number;
  readonly quota: number;
  /** The browser promised not to clear it by itself. */
  readonly persisted: boolean;
}

/** A browser that asks its user first may take for ever; nothing of the lab's waits longer. */
const PATIENCE_MS = 2000;

/** Missing where the page came over plain http from another machine. */
function storageManager(): StorageManager | undefined {
  return (navigator as { readonly storage?: StorageManager }).storage;
}

/**
 * Asks the browser, once a visit and not before there is something to lose, not to clear by itself what is kept. Nobody
 * waits for its answer, and a refusal changes nothing: what is kept is kept all the same.
 */
export function askToPersist(manager: Partial<StorageManager> | undefined = storageManager()): void {
  if (asked) return;
  asked = true;
  quietly(() => manager?.persist?.()).catch(() => undefined);
}

/** How full the browser's storage is; undefined where it does not say, within two seconds. Never rejects. */
export async function usageOf(
  manager: Partial<StorageManager> | undefined = storageManager(),
): Promise<Usage | undefined> {
  const [estimate, persisted] = await Promise.all([
    quietly(() => manager?.estimate?.()),
    quietly(() => manager?.persisted?.()),
  ]);
  const { usage, quota } = estimate ?? {};
  if (!(typeof usage === 'number' && usage >= 0 && typeof quota === 'number' && quota > 0)) return undefined;
  return { used: usage, quota, persisted: persisted ?? false };
}

/** What `ask` resolves to; undefined where it throws, rejects or takes too long. */
async function quietly<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    const answer = await within(PATIENCE_MS, Promise.resolve(ask()));
    return answer === LATE ? undefined : answer;
  } catch {
    return undefined;
  }
}
