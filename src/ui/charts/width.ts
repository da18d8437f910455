import type { Attachment } from 'svelte/attachments';

/** Tells an element's own width, px, at once and whenever it changes: `{@attach widthOf((px) => (width = px))}`. */
export function widthOf(tell: (px: number) => void): Attachment<HTMLElement> {
  return (element) => {
    let told = -1;
    // The observer speaks of heights too: a chart that grows would have all that hang on its width drawn anew.
    const look = (): void => {
      const { clientWidth } = element;
      if (clientWidth === told) return;
      told = clientWidth;
      tell(clientWidth);
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  };
}
