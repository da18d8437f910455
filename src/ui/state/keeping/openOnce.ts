import type { Store } from '../../../storage/store.ts';

/** Rejects with a sentence where the browser keeps nothing. */
export type OpenStore = () => Promise<Store>;

/** The page's one store: its code is fetched when it is first asked for. One that did not open is tried again at the next call. */
export function openOnce(
  open: OpenStore = async () => (await import('../../../storage/openStore.ts')).openStore(),
): OpenStore {
  let opening: Promise<Store> | undefined;
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
