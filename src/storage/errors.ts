/** What can go wrong with the browser's storage, each message a sentence for the visitor. */

/** The quota is spent. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** The storage cannot be had: none here, held by another version of the lab, or broken. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}

/** Whatever IndexedDB threw, as one of the two above. */
export function storageError(error: unknown): StorageFull | StorageUnavailable {
  if (error instanceof StorageFull || error instanceof StorageUnavailable) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'QuotaExceededError') {
    return new StorageFull(
      'The browser’s storage is full: export everything, then delete runs you no longer need.',
      { cause: error },
    );
  }
  if (name === 'VersionError') {
    // True again after a reload, which may bring the same old version: from a cache, or because the host went back.
    return new StorageUnavailable(
      'What this browser keeps was last used by a newer version of the lab than this page: reload the page once, and if this sentence comes back, open the lab where you used it last, or try again later. Nothing of it is lost; what you make here meanwhile is kept only until this tab is closed.',
      { cause: error },
    );
  }
  return new StorageUnavailable(
    `The browser’s storage failed (${message.replace(/\.$/, '') || name}); what is new is kept only until this tab is closed.`,
    { cause: error },
  );
}
