/** JSON as a person wrote or downloaded it: what is wrong is said by line, in words that no engine made. */
import { excessOf, WIDEST_JSON, type JsonBounds } from './jsonBounds.ts';
import { accepted, refused, type Result } from './result.ts';
import { nameFrom } from './text.ts';

/** Letters shown of what stands at the fault. */
const MOST_LETTERS = 20;

/** Where JSON ends to be JSON: the place of the first letter that does not fit; the text's length where it ends too early. */
function faultAt(text: string): number {
  const token =
    /[ \t\r\n]*(?:"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b|[[\]{},:])/uy;
  const open: ('{' | '[')[] = [];
  // What may come next: a value, a key, a colon, or a comma or the end of what is open.
  let next = 'value' as 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'more' | 'end';
  let at = 0;
  const done = (): void => {
    next = open.length > 0 ? 'more' : 'end';
  };
  for (;;) {
    token.lastIndex = at;
    let found = token.exec(text)?.[0];
    const start = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    if (found?.endsWith('"')) {
      const end = textEnd(text, start);
      found = end === undefined ? undefined : text.slice(at, end);
    }
    if (found === undefined) return unended(text, start) ? text.length : start;
    const word = found.trim();
    const inside = open.at(-1);
    const isText = word.startsWith('"');
    if (next === 'colon') {
      if (word !== ':') return start;
      next = 'value';
    } else if (next === 'key' || next === 'first key') {
      if (isText) next = 'colon';
      else if (word === '}' && next === 'first key') {
        open.pop();
        done();
      } else return start;
    } else if (next === 'value' || next === 'first value') {
      if (word === '{' || word === '[') {
        open.push(word);
        next = word === '{' ? 'first key' : 'first value';
      } else if (word === ']' && next === 'first value') {
        open.pop();
        done();
      } else if (/^[\]},:]/.test(word)) return start;
      else done();
    } else if (next === 'more') {
      if (word === ',') next = inside === '{' ? 'key' : 'value';
      else if ((word === '}' && inside === '{') || (word === ']' && inside === '[')) {
        open.pop();
        done();
      } else return start;
    } else return start;
    at += found.length;
  }
}

// A text is read piece by piece: one expression for one of many megabytes would exhaust the engine's stack.
const PIECE = /(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,10000}/uy;
/** Where an escape may be half there. */
const LOOSE_PIECE = /(?:[ !#-[\]-\u{10ffff}]|\\.){1,10000}/uy;

/** The first place from `at` on where no `piece` goes on. */
function after(text: string, at: number, piece: RegExp): number {
  for (piece.lastIndex = at; piece.test(text);) at = piece.lastIndex;
  return at;
}

/** After the closing quote of the text that begins at `start`; undefined where it has none, or holds what no text may. */
function textEnd(text: string, start: number): number | undefined {
  const end = after(text, start + 1, PIECE);
  return text[end] === '"' ? end + 1 : undefined;
}

/** What begins at `start` could go on where the text ends. */
function unended(text: string, start: number): boolean {
  if (start >= text.length) return true;
  const rest = text.slice(start);
  if (rest.startsWith('"')) return ['', '\\'].includes(rest.slice(after(rest, 1, LOOSE_PIECE)));
  return (
    ['true', 'false', 'null'].some((word) => word.startsWith(rest)) ||
    /^-?\d*\.?\d*(?:[eE][+-]?)?$/.test(rest)
  );
}

/**
 * The value, or a phrase that goes on after "it is": that it holds more than `bounds`, or where it stops being JSON, and
 * whether it seems cut off.
 */
export function jsonFrom(text: string, bounds: JsonBounds = WIDEST_JSON): Result<unknown> {
  const much = excessOf(text, bounds);
  if (much !== undefined) return refused(`too much for one: it holds ${much}`);
  try {
    return accepted(JSON.parse(text) as unknown);
  } catch {
    if (text.trim() === '') return refused('empty');
    const at = faultAt(text);
    const before = text.slice(0, at).split(/\r\n|\n|\r/);
    const line = String(before.length);
    if (at >= text.length)
      return refused(
        `cut off: its JSON ends in line ${line} before it is complete; copy, save or download the file again`,
      );
    const there = nameFrom(text.slice(at, at + 4 * MOST_LETTERS).split(/[\r\n]/)[0] ?? '', MOST_LETTERS);
    const what =
      there === '' ? 'a character that cannot be shown stands there' : `“${there}” does not fit there`;
    return refused(
      `no JSON in line ${line}, at character ${String((before.at(-1) ?? '').length + 1)}: ${what}`,
    );
  }
}

/** A number of JSON, or where a text begins. */
const NUMBER_OR_TEXT = /"|-?\d[\d.eE+-]*/g;

/** The numbers of a text that are too large for a computer to hold, as written: JSON readers make them infinite. */
export function tooLarge(text: string): readonly string[] {
  const found: string[] = [];
  NUMBER_OR_TEXT.lastIndex = 0;
  for (let one; (one = NUMBER_OR_TEXT.exec(text)?.[0]) !== undefined;) {
    if (one !== '"') {
      if (Math.abs(Number(one)) === Infinity) found.push(one);
      continue;
    }
    // A text is skipped whole.
    let end = NUMBER_OR_TEXT.lastIndex;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    NUMBER_OR_TEXT.lastIndex = end + 1;
  }
  return found;
}
