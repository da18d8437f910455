import { MediaQuery } from 'svelte/reactivity';
import { shelve, shelved } from './keeping/shelf.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const KEY = 'sluice-theme';

/** Light, dark or as the system says; colours follow through `light-dark()`. */
export class Theme {
  choice = $state<ThemeChoice>(CHOICES.find((choice) => choice === shelved(KEY)) ?? 'system');
  readonly #dark = new MediaQuery('(prefers-color-scheme: dark)');
  readonly dark = $derived(this.choice === 'system' ? this.#dark.current : this.choice === 'dark');

  next(): void {
    this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length] ?? 'system';
    shelve(KEY, this.choice);
    this.apply();
  }

  apply(): void {
    document.documentElement.style.colorScheme = this.choice === 'system' ? 'light dark' : this.choice;
  }
}
