/** What single views tell lessons of themselves: a view names it where it knows it, and takes it back when it goes. */
import type { Facts } from '../../../teaching/facts.ts';

type Told = Facts['told'];

class TellTale {
  all = $state.raw<Told>({});

  /** Sets what a view knows now; undefined takes a name back. */
  tell(news: Readonly<Record<string, Told[string] | undefined>>): void {
    const changed = Object.entries(news).filter(([name, value]) => this.all[name] !== value);
    if (changed.length === 0) return;
    const entries = Object.entries({ ...this.all, ...news }).filter(([, value]) => value !== undefined);
    this.all = Object.fromEntries(entries) as Told;
  }
}

/** One, for the whole page. */
export const told = new TellTale();
