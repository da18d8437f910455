/**
 * The browser's local storage, for settings that last from visit to visit. It may be forbidden or full, or hold something
 * else: what is kept there then lasts for this visit.
 */
import { framed } from './framed.ts';

export type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** The page's own; undefined where it is forbidden, and in a frame. */
export function localShelf(): Shelf | undefined {
  try {
    return framed() ? undefined : localStorage;
  } catch {
    return undefined;
  }
}

/** What lies under `key`; undefined where nothing does. */
export function shelved(key: string, shelf: Shelf | undefined = localShelf()): string | undefined {
  try {
    return shelf?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The same as JSON; undefined where it is none. */
export function shelvedJson(key: string, shelf?: Shelf): unknown {
  try {
    return JSON.parse(shelved(key, shelf) ?? '') as unknown;
  } catch {
    return undefined;
  }
}

export function shelve(key: string, text: string, shelf: Shelf | undefined = localShelf()): void {
  try {
    shelf?.setItem(key, text);
  } catch {
    // As said above.
  }
}
