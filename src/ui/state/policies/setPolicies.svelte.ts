/** Policies with settings of the visitor's own, by their keys: what the pickers offer beside the plain ones. */
import { readKey } from './policyKeys.ts';
import { localShelf, shelve, shelvedJson, type Shelf } from '../keeping/shelf.ts';
import { MOST_ORIGINS, originFrom, type Origin } from '../../../export/scalers/origin.ts';
import { isSet } from '../../theme/policies.ts';

/** Kept over a reload; with more, those made first are let go. */
export const MOST_KEPT = 40;
export const STORED = 'sluice-set-policies';
/** Beside them, by key, the objects that they were imported from. */
const STORED_ORIGINS = 'sluice-set-policies-from';

/** A key and the objects that it was imported from. */
type From = readonly [string, readonly Origin[]];

export class SetPolicies {
  /** Made or imported here, in this visit or an earlier one; the oldest first. */
  kept = $state.raw<readonly string[]>([]);
  /** Named by a link: there while the page is open. */
  met = $state.raw<readonly string[]>([]);
  /** By key, the objects of a cluster that it was imported from, or changed from. */
  #origins = $state.raw<readonly From[]>([]);
  /** Why some that an earlier version of the lab kept are not taken, sentences. */
  readonly lost: readonly string[];

  /** As the browser's list was read or written last: what another tab has changed since is told by it. */
  #read: readonly string[] = [];
  /** The one being edited: a change of it replaces it, until it is used or left. */
  #draft: string | undefined;
  readonly #shelf: Shelf | undefined;

  constructor(shelf: Shelf | undefined = localShelf()) {
    this.#shelf = shelf;
    const { keys, refused } = soundIn(shelf);
    this.kept = this.#read = keys;
    this.#origins = storedOrigins(shelf).filter(([key]) => this.kept.includes(key));
    this.lost = refused;
  }

  /** Another tab may have kept some or forgotten some: its list and this one's become one. */
  hear(): void {
    const next = this.#joined(this.kept);
    if (next.join('\n') !== this.kept.join('\n')) this.kept = next;
  }

  /** `keys` with what another tab has done to the list since it was read here. */
  #joined(keys: readonly string[]): readonly string[] {
    if (!this.#shelf) return keys;
    const there = soundIn(this.#shelf).keys;
    const gone = this.#read.filter((key) => !there.includes(key));
    const come = there.filter((key) => !this.#read.includes(key) && !keys.includes(key));
    this.#read = there;
    const theirs = storedOrigins(this.#shelf).filter(([key]) => come.includes(key));
    this.#origins = [...this.#origins.filter(([key]) => !come.includes(key)), ...theirs];
    return [...keys.filter((key) => !gone.includes(key)), ...come];
  }

  get known(): readonly string[] {
    return [...this.kept, ...this.met.filter((key) => !this.kept.includes(key))];
  }

  /** From now on offered in every visit. Keys are canonical; plain policies are left out. */
  keep(keys: readonly string[]): void {
    const fresh = keys.filter((key, i) => isSet(key) && !this.kept.includes(key) && keys.indexOf(key) === i);
    if (fresh.length > 0) this.#write([...this.kept, ...fresh]);
  }

  /** The objects that a policy was imported from; none where it was made here. */
  originsOf(key: string): readonly Origin[] {
    return this.#origins.find(([one]) => one === key)?.[1] ?? [];
  }

  /** `key` was imported from these, or takes the place of one that was. Kept in the browser as long as the policy is. */
  from(key: string, origins: readonly Origin[]): void {
    if (!isSet(key) || origins.length === 0) return;
    this.#put(key, origins.slice(0, MOST_ORIGINS));
    this.#write(this.kept);
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
    const origins = this.originsOf(from);
    if (origins.length > 0 && this.originsOf(to).length === 0) this.#put(to, origins);
    this.#write(rest.toSpliced(at, 0, to));
  }

  /** It is used, or left for another: the next change makes a policy beside it. */
  settle(): void {
    this.#draft = undefined;
  }

  forget(key: string): void {
    if (this.#draft === key) this.#draft = undefined;
    this.met = this.met.filter((one) => one !== key);
    this.#origins = this.#origins.filter(([one]) => one !== key);
    this.#write(this.kept.filter((one) => one !== key));
  }

  #put(key: string, origins: readonly Origin[]): void {
    this.#origins = [...this.#origins.filter(([one]) => one !== key), [key, origins]];
  }

  #write(keys: readonly string[]): void {
    this.kept = this.#joined(keys).slice(-MOST_KEPT);
    if (!this.#shelf) return;
    shelve(STORED, JSON.stringify(this.kept), this.#shelf);
    const here = this.#origins.filter(([key]) => this.kept.includes(key));
    shelve(STORED_ORIGINS, JSON.stringify(here), this.#shelf);
    // Where that could not be written, nothing of it was taken away by another tab.
    this.#read = soundIn(this.#shelf).keys;
  }
}

/** What of the browser's list this version of the lab takes, and why it does not take the rest. */
function soundIn(shelf: Shelf | undefined): {
  readonly keys: readonly string[];
  readonly refused: readonly string[];
} {
  const found = stored(shelf).map(readKey);
  const keys = found.flatMap((one) => (one.ok && isSet(one.value) ? [one.value] : []));
  return {
    keys: keys.filter((key, i) => keys.indexOf(key) === i),
    refused: found.flatMap((one) => (one.ok ? [] : [one.message])),
  };
}

function stored(shelf: Shelf | undefined): readonly string[] {
  return listed(STORED, shelf).filter((key) => typeof key === 'string');
}

function storedOrigins(shelf: Shelf | undefined): readonly From[] {
  return listed(STORED_ORIGINS, shelf).flatMap((pair): readonly From[] => {
    const [key, origins] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof key !== 'string' || !Array.isArray(origins)) return [];
    const few = (origins as readonly unknown[]).slice(0, MOST_ORIGINS);
    const sound = few.flatMap((one) => originFrom(one) ?? []);
    return sound.length > 0 ? [[key, sound]] : [];
  });
}

/** The newest of a list that was kept; none where something else lies there. */
function listed(key: string, shelf: Shelf | undefined): readonly unknown[] {
  const list = shelf && shelvedJson(key, shelf);
  return Array.isArray(list) ? (list as readonly unknown[]).slice(-MOST_KEPT) : [];
}
