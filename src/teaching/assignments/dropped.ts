/** What lies in a teacher's heap of files: hand-ins to be graded, assignments to grade by, and what is neither, each in its place. */
import { parseAssignment, type Assignment } from './assignment.ts';
import { saysAssignment, type TextFile } from './files.ts';
import type { Refused } from './grade.ts';

export type Dropped = { readonly handIn: TextFile } | { readonly assignment: Assignment } | Refused;

/** One heap: its files' names are told apart, for several students save under one, and every .zip may hold it. */
export class Heap {
  readonly #named = new Map<string, number>();

  /** In their order. */
  take(parts: readonly (TextFile | Refused)[]): readonly Dropped[] {
    return parts.map((part) => {
      const file = this.#nameApart(part.file);
      if ('refused' in part) return { ...part, file };
      if (!saysAssignment(part.text)) return { handIn: { ...part, file } };
      const assignment = parseAssignment(part.text, file);
      return assignment.ok ? { assignment: assignment.value } : { file, refused: assignment.message };
    });
  }

  clear(): void {
    this.#named.clear();
  }

  #nameApart(name: string): string {
    const before = this.#named.get(name) ?? 0;
    this.#named.set(name, before + 1);
    return before === 0 ? name : this.#nameApart(`${name} (${String(before + 1)})`);
  }
}
