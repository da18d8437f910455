/** Texts that come from outside, and what becomes of them in a cell, in XML or HTML, and in a file's name. */
import { figure } from './range.ts';

/** Longest name of a pipeline, stage, variant, trace or run, in characters (code points). */
export const LONGEST_NAME = 80;
/** Longest sentence about where figures come from, or note, in characters. */
export const LONGEST_NOTE = 4000;

/** Half of a surrogate pair, which is no character: UTF-8, XML and addresses cannot hold it. */
const HALF = /\p{Cs}/u;
/** What XML 1.0 has no way to write, and no other file should hold. */
const UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Control characters but the three that lay out a longer text, two that XML lacks, and what breaks a line unseen. */
const CONTROL = /(?![\t\n\r])[\p{Cc}\ufffe\uffff\u2028\u2029]/u;
const LAYOUT = /[\t\n\r]/gu;
/**
 * Turn the direction of all that follows, beyond the text itself: `txt.exe` reads `exe.txt`. Arabic and Hebrew need none
 * of them; the marks U+200E, U+200F and U+061C, which act where they stand, are left.
 */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u;
/** Neither blank nor without a shape. */
const VISIBLE = /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** With a capital at its beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every character is whole: no half of a surrogate pair. */
export function wellFormed(text: string): boolean {
  return !HALF.test(text);
}

/**
 * What is wrong with a name from outside, a phrase that goes on after its place ("must be ..."); undefined where nothing is.
 * Refused: nothing to be seen, more than `most` characters, halves of surrogate pairs, control characters and line
 * breaks, and characters that turn the direction of writing. Zero-width joiners, which emoji and Persian need, are taken.
 */
export function textComplaint(text: string, most: number = LONGEST_NAME): string | undefined {
  return (
    noteComplaint(text.replace(LAYOUT, '\0'), most) ??
    (VISIBLE.test(text) ? undefined : 'must hold something that can be seen')
  );
}

/** As `textComplaint`, for a longer text: it may be empty and have several lines. */
export function noteComplaint(text: string, most: number = LONGEST_NOTE): string | undefined {
  const long = countOf(text);
  if (long > most) return `must be at most ${String(most)} characters long, not ${String(long)}`;
  for (const [pattern, what] of [
    [HALF, 'half of a character'],
    [CONTROL, 'a control character or a line break'],
    [TURNING, 'a character that turns the direction of writing'],
  ] as const) {
    const at = text.search(pattern);
    if (at >= 0) return `must be plain text; ${what} stands at place ${String(at + 1)}`;
  }
  return undefined;
}

function countOf(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) if (text.codePointAt(i)! > 0xffff) count--;
  return count;
}

/** "a, b and 3 more": the first `most` of some texts, joined, and how many more there are. */
export function firstOf(texts: readonly string[], most: number, between = ', '): string {
  const more = texts.length - most;
  const said = texts.slice(0, most).join(between);
  return more > 0 ? `${said} and ${figure(more)} more` : said;
}

/** At most `most` characters: never half of one, and without a joiner left over. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (let n = 0; n < most && end < text.length; n++) end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  return end >= text.length ? text : text.slice(0, end).replace(/\u200d+$/, '');
}

/**
 * A name from a text that may be anything, such as a file's name: what `textComplaint` refuses becomes a blank, the rest is
 * shortened. '' where nothing is left to be seen.
 */
export function nameFrom(text: string, most: number = LONGEST_NAME): string {
  const plain = text
    .slice(0, 4 * most)
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const name = shortened(plain, most).trim();
  return VISIBLE.test(name) ? name : '';
}

/** A longer text from one that may be anything: what `noteComplaint` refuses becomes a blank, the rest is shortened. */
export function noteFrom(text: string, most: number = LONGEST_NOTE): string {
  const plain = text
    .slice(0, 2 * most)
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff\u2028-\u202e\u2066-\u2069]/gu, ' ');
  return shortened(plain, most);
}

/** What spreadsheets take for a formula: at the beginning, and after what some locales take for the end of a cell or row. */
const FORMULA = /(^|[;\t\r\n])(?=(?:(?![\t\r\n])[\s\u200b\u200e\u200f])*[=+\-@＝＋－＠])/gu;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A text as a cell of a CSV file (RFC 4180). Numbers stay as they are. What a spreadsheet would run as a formula gets an
 * apostrophe before it, which the spreadsheet shows and nothing runs; a program that reads the file back finds it there
 * too. Characters that no file can hold become U+FFFD.
 */
export function csvCell(value: string): string {
  if (NUMBER.test(value)) return value;
  const safe = value
    .replace(UNFIT, '\ufffd')
    .replace(FORMULA, "$1'")
    .replace(/^[\t\r\n]/, "'$&");
  return /[",;\t\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of cells as a CSV file, each row ended by a line break; what is undefined is an empty cell. */
export function csvOf(rows: Iterable<readonly (string | number | boolean | undefined)[]>): string {
  let text = '';
  for (const row of rows)
    text += `${row.map((cell) => (typeof cell === 'string' ? csvCell(cell) : String(cell ?? ''))).join(',')}\n`;
  return text;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text for XML 1.0 and for HTML, as content or as a quoted attribute’s value: escaped, and U+FFFD in place of characters that XML lacks. */
export function xmlText(text: string): string {
  return text.replace(UNFIT, '\ufffd').replace(/[&<>"'\t\n\r]/g, (c) => ENTITIES[c]!);
}

/** Bytes of a file's name that every system and every archive takes. */
const MOST_BYTES = 100;
/** Windows keeps these for devices, with whatever extension. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=\.|$)/i;

/**
 * A file's name from any text, safe on every system: letters, digits, dots, hyphens and underscores, at most 100 bytes of
 * UTF-8 with its extension, never empty, hidden, an option, a device of Windows or ended by a dot.
 *
 * @param extension without its dot; '' for a folder.
 */
export function fileNameOf(text: string, extension: string): string {
  const end = extension === '' ? '' : `.${extension}`;
  const plain = text
    .slice(0, 4 * MOST_BYTES)
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '-')
    .replace(/^[\p{M}.-]+|[.-]+$/gu, '');
  let stem = '';
  let left = MOST_BYTES - utf8Length(end);
  for (const c of plain.replace(DEVICE, '$&_')) {
    left -= utf8Length(c);
    if (left < 0) break;
    stem += c;
  }
  return `${stem.replace(/[.-]+$/, '') || 'unnamed'}${end}`;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const c of text) bytes += c < '\x80' ? 1 : c < '\u0800' ? 2 : c < '\u{10000}' ? 3 : 4;
  return bytes;
}

/** Line breaks and tabs. */
const BREAKS = /\s*[\t\n\r\u2028\u2029]+\s*/g;
/** What moves a terminal's cursor, is no character, or turns the direction of writing. */
const UNSPEAKABLE = /[\p{Cc}\p{Cs}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu;

/** A sentence that is longer shows less of what it quotes. */
const LONG_SENTENCE = 900;
const QUOTED = /([“"])([^“”"]{81,})([”"])/g;

/**
 * A sentence that quotes a text from outside as it may be shown: on one line, with U+FFFD for what no sentence holds, and with
 * at most 80 characters of each text where it would be too long to read.
 */
export function spoken(sentence: string): string {
  const line = sentence.replace(BREAKS, ' ').replace(UNSPEAKABLE, '\ufffd');
  if (line.length <= LONG_SENTENCE) return line;
  return line.replace(
    QUOTED,
    (_, open: string, text: string, end: string) => `${open}${shortened(text, 79)}…${end}`,
  );
}
