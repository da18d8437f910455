/** What differs between two texts, line by line, as `diff -u` writes it. */
import { diffArrays } from 'diff';

export interface DiffLine {
  readonly kind: 'hunk' | 'context' | 'removed' | 'added';
  /** The line without its sign; of a hunk its header. */
  readonly text: string;
}

/** Lines of context around a change. */
const CONTEXT = 3;

interface Step {
  readonly kind: 'context' | 'removed' | 'added';
  readonly text: string;
  /** Lines of either text that stand before this one. */
  readonly before: number;
  readonly after: number;
}

/** Line by line: each that differs is removed and added at its place. */
function paired(before: readonly string[], after: readonly string[]): readonly Step[] {
  return before.flatMap((text, i): readonly Step[] =>
    text === after[i]
      ? [{ kind: 'context', text, before: i, after: i }]
      : [
          { kind: 'removed', text, before: i, after: i },
          { kind: 'added', text: after[i]!, before: i + 1, after: i },
        ],
  );
}

/** Every line of both texts in order; as few as can be are removed or added (Myers 1986). */
function shortest(before: readonly string[], after: readonly string[]): readonly Step[] {
  let [i, j] = [0, 0];
  return diffArrays([...before], [...after]).flatMap(({ value, added, removed }) =>
    value.map((text): Step => {
      const kind = added ? 'added' : removed ? 'removed' : 'context';
      const step = { kind, text, before: i, after: j } as const;
      if (!added) i++;
      if (!removed) j++;
      return step;
    }),
  );
}

/** Number of the first line and of the lines, as a hunk says them: an empty range names the line before it. */
function range(first: number, count: number): string {
  const start = count === 0 ? first : first + 1;
  return count === 1 ? String(start) : `${String(start)},${String(count)}`;
}

/**
 * Unified diff of two lists of lines, three lines of context, without the header that names files; empty where they are
 * equal. Lists of one length are compared place by place: in texts of one form the shortest diff would take the value
 * of one key for that of the next. Between others it is the shortest. The first group of `section`, in the last line before
 * a hunk that matches, stands in the hunk's header.
 */
export function lineDiff(
  before: readonly string[],
  after: readonly string[],
  section?: RegExp,
): readonly DiffLine[] {
  const steps = before.length === after.length ? paired(before, after) : shortest(before, after);
  const lines: DiffLine[] = [];
  const changed = steps.flatMap(({ kind }, k) => (kind === 'context' ? [] : [k]));
  for (let c = 0; c < changed.length;) {
    const start = Math.max(0, changed[c]! - CONTEXT);
    let last = changed[c]!;
    while (++c < changed.length && changed[c]! - last <= 2 * CONTEXT + 1) last = changed[c]!;
    const hunk = steps.slice(start, last + CONTEXT + 1);
    const count = (kind: Step['kind']): number => hunk.filter((step) => step.kind !== kind).length;
    const first = hunk[0]!;
    const ranges = `-${range(first.before, count('added'))} +${range(first.after, count('removed'))}`;
    const name = section && sectionOf(after, first.after, section);
    lines.push({ kind: 'hunk', text: `@@ ${ranges} @@${name === undefined ? '' : ` ${name}`}` });
    for (const { kind, text } of hunk) lines.push({ kind, text });
  }
  return lines;
}

function sectionOf(lines: readonly string[], end: number, section: RegExp): string | undefined {
  for (let k = end - 1; k >= 0; k--) {
    const found = section.exec(lines[k]!);
    if (found) return found[1];
  }
  return undefined;
}
