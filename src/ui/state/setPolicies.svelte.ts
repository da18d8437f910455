/** Policies with settings of the visitor's own, by their keys: what the pickers offer beside the plain ones. */
import { readKey } from './policyKeys.ts';
import { isSet } from '../theme/policies.ts';

/** Kept over a reload; with more, those made first are let go. */
export const MOST_KEPT = 40;
const STORED = 'sluice-set-policies';

/** What is asked of the browser's local storage. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

export class SetPolicies {
  /** Made or imported here, in this visit or an earlier one; the oldest first. */
  kept = $state.raw<readonly string[]>([]);
  /** Named by a link: there while the page is open. */
  met = $state.raw<readonly string[]>([]);
  /** Why some that an earlier version of the lab kept are not taken, sentences. */
  readonly lost: readonly string[];

  /** The one being edited: a change of it replaces it, until it is used or left. */
  #draft: string | undefined;
  readonly #shelf: Shelf | undefined;

  constructor(shelf: Shelf | undefined = localShelf()) {
    this.#shelf = shelf;
    const found = stored(shelf).map(readKey);
    const keys = found.flatMap((one) => (one.ok && isSet(one.value) ? [one.value] : []));
    this.kept = keys.filter((key, i) => keys.indexOf(key) === i);
    this.lost = found.flatMap((one) => (one.ok ? [] : [one.message]));
  }

  get known(): readonly string[] {
    return [...this.kept, ...this.met.filter((key) => !this.kept.includes(key))];
  }

  /** From now on offered in every visit. Keys are canonical; plain policies are left out. */
  keep(keys: readonly string[]): void {
    const fresh = keys.filter((key, i) => isSet(key) && !this.kept.includes(key) && keys.indexOf(key) === i);
    if (fresh.length > 0) this.#write([...this.kept, ...fresh]);
  }

  /** Offered while the page is open. */
  meet(keys: readonly string[]): void {
    const fresh = keys.filter((key, i) => isSet(key) && !this.known.includes(key) && keys.indexOf(key) === i);
    if (fresh.length > 0) this.met = [...this.met, ...fresh];
  }

  /** One setting of `from` was changed, which makes it `to`. */
  edit(from: string, to: string): void {
    const rest = this.#draft === from ? this.kept.filter((key) => key !== from) : this.kept;
    if (!isSet(to) || rest.includes(to)) {
      this.#draft = undefined;
      if (rest !== this.kept) this.#write(rest);
      return;
    }
    const at = this.#draft === from ? this.kept.indexOf(from) : rest.length;
    this.#draft = to;
    this.#write(rest.toSpliced(at, 0, to));
  }

  /** It is used, or left for another: the next change makes a policy beside it. */
  settle(): void {
    this.#draft = undefined;
  }

  forget(key: string): void {
    if (this.#draft === key) this.#draft = undefined;
    this.met = this.met.filter((one) => one !== key);
    this.#write(this.kept.filter((one) => one !== key));
  }

  #write(keys: readonly string[]): void {
    this.kept = keys.slice(-MOST_KEPT);
    try {
      this.#shelf?.setItem(STORED, JSON.stringify(this.kept));
    } catch {
      // Storage may be forbidden or full; they then last for this visit.
    }
  }
}

function localShelf(): Shelf | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function stored(shelf: Shelf | undefined): readonly string[] {
  try {
    const list: unknown = JSON.parse(shelf?.getItem(STORED) ?? '[]');
    return Array.isArray(list) ? list.filter((key) => typeof key === 'string').slice(-MOST_KEPT) : [];
  } catch {
    // Storage may be forbidden, or hold something else.
    return [];
  }
}
