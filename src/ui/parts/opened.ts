import type { Attachment } from 'svelte/attachments';
import { keepOpen, leftOpen } from '../state/keeping/gone.ts';

/** `<details {@attach opened('name')}>`: open after a reload as it was before; each name once on the page. */
export function opened(name: string): Attachment<HTMLDetailsElement> {
  return (details) => {
    const left = leftOpen(name);
    if (left !== undefined) details.open = left;
    // The browser tells of what was just set, too.
    const keep = (): void => {
      keepOpen(name, details.open);
    };
    const asked = (event: Event): void => {
      if (event.target instanceof Element && event.target.closest('summary'))
        details.addEventListener('toggle', keep, { once: true });
    };
    details.addEventListener('click', asked);
    return () => {
      details.removeEventListener('click', asked);
    };
  };
}
