/** Whether somebody is new to the lab: no lesson was begun in this browser, and the hint that offers the first was not put away. */
import { shelve, shelved } from '../keeping/shelf.ts';
import { framed } from '../keeping/framed.ts';
import type { OpenStore } from '../keeping/openOnce.ts';

const KEY = 'sluice-not-new';

/** Not in a frame, which is of somebody else's page. Where nothing can be read, they are. */
export async function isNew(store: OpenStore): Promise<boolean> {
  if (framed() || shelved(KEY) !== undefined) return false;
  try {
    return (await (await store()).found('lessons')) === undefined;
  } catch {
    return true;
  }
}

/** For good. */
export const notNew = (): void => {
  shelve(KEY, 'yes');
};
