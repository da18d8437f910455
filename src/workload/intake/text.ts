/** Texts of a file inside sentences. */

/** Blanks, line breaks, control characters and those that turn the direction of writing. */
const UNSEEN = /[\s\p{Cc}\p{Cf}]+/gu;

/** A text of a file shortened for a sentence, on one line. */
export function quoted(cell: unknown, most = 40): string {
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell ?? null);
  const line = text
    .slice(0, 4 * most)
    .replace(UNSEEN, ' ')
    .trim();
  return `"${line.length > most ? `${line.slice(0, most)}…` : line}"`;
}

/** A name of a file shortened for a sentence or a label. */
export function named(text: string, most = 80): string {
  const line = text
    .slice(0, 4 * most)
    .replace(UNSEEN, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
