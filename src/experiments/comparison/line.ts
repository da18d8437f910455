/** Tasks of a plan as workers take them. */
import { isCode, secondsOf, type ComparisonPlan, type ComparisonSettings } from './plan.ts';
import type { References } from './result.ts';
import { commonKey, tasksOf, withAlike, type ComparisonTask, type Found, type FoundPiece } from './tasks.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** A task and whom to tell that it has ended, whatever came of it. */
export interface TakenTask {
  readonly task: ComparisonTask;
  readonly ended: () => void;
}

/** Decisions of a visitor's code that are asked at the same time at most: before they all are taken, none of them is told. */
const AT_ONCE = 6000;

/** Those of a task. */
function decisionsAhead({ group }: ComparisonTask): number {
  return (group.policies.filter(isCode).length * secondsOf(group.workload)) / DECISION_SECONDS;
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
      const key = this.#searchOf(task);
      if (key === undefined) return { task, ended: () => undefined };
      const search = this.#searches.get(key);
      if (!search) return { task, ended: this.#begin(key) };
      if (task.group.policies.length > 0) return { task: this.#runsOf(task), ended: () => undefined };
      await search;
    }
  }

  /**
   * As `next`, and with it those behind it that are to be played at the same time (`AT_ONCE`); empty where none is left. None of
   * them waits for another. `sharers` take from this line, and each gets some.
   */
  async chunk(sharers: number): Promise<readonly TakenTask[]> {
    const left = this.#waiting.length;
    const first = await this.next();
    if (!first) return [];
    const chunk = [first];
    let decisions = decisionsAhead(first.task);
    if (decisions === 0) return chunk;
    const most = Math.ceil(left / sharers);
    for (let i = 0; i < this.#waiting.length && chunk.length < most;) {
      const task = withAlike(this.#waiting[i]!, this.#settings, this.#known);
      const more = decisionsAhead(task);
      if (decisions + more > AT_ONCE) break;
      if (more === 0) {
        i++;
        continue;
      }
      decisions += more;
      this.#waiting.splice(i, 1);
      const runs = this.#searchOf(task) === undefined ? task : this.#runsOf(task);
      chunk.push({ task: runs, ended: () => undefined });
    }
    return chunk;
  }

  /** What a search for it is known by, which other seeds share; undefined where there is none, or its result is known. */
  #searchOf(task: ComparisonTask): string | undefined {
    return task.alike ? undefined : commonKey(task, this.#settings);
  }

  /** Its runs now, and what they are measured against when that is known. */
  #runsOf(task: ComparisonTask): ComparisonTask {
    this.#waiting.push({ ...task, group: { ...task.group, policies: [] } });
    return { ...task, references: false };
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
