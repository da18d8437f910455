/** What is wrong with the code, at its place: by the parser while it is typed, by the run when it ended. */
import { ensureSyntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';

/** Of a text of `MOST_SOURCE` characters the parser is done long before. */
const PARSE_MS = 200;
/** Further ones mostly follow from the first. */
const MOST_SHOWN = 3;

/** A sentence, and where in the text it points; lines and columns count from 1. */
export interface PlacedFault {
  readonly sentence: string;
  readonly line: number;
  readonly column: number;
}

const AT = /at line (\d+), column (\d+)/;

/** The place that a failed run's sentence names; undefined where it names none. */
export function placedIn(sentence: string): PlacedFault | undefined {
  const [, line, column] = AT.exec(sentence) ?? [];
  return line === undefined ? undefined : { sentence, line: Number(line), column: Number(column) };
}

export function syntaxFaults(state: EditorState): readonly Diagnostic[] {
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS);
  const found: Diagnostic[] = [];
  tree?.iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || found.length === MOST_SHOWN) return;
      // What is missing has no width: the letter before it shows where.
      const start = from === to ? Math.max(0, from - 1) : from;
      const line = state.doc.lineAt(start).number;
      const text = state.doc.sliceString(from, Math.min(to, from + 20)).trim();
      const what = text === '' ? 'something is missing here' : `“${text}” is not expected here`;
      found.push({
        ...{ from: start, to: Math.max(to, start + 1), severity: 'error' },
        message: `Line ${String(line)}: ${what}.`,
      });
    },
  });
  return found;
}

export function faultIn(state: EditorState, fault: PlacedFault | undefined): readonly Diagnostic[] {
  if (!fault || fault.line > state.doc.lines) return [];
  const { from, to } = state.doc.line(Math.max(1, fault.line));
  const start = Math.min(to, from + Math.max(0, fault.column - 1));
  return [{ from: start, to, severity: 'error', message: fault.sentence }];
}
