import { untrack } from 'svelte';

/** Does `work` once, and again whenever anything that `read` reads has changed; what the work itself reads does not count. */
export function whenever<T>(read: () => T, work: (value: T) => void): void {
  $effect(() => {
    const value = read();
    untrack(() => {
      work(value);
    });
  });
}
