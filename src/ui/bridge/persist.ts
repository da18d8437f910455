let asked = false;

/** Missing where the page came over plain http from another machine. */
export function storageManager(): StorageManager | undefined {
  return (navigator as { readonly storage?: StorageManager }).storage;
}

/** Asks the browser, once a visit and not before there is something to lose, not to clear by itself what is kept. */
export async function askToPersist(): Promise<void> {
  if (asked) return;
  asked = true;
  await storageManager()?.persist();
}
