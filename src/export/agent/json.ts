/** JSON of somebody else, counted before it is parsed: a few bytes of it can become much memory. */
import { DEPTH } from './bounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/** Why `bytes` are not to be parsed; undefined where they hold at most `values` values, at most `DEPTH` levels deep. */
function tooMuch(bytes: Uint8Array, values: number): string | undefined {
  let depth = 0;
  let count = 1;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++;
      continue;
    }
    if (OPEN.has(byte)) {
      count++;
      if (++depth > DEPTH) return `lists and objects more than ${String(DEPTH)} levels deep`;
    } else if (CLOSE.has(byte)) depth--;
    else if (byte === COMMA || byte === COLON) count++;
    if (count > values) return `more than ${values.toLocaleString('en')} values`;
  }
  return undefined;
}

/** A document of at most `values` values (names of fields count as well). The refusal is a phrase that quotes nothing. */
export function jsonWithin(bytes: Uint8Array, values: number): Result<unknown> {
  const much = tooMuch(bytes, values);
  if (much !== undefined) return refused(`it holds ${much}`);
  try {
    return accepted(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    // What the parser says quotes the text.
    return refused(bytes.length === 0 ? 'it is empty' : 'it is no JSON');
  }
}
