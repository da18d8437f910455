import {
  ASSIGNMENTS,
  keptFrom,
  nothingKept,
  withBuilt,
  withSheet,
  type KeptAssignments,
  type SheetRecord,
} from './kept.ts';
import type { Memory } from '../../keeping/memory.svelte.ts';
import type { OpenStore } from '../../keeping/openOnce.ts';
import type { Assignment } from '../../../../teaching/assignments/assignment.ts';

export interface Keeping {
  readonly memory: Pick<Memory, 'change'>;
  readonly store: OpenStore;
}

/** The browser's assignments: one for the page, whoever asks. */
export class Assignments {
  kept = $state.raw<KeptAssignments>(nothingKept);
  /** Settles once the storage has answered. */
  readonly loaded: Promise<void>;
  readonly #lab: Keeping;
  #writing: Promise<void> = Promise.resolve();
  #asked = 0;

  constructor(lab: Keeping) {
    this.#lab = lab;
    this.loaded = this.#recall();
  }

  async #recall(): Promise<void> {
    try {
      const found = keptFrom(await (await this.#lab.store()).found(ASSIGNMENTS));
      const { built, sheets } = this.kept;
      this.kept = {
        built: [...found.built, ...built],
        sheets: { ...found.sheets, ...sheets },
      };
    } catch {
      // Whoever keeps nothing begins anew.
    }
  }

  /** One write after the other, each of what lies there by then: another tab keeps assignments too. */
  async #keep(change: (kept: KeptAssignments) => KeptAssignments): Promise<void> {
    this.kept = change(this.kept);
    const before = this.#writing;
    const mine = ++this.#asked;
    this.#writing = (async () => {
      await before;
      await this.#lab.memory.change(async (store) => {
        const there = change(keptFrom(await store.found(ASSIGNMENTS)));
        await store.putFound(ASSIGNMENTS, there);
        // What was changed here since comes with its own writing.
        if (mine === this.#asked) this.kept = there;
      });
    })();
    return this.#writing;
  }

  keepBuilt(assignment: Assignment): Promise<void> {
    return this.#keep((kept) => withBuilt(kept, assignment));
  }

  /** Tries that were handed in from another tab count. */
  keepSheet(id: string, record: SheetRecord): Promise<void> {
    return this.#keep((kept) =>
      withSheet(kept, id, {
        ...record,
        attempts: Math.max(record.attempts, kept.sheets[id]?.attempts ?? 0),
      }),
    );
  }

  /** How often the sheet was handed in, from whatever tab; undefined where nothing is kept. */
  async attemptsOf(id: string): Promise<number | undefined> {
    try {
      await this.#writing;
      return keptFrom(await (await this.#lab.store()).found(ASSIGNMENTS)).sheets[id]?.attempts;
    } catch {
      return undefined;
    }
  }
}

const all = new WeakMap<Keeping, Assignments>();

/** The lab's own, made when it is first asked for. */
export function assignmentsOf(lab: Keeping): Assignments {
  const made = all.get(lab) ?? new Assignments(lab);
  all.set(lab, made);
  return made;
}
