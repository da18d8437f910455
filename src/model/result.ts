import { spoken } from './text.ts';

/** An expected outcome of something that may be refused: a value, or one sentence that says what to do. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export function accepted<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Whatever of the input the sentence quotes, it stays one line of text that can be shown. */
export function refused<T>(message: string): Result<T> {
  return { ok: false, message: spoken(message) };
}
