/**
 * Validation of what comes from outside, at its first fault: a schema that collects every fault makes gigabytes of a few
 * kilobytes of wrong items. Only here is a schema run (checked.test.ts looks), so that no door forgets it.
 */
import * as v from 'valibot';
import type { Result } from './result.ts';

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issue: v.BaseIssue<unknown> };

/** `value` as `schema` has it, or the first that is wrong with it; `issuePhrase` (issue.ts) puts that into words. */
export function checked<S extends v.GenericSchema>(schema: S, value: unknown): Checked<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, issue: parsed.issues[0] };
}

/** How many items a list may have, and what is said of one that is no list, or has too few or too many. */
interface ListBounds {
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

/** A parser as a schema, so that there is one set of rules; its refusal, without the final point, is the issue. */
export function parsedBy<T>(parse: (value: unknown) => Result<T>): v.GenericSchema<unknown, T> {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const result = parse(dataset.value);
      if (result.ok) return result.value;
      addIssue({ message: result.message.replace(/\.$/, '') });
      return NEVER;
    }),
  );
}
