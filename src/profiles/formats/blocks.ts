/** Reports in plain text, one or several in a file. */
import type { Found } from './format.ts';
import { accepted, type Result } from '../../model/result.ts';

export interface Block {
  /** One-based line of its first. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** The point of each report; the first refusal where one has none. */
export function pointsOfBlocks(
  blocks: readonly Block[],
  pointIn: (block: Block) => Result<Found>,
): Result<readonly Found[]> {
  const points: Found[] = [];
  for (const block of blocks) {
    const point = pointIn(block);
    if (!point.ok) return point;
    points.push(point.value);
  }
  return accepted(points);
}

/** The reports of a text, each from a line that fits `begins` up to the next; what stands before the first is left out. */
export function blocksOf(text: string, begins: RegExp): readonly Block[] {
  const lines = text.split(/\r\n|\n|\r/);
  const starts = lines.flatMap((line, i) => (begins.test(line) ? [i] : []));
  return starts.map((from, n) => ({
    line: from + 1,
    lines: lines.slice(from, starts[n + 1] ?? lines.length),
  }));
}

/** The first line of a block that fits, and what fits in it; its line counts from the file's first. */
export function lineIn(
  { line, lines }: Block,
  pattern: RegExp,
): { readonly line: number; readonly match: RegExpExecArray } | undefined {
  for (const [i, text] of lines.entries()) {
    const match = pattern.exec(text.slice(0, 2000));
    if (match) return { line: line + i, match };
  }
  return undefined;
}
