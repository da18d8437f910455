/** Numbers as programs and people write them: NaN, +Inf, 1.2K req/s, 1 234,5. */
import type { Cell } from './source.ts';

export type Decimal = 'point' | 'comma';

/** A cell longer than this is no number; it keeps every pattern cheap. */
const LONGEST = 64;
const NO_SAMPLE =
  /^(|nan|[+-]?inf(inity)?|null|none|nil|undefined|na|n\/a|n\.a\.?|#n\/a|<na>|\(null\)|-+|—|no data|-?1\.#(ind|inf|qnan))$/i;
const WRITTEN = /^([+-]?)([\d.,'’_\s]+)(e[+-]?\d{1,3})?([^\d].*)?$/i;
/** Hexadecimal, octal, binary. */
const BASED = /0[xob]/i;
const BLANKS = /(\d)[\s'’_](?=\d{3}(?!\d))/g;
const PREFIX: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mil: 1e6, g: 1e9, b: 1e9, bil: 1e9 };
const UNIT = /^(?:(k|mil|bil|m|g|b)(?![a-z]))?\s*(.*)$/i;
/** Units that stand behind a value, and the seconds that it counts over. */
const PER: readonly (readonly [RegExp, number])[] = [
  [/^$/, 1],
  [/^k?(req|reqs|request|requests|hits|calls|count|queries)$/, 1],
  [/^(req|reqs|requests?|hits|calls|ops?|io|events?|queries|c|r|w)?\s*(\/|per)\s*(s|sec|second)$/, 1],
  [/^(rps|qps|tps|ops|reqps|cps|eps|hz)$/, 1],
  [/^(req|reqs|requests?|hits|calls|ops?|io|events?|queries|c|r|w)?\s*(\/|per)\s*(m|min|minute)$/, 60],
  [/^(rpm|qpm|tpm|opm|reqpm|cpm|epm)$/, 60],
  [/^(req|reqs|requests?|hits|calls|ops?|io|events?|queries|c|r|w)?\s*(\/|per)\s*(h|hr|hour)$/, 3600],
  [/^(rph|qph|reqph)$/, 3600],
];

/**
 * The number of a cell; NaN where it holds no sample (empty, NaN, infinite, null), undefined where it is no number.
 * A value with its unit comes back per second: "120 req/min" is 2.
 */
export function numberIn(cell: Cell | undefined, decimal: Decimal): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : Number.NaN;
  if (cell === null || cell === undefined) return Number.NaN;
  if (decimal === 'point' && cell !== '') {
    const plain = Number(cell);
    // Number() also takes blanks alone, which are no sample, and 0x10, which nobody means by a load.
    if (Number.isFinite(plain) && (plain !== 0 || cell.includes('0')) && !BASED.test(cell)) return plain;
  }
  if (decimal === 'comma' && cell.includes(',') && !cell.includes('.')) {
    const plain = Number(cell.replace(',', '.'));
    if (Number.isFinite(plain)) return plain;
  }
  return written(cell.trim(), decimal);
}

function written(text: string, decimal: Decimal): number | undefined {
  if (text.length > LONGEST) return undefined;
  if (NO_SAMPLE.test(text)) return Number.NaN;
  const match = WRITTEN.exec(text);
  if (!match) return undefined;
  const digits = digitsIn(match[2]!.trim(), decimal);
  const unit = unitIn(match[4] ?? '');
  if (digits === undefined || unit === undefined) return undefined;
  const value = Number(`${match[1]!}${digits}${match[3] ?? ''}`);
  return Number.isFinite(value) ? (value * unit.times) / unit.per : undefined;
}

/** Groups of thousands taken out, the decimal mark a point. */
function digitsIn(text: string, decimal: Decimal): string | undefined {
  const joined = text.replace(BLANKS, '$1');
  const [group, mark] = decimal === 'point' ? [',', '.'] : ['.', ','];
  const [whole, fraction, more] = joined.split(mark);
  if (more !== undefined || whole === undefined) return undefined;
  const groups = whole.split(group);
  const grouped = groups.length > 1;
  if (grouped && !(groups[0]!.length <= 3 && groups.slice(1).every((part) => part.length === 3)))
    return undefined;
  const plain = `${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`;
  return /^(\d+\.?\d*|\.\d+)$/.test(plain) ? plain : undefined;
}

function unitIn(text: string): { readonly times: number; readonly per: number } | undefined {
  const [, prefix, unit] = UNIT.exec(text.trim())!;
  const word = unit!.trim().toLowerCase();
  const per = PER.find(([pattern]) => pattern.test(word))?.[1];
  // "500 m" may be thousandths or minutes; nobody writes millions so.
  return per === undefined || prefix === 'm'
    ? undefined
    : { times: PREFIX[prefix?.toLowerCase() ?? ''] ?? 1, per };
}

/** Whether the value of a cell carries its unit, so that it need not be asked for. */
export function carriesUnit(cell: Cell | undefined): boolean {
  return (
    typeof cell === 'string' && cell.length <= LONGEST && /\d\s*[a-z]*\s*(\/|per |ps$|pm$|ph$)/i.test(cell)
  );
}

/**
 * Which mark is the decimal one in cells that hold commas. `sure` where only one reading is possible: 1,234 alone could
 * be either.
 */
export function decimalOf(
  cells: Iterable<Cell | undefined>,
): { readonly decimal: Decimal; readonly sure: boolean } | undefined {
  let either = false;
  for (const cell of cells) {
    if (typeof cell !== 'string' || cell.length > LONGEST || !cell.includes(',')) continue;
    const text = /^\s*[+-]?([\d.,'’_\s]*\d)/.exec(cell)?.[1];
    if (text === undefined || !text.includes(',')) continue;
    if (/^\d{1,3}(,\d{3})+\.\d|,\d{3},/.test(text)) return { decimal: 'point', sure: true };
    if (/^0,|\.\d{3},\d|,(\d{1,2}|\d{4,})$/.test(text)) return { decimal: 'comma', sure: true };
    either = true;
  }
  return either ? { decimal: 'comma', sure: false } : undefined;
}
