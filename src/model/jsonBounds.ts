/** JSON of somebody else, counted before it is parsed: a few bytes of it can become much memory. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

export interface JsonBounds {
  /** Values, names of fields counted as well. */
  readonly values: number;
  /** Levels of lists and objects inside each other. */
  readonly depth: number;
  /** Lists and objects among the values: each takes some twenty times as much memory as a number. */
  readonly groups?: number;
}

/** Of whatever file: sixteen million values, as a reply of Prometheus of 100 MB may have. */
export const WIDEST_JSON: JsonBounds = { values: 2 ** 24, depth: 100 };
/** One line of a file, or a file of a few settings. */
export const SHORT_JSON: JsonBounds = { values: 2 ** 12, depth: 20 };

/** Of what JSON, as text or as UTF-8, holds more than `bounds`; undefined where it keeps within them. */
export function excess(
  source: string | Uint8Array,
  { values, depth, groups = values }: JsonBounds,
): keyof JsonBounds | undefined {
  const codeAt: (i: number) => number =
    typeof source === 'string' ? (i) => source.charCodeAt(i) : (i) => source[i]!;
  let level = 0;
  let count = 1;
  let open = 0;
  for (let i = 0; i < source.length; i++) {
    switch (codeAt(i)) {
      case QUOTE:
        for (i++; i < source.length && codeAt(i) !== QUOTE; i++) if (codeAt(i) === BACKSLASH) i++;
        break;
      case LIST:
      case OBJECT:
        count++;
        if (++level > depth) return 'depth';
        if (++open > groups) return 'groups';
        break;
      case LIST_END:
      case OBJECT_END:
        level--;
        break;
      case COMMA:
      case COLON:
        count++;
        break;
      default:
    }
    if (count > values) return 'values';
  }
  return undefined;
}

/** As `excess`, in words that go on after "it holds": "more than 1,000 values". */
export function excessOf(source: string | Uint8Array, bounds: JsonBounds): string | undefined {
  const what = excess(source, bounds);
  if (what === 'depth') return `lists and objects more than ${String(bounds.depth)} levels deep`;
  if (what === undefined) return undefined;
  return `more than ${bounds[what]!.toLocaleString('en')} ${what === 'groups' ? 'lists and objects' : 'values'}`;
}
