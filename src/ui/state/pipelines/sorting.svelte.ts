/** A list whose items are put in order by a grip: dragged, or moved by the arrow keys while the grip has the focus. */
import { tick } from 'svelte';

/** Where one of a line of boxes is dropped: how many others lie wholly before that point, by their middles. */
export function placeAt(
  point: number,
  others: readonly { readonly from: number; readonly to: number }[],
): number {
  return others.filter(({ from, to }) => (from + to) / 2 < point).length;
}

/** Steps of the keys, along the line and across it: whoever sees cards below one another moves them up and down. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class Sorting {
  /** What is dragged, and the place it would take. */
  dragged = $state.raw<{ readonly key: number; readonly to: number } | undefined>();

  readonly #move: (key: number, to: number) => void;

  /** `move` puts the item of that key to that place. */
  constructor(move: (key: number, to: number) => void) {
    this.#move = move;
  }

  /** Where a line says that the item will stand: `before` or `after` item `at`; undefined where it does not. */
  edge(at: number, keys: readonly number[]): 'before' | 'after' | undefined {
    if (!this.dragged) return undefined;
    const from = keys.indexOf(this.dragged.key);
    const { to } = this.dragged;
    if (from === to || at !== to) return undefined;
    return to < from ? 'before' : 'after';
  }

  /** Attributes of the grip of item `at`; the items are the children of the list around it. */
  grip(key: number, at: number, count: number) {
    return {
      onkeydown: (event: KeyboardEvent): void => {
        const step = STEPS[event.key];
        if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        const to = at + step;
        if (to < 0 || to >= count) return;
        const grip = event.currentTarget as HTMLElement | null;
        this.#move(key, to);
        // An item that is moved loses the focus.
        void tick().then(() => grip?.focus());
      },
      onpointerdown: (event: PointerEvent): void => {
        if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        this.dragged = { key, to: at };
      },
      onpointermove: (event: PointerEvent): void => {
        if (this.dragged?.key === key) this.dragged = { key, to: placeUnder(event, at) };
      },
      onpointerup: (event: PointerEvent): void => {
        if (this.dragged?.key !== key) return;
        const to = placeUnder(event, at);
        this.dragged = undefined;
        if (to !== at) this.#move(key, to);
      },
      onpointercancel: (): void => {
        this.dragged = undefined;
      },
    };
  }
}

/** The place under the pointer, along the line in which the items stand. */
function placeUnder({ currentTarget, clientX, clientY }: PointerEvent, at: number): number {
  const item = currentTarget instanceof HTMLElement ? currentTarget.closest('li') : null;
  const items = [...(item?.parentElement?.children ?? [])].filter((one) => one.matches('[data-sorted]'));
  const boxes = items.map((one) => one.getBoundingClientRect());
  const [first, second] = boxes;
  const upright = first !== undefined && second !== undefined && second.top >= first.bottom - 1;
  const others = boxes.filter((_, i) => i !== at);
  return placeAt(
    upright ? clientY : clientX,
    others.map(({ left, right, top, bottom }) =>
      upright ? { from: top, to: bottom } : { from: left, to: right },
    ),
  );
}
