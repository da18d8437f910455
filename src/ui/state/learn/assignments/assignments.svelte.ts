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

  #keep(kept: KeptAssignments): void {
    this.kept = kept;
    void this.#lab.memory.change((store) => store.putFound(ASSIGNMENTS, kept));
  }

  keepBuilt(assignment: Assignment): void {
    this.#keep(withBuilt(this.kept, assignment));
  }

  keepSheet(id: string, record: SheetRecord): void {
    this.#keep(withSheet(this.kept, id, record));
  }
}

const all = new WeakMap<Keeping, Assignments>();

/** The lab's own, made when it is first asked for. */
export function assignmentsOf(lab: Keeping): Assignments {
  const made = all.get(lab) ?? new Assignments(lab);
  all.set(lab, made);
  return made;
}
