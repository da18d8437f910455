/** A comparison as the file that `compare --out` and `merge --out` write. */
import type { ComparisonDocument } from './document.ts';
import { withoutTimes } from './withoutTimes.ts';

/** JSON without what a clock read; `notes` are what was assumed, and why runs are missing. */
export function wholeText(document: ComparisonDocument, notes: readonly string[]): string {
  return `${JSON.stringify({ notes, ...withoutTimes(document) }, undefined, 2)}\n`;
}
