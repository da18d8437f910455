/**
 * Validation of what comes from outside, at its first fault: a schema that collects every fault makes gigabytes of a few
 * kilobytes of wrong items. Only here is a schema run (checked.test.ts looks), so that no door forgets it.
 */
import * as v from 'valibot';

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issue: v.BaseIssue<unknown> };

/** `value` as `schema` has it, or the first that is wrong with it; `issuePhrase` (issue.ts) puts that into words. */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown): Checked<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, issue: parsed.issues[0] };
}

/** How many items a list may have, and what is said of one that is no list, or has too few or too many. */
export interface ListBounds {
  readonly min?: number;
  readonly max: number;
  readonly list?: string;
  readonly few?: string;
  readonly many?: string;
}

/** A list whose length is judged before any of its items is. */
export function listOf<S extends v.GenericSchema>(
  item: S,
  { min = 0, max, list, few, many }: ListBounds,
): v.GenericSchema<unknown, v.InferOutput<S>[]> {
  return v.pipe(v.array(v.unknown(), list), v.minLength(min, few), v.maxLength(max, many), v.array(item));
}
