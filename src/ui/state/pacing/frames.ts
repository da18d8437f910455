/** Milliseconds after which a step is taken where no frame is drawn: in a tab that nobody sees. */
const UNSEEN_MS = 200;

/**
 * Calls `step` once a frame, and in a task of its own so that it does not add to that frame's layout, until it returns
 * false. Returns what ends it early.
 */
export function stepwise(step: () => boolean): () => void {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (step()) wait();
    });
  };
  const wait = (): void => {
    frame = requestAnimationFrame(next);
    timer = setTimeout(next, UNSEEN_MS);
  };
  wait();
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
