/** The lesson and the lab that it drives: fetched when somebody begins it. */
import { Lab } from '../state/lab.svelte.ts';
import type { PageId } from '../state/pages.ts';

export { default as Lesson } from './Lesson.svelte';

/** In a frame the browser's history is the outer page's. */
class FramedLab extends Lab {
  override go(page: PageId): void {
    this.show(page);
  }
}

export function labOf(hash: string): Lab {
  return new FramedLab(hash);
}
