import type { Attachment } from 'svelte/attachments';

/** Tells an element's own width, px, at once and whenever it changes: `{@attach widthOf((px) => (width = px))}`. */
export function widthOf(tell: (px: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const look = (): void => tell(element.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  };
}
