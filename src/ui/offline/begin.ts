import { mount } from 'svelte';
import NewVersion from './NewVersion.svelte';
import { around, Offline } from '../state/keeping/offline.svelte.ts';
import type { Lab } from '../state/lab.svelte.ts';

let only: Offline | undefined;

/** The page's one; its code is fetched after the first paint, and so it is no part of the lab. */
export function offlineOf(lab: Lab): Offline {
  only ??= new Offline(
    lab,
    around(() => {
      // What the storage has not answered yet would be missing from the address.
      if (!lab.address.waiting && (lab.run || lab.page !== 'lab')) lab.enter();
    }),
  );
  return only;
}

/** The lab without a network, from now on; called after the first paint, in a built page alone. */
export function begin(lab: Lab): void {
  // What the page itself needs comes first.
  const opened = (): boolean => lab.run !== undefined || lab.page !== 'lab';
  mount(NewVersion, { target: document.body, props: { offline: offlineOf(lab), opened } });
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.ready.then(async () => {
    const { keepSandbox } = await import('../own/sandbox.ts');
    keepSandbox();
  });
}
