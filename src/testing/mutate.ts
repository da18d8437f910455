/** Files damaged at random: what editors, networks and careless scripts do to them, and what an attacker would try. */
import type { Random } from '../model/random.ts';

const TOKENS = [
  '',
  '\n',
  '\r\n',
  ',',
  ';',
  '\t',
  ' ',
  '"',
  '""',
  '{',
  '}',
  '[',
  ']',
  ':',
  '-',
  '.',
  '+Inf',
  'NaN',
  'null',
  'true',
  '1e308',
  '1e999',
  '-1',
  '0',
  '99999999999999999999',
  '\u0000',
  '\uFEFF',
  '\u202E',
  '=1+1',
  '__proto__',
  '2024-02-30 25:61:61',
  '<b>',
  '#',
  '\\',
];

/** `bytes` with one to four wounds; the same stream gives the same wounds. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let hurt = bytes;
  for (let n = 1 + random.integer(4); n > 0; n--) hurt = wounded(hurt, random);
  return hurt;
}

function wounded(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(bytes.length + 1);
  const until = Math.min(bytes.length, at + 1 + random.integer(random.uniform() < 0.8 ? 12 : 2000));
  switch (random.integer(8)) {
    case 0: {
      const flipped = bytes.slice();
      if (at < flipped.length) flipped[at] = flipped[at]! ^ (1 << random.integer(8));
      return flipped;
    }
    case 1:
      return joined(bytes.subarray(0, at), bytes.subarray(until));
    case 2:
      return joined(bytes.subarray(0, until), bytes.subarray(at));
    case 3:
      return bytes.slice(0, at);
    case 4: {
      const line = lineAround(bytes, at);
      return joined(bytes.subarray(0, line.from), bytes.subarray(line.to));
    }
    case 5: {
      const line = lineAround(bytes, at);
      const other = lineAround(bytes, random.integer(bytes.length + 1));
      return joined(
        bytes.subarray(0, other.from),
        bytes.subarray(line.from, line.to),
        bytes.subarray(other.from),
      );
    }
    default: {
      const token = new TextEncoder().encode(TOKENS[random.integer(TOKENS.length)]);
      const replaced = random.uniform() < 0.5 ? wordEnd(bytes, at) : at;
      return joined(bytes.subarray(0, at), token, bytes.subarray(replaced));
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const NEWLINE = 10;

function lineAround(bytes: Uint8Array, at: number): { readonly from: number; readonly to: number } {
  const from = bytes.lastIndexOf(NEWLINE, Math.max(0, at - 1)) + 1;
  const end = bytes.indexOf(NEWLINE, from);
  return { from, to: end < 0 ? bytes.length : end + 1 };
}

/** Past letters, digits and points. */
function wordEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && /[\w.]/.test(String.fromCharCode(bytes[end]!))) end++;
  return end;
}
