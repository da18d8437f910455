import { on } from 'svelte/events';
import type { Attachment } from 'svelte/attachments';

/** Tells whether an element is pointed at: by a pointer that hovers over it, or by the focus within it. */
export function pointed(tell: (now: boolean) => void): Attachment<HTMLElement> {
  return (place) => {
    let [over, within] = [false, false];
    const set = (pointer: boolean, focus: boolean): void => {
      const before = over || within;
      [over, within] = [pointer, focus];
      if (before !== (over || within)) tell(!before);
    };
    const off = [
      on(place, 'pointerenter', () => set(true, within)),
      on(place, 'pointerleave', () => set(false, within)),
      on(place, 'focusin', () => set(over, true)),
      on(place, 'focusout', () => set(over, false)),
    ];
    return () => {
      for (const stop of off) stop();
      if (over || within) tell(false);
    };
  };
}
