import { MediaQuery } from 'svelte/reactivity';

export type ThemeChoice = 'system' | 'light' | 'dark';
const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const KEY = 'sluice-theme';

/** Light, dark or as the system says; colours follow through `light-dark()`. */
export class Theme {
  choice = $state<ThemeChoice>(stored());
  readonly #dark = new MediaQuery('(prefers-color-scheme: dark)');
  readonly dark = $derived(this.choice === 'system' ? this.#dark.current : this.choice === 'dark');

  next(): void {
    this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length] ?? 'system';
    try {
      localStorage.setItem(KEY, this.choice);
    } catch {
      // Storage may be forbidden; the choice then lasts for this visit.
    }
    this.apply();
  }

  apply(): void {
    document.documentElement.style.colorScheme = this.choice === 'system' ? 'light dark' : this.choice;
  }
}

function stored(): ThemeChoice {
  try {
    const text = localStorage.getItem(KEY);
    return CHOICES.find((choice) => choice === text) ?? 'system';
  } catch {
    return 'system';
  }
}
