/** The one message to the outer page: how high this frame's content is, so that it can make the frame as high. */

/** Of a lesson, px: it scrolls within, for parts of it are as high as the frame. */
const LESSON_HEIGHT = 760;

/** Tells the height now and whenever it changes. `fixed`: whether it is a lesson's. */
export function tellHeight(fixed: () => boolean = () => false): void {
  if (window.parent === window) return;
  let told = 0;
  const tell = (): void => {
    const height = fixed() ? LESSON_HEIGHT : Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    // Whoever embeds it may be of any origin, and learns nothing else.
    window.parent.postMessage({ type: 'sluice-height', height }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
}
