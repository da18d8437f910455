/** How the intake speaks of what it cannot read. */
import { textOf } from '../cluster/fields.ts';

const LONGEST_SHOWN = 60;

/** A name in quotes for a sentence, cut where it is long. */
export function shown(name: unknown): string {
  const text = textOf(name);
  return `"${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}"`;
}

/** What is wrong with the manifest, as the sentence for its user. Caught where the intake begins. */
export class Unreadable extends Error {}
