/** How a pointer is heard over a chart. */

export interface Hearing {
  /** A pointer rests on a share of the width; it has left. */
  readonly onhover: (share: number | undefined, event: PointerEvent) => void;
  /** A button is down there; without this, that is as hovering. */
  readonly ondrag?: (share: number, event: PointerEvent) => void;
  /** A finger that is lifted leaves the crosshair where it was. */
  readonly stays?: boolean;
}

interface Pointing {
  readonly down: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly up: () => void;
  readonly leave: (event: PointerEvent) => void;
}

/** Handlers of the element that hears; `on` is asked at every event. */
export function pointing(on: () => Hearing): Pointing {
  let dragging = false;
  return {
    down: (event) => {
      const { onhover, ondrag } = on();
      if (event.button !== 0) return;
      if (!ondrag) {
        onhover(shareAt(event), event);
        return;
      }
      dragging = true;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      ondrag(shareAt(event), event);
    },
    move: (event) => {
      const { onhover, ondrag } = on();
      const share = shareAt(event);
      if (dragging) ondrag?.(share, event);
      // Where one can drag, a finger that passes scrolls the page; it points where it is put down.
      if (dragging || !ondrag || event.pointerType === 'mouse') onhover(share, event);
    },
    up: () => {
      dragging = false;
    },
    leave: (event) => {
      const { onhover, stays } = on();
      if (!dragging && (!stays || event.pointerType === 'mouse')) onhover(undefined, event);
    },
  };
}

function shareAt(event: PointerEvent): number {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
}
