/**
 * What was found and is kept nowhere is gone with a reload. A word of it lasts as long as the tab, so that the page can
 * say so where it stood.
 */
import { framed } from './framed.ts';
import { shelve, shelved, type Shelf } from './shelf.ts';

function tabShelf(): Shelf | undefined {
  try {
    return framed() ? undefined : sessionStorage;
  } catch {
    return undefined;
  }
}

const keyOf = (what: string): string => `sluice-found-${what}`;

/** Remembers, for this tab, that something was found: `words` say what. */
export function noteFound(what: string, words: string, shelf: Shelf | undefined = tabShelf()): void {
  shelve(keyOf(what), words, shelf);
}

/** What was found before the page was opened anew, in words; '' where nothing was. */
export function goneWords(what: string, shelf: Shelf | undefined = tabShelf()): string {
  return (shelf && shelved(keyOf(what), shelf)) ?? '';
}

/** Whether details of this name were left open; undefined where nobody has touched them in this tab. */
export function leftOpen(name: string, shelf: Shelf | undefined = tabShelf()): boolean | undefined {
  const kept = shelf && shelved(`sluice-open-${name}`, shelf);
  return kept === undefined ? undefined : kept === '1';
}

export function keepOpen(name: string, open: boolean, shelf: Shelf | undefined = tabShelf()): void {
  shelve(`sluice-open-${name}`, open ? '1' : '0', shelf);
}

const WANTED = 'sluice-wanted';

/** Remembers, for this tab, that its visitor wants the new version, which had not taken over when the page was opened anew. */
export function wantNext(wanted: boolean, shelf: Shelf | undefined = tabShelf()): void {
  shelve(WANTED, wanted ? '1' : '', shelf);
}

export function nextWanted(shelf: Shelf | undefined = tabShelf()): boolean {
  return (shelf && shelved(WANTED, shelf)) === '1';
}
