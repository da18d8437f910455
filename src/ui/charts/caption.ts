/** What a saved figure shows, for whoever finds it away from the page: told by the view around it. */
import { getContext, setContext } from 'svelte';

type Caption = () => string;

const KEY = Symbol('caption');

/** Within a component: figures saved below it have this line; `caption` is asked when one is saved. */
export function captioned(caption: Caption): void {
  setContext(KEY, caption);
}

/** Within a component: what the nearest view around it says. */
export function captionHere(): Caption {
  return getContext<Caption | undefined>(KEY) ?? (() => '');
}
