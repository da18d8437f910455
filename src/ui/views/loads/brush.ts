/** What a brush over the whole load does: seconds from places and keys. Pure; the component draws it. */
import type { Window } from '../../state/loads/loadDesk.svelte.ts';

/** Steps of the keyboard: so fine that a window of hours is met, and so coarse that a week is crossed. */
export function stepOf(seconds: number): number {
  return [10, 60, 300, 900, 3600].find((step) => seconds / step <= 400) ?? 3600;
}

/** What a press takes hold of. */
export type Hold = 'from' | 'to' | 'whole' | 'new';

/** Of a press at `at` s; `near` s are within reach of an edge. */
export function holdAt([from, to]: Window, at: number, near: number): Hold {
  if (Math.abs(at - from) <= near && Math.abs(at - from) <= Math.abs(at - to)) return 'from';
  if (Math.abs(at - to) <= near) return 'to';
  return at > from && at < to ? 'whole' : 'new';
}

/** The window after a drag from `start` to `at`, within a load of so many seconds; whole seconds, at least one. */
export function dragged(before: Window, hold: Hold, start: number, at: number, seconds: number): Window {
  const [from, to] = before;
  const inside = (second: number): number => Math.round(Math.min(seconds, Math.max(0, second)));
  switch (hold) {
    case 'new':
      return ordered(inside(start), inside(at), seconds);
    case 'from':
      return ordered(inside(at), to, seconds);
    case 'to':
      return ordered(from, inside(at), seconds);
    case 'whole': {
      const by = Math.round(Math.min(seconds - to, Math.max(-from, at - start)));
      return [from + by, to + by];
    }
  }
}

function ordered(one: number, other: number, seconds: number): Window {
  const from = Math.min(one, other, seconds - 1);
  return [from, Math.max(one, other, from + 1)];
}

/** One edge moved by a key. */
export function nudged(window: Window, edge: 'from' | 'to', by: number, seconds: number): Window {
  const [from, to] = window;
  const inside = (second: number): number => Math.min(seconds, Math.max(0, second));
  return edge === 'from'
    ? [Math.min(inside(from + by), to - 1), to]
    : [from, Math.max(inside(to + by), from + 1)];
}
