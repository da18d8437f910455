/** Opens what a word means beside it. Fetched with the glossary's texts when the first word is asked about. */
import { mount, unmount } from 'svelte';
import type { Asked } from './asked.ts';
import Explained from './Explained.svelte';

/** Within the dialog that the word stands in: what lies behind a dialog cannot be reached. Gives the way to close it. */
export function explain(
  asked: Asked,
  by: HTMLElement,
  context: Map<unknown, unknown>,
  onclose: () => void,
): () => void {
  let open = true;
  function close(): void {
    if (!open) return;
    open = false;
    void unmount(opened);
    onclose();
  }
  const target = by.closest('dialog') ?? document.body;
  const opened = mount(Explained, { target, props: { asked, by, onclose: close }, context });
  return close;
}
