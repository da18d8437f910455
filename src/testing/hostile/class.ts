/** What a class of hostile inputs is: where they come from, which door they knock at, and what may come of it. */
import type { Random } from '../../model/random.ts';

/** What came of one attempt. Anything else than these is thrown. */
export type Outcome =
  /** In these sentences, which are checked one by one. */
  | { readonly kind: 'refused'; readonly sentences: readonly string[] }
  /** Taken, and then used: a replay, an export or a way back came to its end. `sentences` were said beside it. */
  | { readonly kind: 'accepted'; readonly sentences?: readonly string[]; readonly counts?: Counts };

/** Counted over a class, beside the outcomes: `backups`, `backups refused`. */
export type Counts = Readonly<Record<string, number>>;

/** What the lab did wrong with an attempt, though it threw nothing: a class throws it. */
export class Wrong extends Error {}

/** `T` is whatever the door takes: a text, bytes, a value. */
export interface HostileClass<T = unknown> {
  /** The same stream, the same input: nothing else may be read. */
  readonly make: (random: Random) => T | Promise<T>;
  /** Knocks at the lab's own door; throws `Wrong` where what comes of it cannot be right. */
  readonly meet: (input: T) => Outcome | Promise<Outcome>;
  /** The input as bytes, for a file beside the failure; default: as JSON. */
  readonly bytesOf?: (input: T) => Uint8Array;
  /** Servers and stores that the class needs are closed. */
  readonly end?: () => Promise<void>;
}

/** A class whose inputs are its own affair. */
export function hostile<T>(one: HostileClass<T>): HostileClass {
  return one as HostileClass;
}

export const refusal = (...sentences: readonly string[]): Outcome => ({ kind: 'refused', sentences });
