/** What single views tell lessons of themselves: a view names it where it knows it, and takes it back when it goes. */
import type { Facts } from '../../../teaching/facts.ts';

type Told = Facts['told'];

const viewOf = (name: string): string => name.slice(0, name.indexOf('.'));

class TellTale {
  all = $state.raw<Told>({});
  /** What a lesson asks views to show: each wish waits for its view, which may still have to come. */
  asked = $state.raw<Told>({});

  /** Sets what a view knows now; undefined takes a name back. */
  tell(news: Readonly<Record<string, Told[string] | undefined>>): void {
    const changed = Object.entries(news).filter(([name, value]) => this.all[name] !== value);
    if (changed.length === 0) return;
    const entries = Object.entries({ ...this.all, ...news }).filter(([, value]) => value !== undefined);
    this.all = Object.fromEntries(entries) as Told;
  }

  /** Wishes of a lesson; what those views told before was of something else. */
  ask(wishes: Told): void {
    const views = new Set(Object.keys(wishes).map(viewOf));
    this.all = Object.fromEntries(Object.entries(this.all).filter(([name]) => !views.has(viewOf(name))));
    this.asked = { ...this.asked, ...wishes };
  }

  /** For an effect of a view: what it is asked to show, without its own name; undefined where there is nothing. It reruns with every wish. */
  take(view: string): Told | undefined {
    const entries = Object.entries(this.asked);
    const mine = entries.filter(([name]) => viewOf(name) === view);
    if (mine.length === 0) return undefined;
    this.asked = Object.fromEntries(entries.filter(([name]) => viewOf(name) !== view));
    return Object.fromEntries(mine.map(([name, value]) => [name.slice(view.length + 1), value]));
  }

  /** The lesson is over. */
  forget(): void {
    this.asked = {};
  }
}

/** One, for the whole page. */
export const told = new TellTale();
