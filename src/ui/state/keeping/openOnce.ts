import { framed } from './framed.ts';
import type { Store } from '../../../storage/store.ts';

/** Rejects with a sentence where the browser keeps nothing. */
export type OpenStore = () => Promise<Store>;

/** The page's one store: its code is fetched when it is first asked for. One that did not open is tried again at the next call. */
export function openOnce(
  open: OpenStore = async () => {
    if (framed()) throw new Error('A frame in another page keeps nothing.');
    return (await import('../../../storage/openStore.ts')).openStore();
  },
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
