/**
 * Merge keys (`<<`) of YAML as kubectl follows them. Its reader (go-yaml v2, decode.go: `mapping`, `merge`) fills a mapping
 * from the top down: a merged field takes the place of one above it and gives way to one below it, and of a list of
 * mappings the earlier ones win.
 */
import { isRecord } from './validate/values.ts';

/** Fields that the merges of one file copy; no manifest comes near. */
const MOST_COPIED = 200_000;

type Fields = Record<string, unknown>;

/** Two passes: keys are marked while the text is still known, then the plain data is merged in place. */
export class Merger {
  readonly #marks = new Map<string, number>();
  #copied = 0;

  /** A key to stand for a `<<` at this place in the text; it cannot be typed by accident. */
  markAt(at: number): string {
    const mark = `\u0000<<${String(at)}`;
    this.#marks.set(mark, at);
    return mark;
  }

  /** Undefined where all is merged; the place of a `<<` whose value is no mapping; 'too often' beyond the bounds. */
  merge(value: unknown): number | 'too often' | undefined {
    if (this.#marks.size === 0) return undefined;
    return this.#walk(value, new Set(), new Set());
  }

  #walk(value: unknown, done: Set<unknown>, open: Set<unknown>): number | 'too often' | undefined {
    if (typeof value !== 'object' || value === null || done.has(value)) return undefined;
    // What contains itself is left to the readers, which bound their depth; only a merge must see the whole.
    if (open.has(value)) return undefined;
    open.add(value);
    for (const part of Object.values(value)) {
      const wrong = this.#walk(part, done, open);
      if (wrong !== undefined) return wrong;
    }
    const wrong = isRecord(value) ? this.#mergeInto(value, open) : undefined;
    open.delete(value);
    done.add(value);
    return wrong;
  }

  #mergeInto(map: Fields, open: ReadonlySet<unknown>): number | 'too often' | undefined {
    const keys = Object.keys(map);
    if (!keys.some((key) => this.#marks.has(key))) return undefined;
    const result = new Map<string, unknown>();
    for (const key of keys) {
      const at = this.#marks.get(key);
      if (at === undefined) {
        result.set(key, map[key]);
        continue;
      }
      const value = map[key];
      const sources: readonly unknown[] = Array.isArray(value) ? value.toReversed() : [value];
      for (const source of sources) {
        if (!isRecord(source)) return at;
        if (open.has(source)) return 'too often';
        const fields = Object.entries(source);
        this.#copied += fields.length;
        if (this.#copied > MOST_COPIED) return 'too often';
        for (const [name, field] of fields) result.set(name, field);
      }
    }
    for (const key of keys) Reflect.deleteProperty(map, key);
    // Defined and not assigned: a key of the prototype stays a mere key.
    for (const [key, value] of result)
      Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
    return undefined;
  }
}
