/** The file as it comes in: bounded, decoded once, its JSON parsed once. */
import { BOUNDS } from '../../model/bounds.ts';
import { adviceOn, kindOfBytes } from '../../model/fileKind.ts';
import { jsonFrom } from '../../model/jsonText.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Longest trace the lab takes, in seconds and in lines: about 23 days. */
export const MOST_SECONDS = BOUNDS.traceSeconds.max;

/** Text longer than this is not parsed as JSON: a Prometheus reply holds at most 11,000 points a series. */
const MOST_JSON_BYTES = 100_000_000;
/** What formats look at to recognise a file. */
const HEAD = 16_384;
const NEWLINE = 10;

export interface IntakeFile {
  readonly name: string;
  readonly text: string;
  /** The first lines, up to 16,384 characters. */
  readonly head: readonly string[];
  /** Parsed where the whole file is one JSON value; else undefined. */
  readonly json: unknown;
  /** The first line alone, where that is JSON and the file is not; else undefined. */
  readonly firstJsonLine: unknown;
}

/** Decodes UTF-8, and UTF-16 with a byte order mark; refuses what is empty, binary, too long or broken JSON. */
export function openFile(bytes: Uint8Array, name: string): Result<IntakeFile> {
  let lines = 1;
  for (const byte of bytes) if (byte === NEWLINE) lines++;
  if (lines > MOST_SECONDS) {
    return refused(
      `${name}: it has ${lines.toLocaleString('en')} lines; the lab takes at most ${MOST_SECONDS.toLocaleString('en')}, so cut it to the hours you want to replay.`,
    );
  }
  const decoded = textIn(bytes, name, 'expected a text file of requests per second');
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  if (text.trim() === '')
    return refused(
      `${name}: it is empty; expected requests per second, one line each, or another known export.`,
    );
  return fileOfText(text, name);
}

/** A text with its first lines and its JSON; refuses broken JSON. */
export function fileOfText(text: string, name: string): Result<IntakeFile> {
  const head = text.slice(0, HEAD).split(/\r\n|\n|\r/);
  const file = { name, text, head, json: undefined, firstJsonLine: undefined };
  return /^\s*[[{]/.test(text.slice(0, 1000)) ? withJson(file) : accepted(file);
}

/** The text of a file's bytes; `expected` ends the sentence that refuses what is none. */
export function textIn(bytes: Uint8Array, name: string, expected: string): Result<string> {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined;
  let text: string;
  try {
    text = new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    const kind = kindOfBytes(bytes);
    return refused(
      `${name}: it is ${kind ?? `not text (invalid ${utf16 ? 'UTF-16' : 'UTF-8'})`}; ${adviceOn(kind) ?? expected}.`,
    );
  }
  if (!text.includes('\u0000')) return accepted(text);
  const kind = kindOfBytes(bytes);
  return refused(`${name}: it is ${kind ?? 'a binary file'}; ${adviceOn(kind) ?? expected}.`);
}

function withJson(file: IntakeFile): Result<IntakeFile> {
  const { length } = file.text;
  if (length > MOST_JSON_BYTES) {
    return refused(
      `${file.name}: ${Math.round(length / 1e6).toLocaleString('en')} MB of JSON; the lab takes at most ${String(MOST_JSON_BYTES / 1e6)} MB, so ask for fewer hours or a longer step.`,
    );
  }
  const whole = jsonFrom(file.text);
  if (whole.ok) return accepted({ ...file, json: whole.value });
  const first = jsonFrom(file.head.find((line) => line.trim() !== '') ?? '');
  if (first.ok && typeof first.value === 'object' && first.value !== null)
    return accepted({ ...file, firstJsonLine: first.value });
  return refused(`${file.name}: it begins like JSON and is ${whole.message}.`);
}
