/** Tasks of a plan as workers take them. */
import type { ComparisonPlan, ComparisonSettings } from './plan.ts';
import type { References } from './result.ts';
import { commonKey, tasksOf, withAlike, type ComparisonTask, type Found, type FoundPiece } from './tasks.ts';

/** A task and whom to tell that it has ended, whatever came of it. */
export interface TakenTask {
  readonly task: ComparisonTask;
  readonly ended: () => void;
}

/** What `found` lacks of a plan, in its order. What is possible on a load that many seeds share is searched for by one alone. */
export class TaskLine {
  readonly #settings: ComparisonSettings;
  readonly #waiting: ComparisonTask[];
  readonly #known: References[];
  /** By what they have in common, the searches under way. */
  readonly #searches = new Map<string, Promise<void>>();

  constructor(plan: ComparisonPlan, found: Found) {
    this.#settings = plan.settings;
    this.#waiting = [...tasksOf(plan, found)];
    this.#known = [...found.references];
  }

  /** Pieces of a task under way. */
  hear(pieces: readonly FoundPiece[]): void {
    for (const piece of pieces) if (piece.kind === 'references') this.#known.push(piece.references);
  }

  /** The next task; undefined where none is left. Waits where another's search would only be repeated. */
  async next(): Promise<TakenTask | undefined> {
    const first = this.#waiting.shift();
    if (!first) return undefined;
    for (let task = first; ;) {
      task = withAlike(task, this.#settings, this.#known);
      const key = task.alike ? undefined : commonKey(task, this.#settings);
      if (key === undefined) return { task, ended: () => undefined };
      const search = this.#searches.get(key);
      if (!search) return { task, ended: this.#begin(key) };
      if (task.group.policies.length > 0) {
        // The runs now, and what they are measured against when it is known.
        this.#waiting.push({ ...task, group: { ...task.group, policies: [] } });
        return { task: { ...task, references: false }, ended: () => undefined };
      }
      await search;
    }
  }

  #begin(key: string): () => void {
    let ended = (): void => undefined;
    const search = new Promise<void>((resolve) => {
      ended = resolve;
    });
    this.#searches.set(key, search);
    return () => {
      this.#searches.delete(key);
      ended();
    };
  }
}
