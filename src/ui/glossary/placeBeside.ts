/** Pixels that stay free to the window's edge, and to the word. */
const EDGE = 8;
const GAP = 6;

/** Puts `over` (fixed, shown) below the word, or above it where more room is; within the window, whatever its width. */
export function placeBeside(word: HTMLElement, over: HTMLElement): void {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { clientHeight } = document.documentElement;
  // Without the room that is kept for a scrollbar.
  const { clientWidth } = document.body;
  over.style.maxHeight = '';
  const { offsetWidth, offsetHeight } = over;
  const place = placed({ left, top, bottom }, [offsetWidth, offsetHeight], [clientWidth, clientHeight]);
  over.style.left = `${String(place.left)}px`;
  over.style.top = `${String(place.top)}px`;
  over.style.maxHeight = `${String(place.room)}px`;
}

/** Where a box of `size` stands beside a word within a window, all in px: width first. `room` is the most it may be high. */
export function placed(
  word: Readonly<Record<'left' | 'top' | 'bottom', number>>,
  [width, height]: readonly [number, number],
  [across, down]: readonly [number, number],
): Readonly<Record<'left' | 'top' | 'room', number>> {
  const left = Math.max(EDGE, Math.min(word.left, across - width - EDGE));
  // A word that has scrolled away takes nothing out of the window with it.
  const under = Math.max(EDGE, word.bottom + GAP);
  const over = Math.min(down - EDGE, word.top - GAP);
  const below = down - EDGE - under;
  const above = over - EDGE;
  return height <= below || below >= above
    ? { left, top: under, room: below }
    : { left, top: Math.max(EDGE, over - height), room: above };
}
