/** Passages that stand in two places, line for line. */
import { isTest, type Source } from './tree.ts';

/** So many lines that say something, alike but for indentation, are a passage that was copied. */
const LEAST = 12;
/** Says nothing by itself: blanks, comments, imports, brackets. */
const EMPTY = /^$|^(\/\/|\/?\*|<!--)|^import\b|^export \{|^\} from |^[\])}>;,({[]+$/;

interface Line {
  readonly file: number;
  /** From 1. */
  readonly at: number;
  readonly text: string;
}

export interface Twins {
  readonly first: string;
  readonly second: string;
  /** Lines that say something. */
  readonly lines: number;
}

/** The pairs of passages, each as long as it goes; the longest first. Without tests, whose cases resemble one another. */
export function twins(all: readonly Source[], least = LEAST): readonly Twins[] {
  const files = all.filter(
    ({ path }) => /^(src|workers|scripts|bench|e2e)\/.*\.(ts|mjs|svelte|css|as)$/.test(path) && !isTest(path),
  );
  const lines: Line[] = files.flatMap(({ lines: own }, file) =>
    own.flatMap((line, at) => {
      const text = line.trim();
      return EMPTY.test(text) ? [] : [{ file, at: at + 1, text }];
    }),
  );
  /** Whether line `i` and its next `least - 1` stand in one file. */
  const whole = (i: number): boolean => lines[i + least - 1]?.file === lines[i]!.file;
  const places = new Map<string, number[]>();
  for (let i = 0; i + least <= lines.length; i++) {
    if (!whole(i)) continue;
    const key = lines
      .slice(i, i + least)
      .map(({ text }) => text)
      .join('\n');
    const known = places.get(key);
    if (known) known.push(i);
    else places.set(key, [i]);
  }
  const same = (i: number, j: number): boolean =>
    lines[i]?.text === lines[j]?.text && lines[i] !== undefined && lines[j] !== undefined;
  const found: Twins[] = [];
  for (const starts of places.values()) {
    for (const [n, i] of starts.entries()) {
      for (const j of starts.slice(n + 1)) {
        const [a, b] = [lines[i]!, lines[j]!];
        // Only where a passage begins: the line before differs, or is of another file.
        const [beforeA, beforeB] = [lines[i - 1], lines[j - 1]];
        if (beforeA?.file === a.file && beforeB?.file === b.file && same(i - 1, j - 1)) continue;
        let length = least;
        while (
          lines[i + length]?.file === a.file &&
          lines[j + length]?.file === b.file &&
          same(i + length, j + length) &&
          (a.file !== b.file || i + length < j)
        )
          length++;
        const place = ({ file, at }: Line): string => `${files[file]!.path}:${String(at)}`;
        found.push({ first: place(a), second: place(b), lines: length });
      }
    }
  }
  return found.sort((a, b) => b.lines - a.lines);
}
