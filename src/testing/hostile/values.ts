/** What an attacker, an editor or a broken program writes where a text, a number or a list is expected. */
import type { Random } from '../../model/random.ts';

/** Names and texts. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  '\t\r\n',
  '.',
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\CON',
  'con.txt',
  'NUL',
  'a/b',
  'a\\b',
  '%2e%2e%2f',
  '%',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '=1+1',
  '=HYPERLINK("http://x.example","y")',
  '@SUM(A1)',
  '+1',
  '-1+1',
  '\t=1',
  '"',
  "'; DROP TABLE runs; --",
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  ']]>',
  '&amp;&#0;',
  '{{7*7}}',
  '${process.exit()}',
  '$(reboot)',
  '`reboot`',
  '\u0000',
  'a\u0000b',
  '\u0001\u0008\u001B[31m',
  '\uD800',
  'a\uDC00b',
  '\uD83D\uDE00'.repeat(40),
  '\u202Egnp.exe',
  '\uFEFFname',
  '\u200B',
  'e\u0301'.repeat(30),
  '\u0301'.repeat(60),
  'ﷺ'.repeat(26),
  '中文名称',
  'نموذج',
  'x'.repeat(80),
  'x'.repeat(81),
  'x'.repeat(236),
  'x'.repeat(5000),
  'a, b; c | d',
  'line one\nline two',
  '- item\nkey: value',
  '!!js/function "x"',
  '*alias',
  '&anchor a',
  '# comment',
  'yes',
  'null',
  '~',
  '0x10',
  '1e5',
  '2024-02-30',
  'import:deadbeef',
  'video',
];

/** Numbers, as they stand in JSON or in a link; some that JSON cannot hold as a number. */
export const NUMBERS: readonly string[] = [
  '0',
  '-0',
  '1',
  '-1',
  '0.5',
  '1.5',
  '2',
  '3',
  '64',
  '65',
  '512',
  '601',
  '3601',
  '1000000',
  '1000001',
  '999999999',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
  '1e-9',
  '1e-300',
  '5e-324',
  '1e15',
  '1e22',
  '1e100',
  '1e300',
  '1e308',
  '-1e308',
  '1e400',
  '-1e400',
  '0.1e1',
  '1.7976931348623157e308',
];

export function pick<T>(list: readonly T[], random: Random): T {
  return list[random.integer(list.length)]!;
}

export const hostileText = (random: Random): string => {
  const text = pick(TEXTS, random);
  return random.uniform() < 0.8 ? text : `${text}${pick(TEXTS, random)}`;
};

/** A name that a file can have: systems know neither halves of characters nor names of more than 255 bytes. */
export function hostileFileName(random: Random): string {
  const name = hostileText(random)
    .replaceAll(/\p{Cs}|\0|\//gu, '')
    .slice(0, 80);
  return name === '' || name === '.' || name === '..' ? 'x' : name;
}

/** A number of the list, or one drawn over all magnitudes. */
export function hostileNumber(random: Random): number {
  if (random.uniform() < 0.6) return Number(pick(NUMBERS, random));
  const sign = random.uniform() < 0.25 ? -1 : 1;
  const value = sign * 10 ** (40 * random.uniform() - 15);
  return random.uniform() < 0.3 ? Math.round(value) : value;
}

/** Any value that JSON can hold; numbers too large for it become Infinity and are written as `1e400`. */
export function hostileValue(random: Random): unknown {
  switch (random.integer(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return hostileNumber(random);
    case 4:
    case 5:
    case 6:
      return hostileText(random);
    case 7:
      return pick([null, true, false], random);
    case 8:
      return [];
    case 9:
      return {};
    case 10:
      return nested(1 + random.integer(60));
    default:
      return Array.from({ length: random.integer(40) }, () => hostileNumber(random));
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { a: value };
  return value;
}

type Plain = Record<string, unknown> | unknown[];

const isInner = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Every place of plain data: an object or a list, and a key of it. */
function places(value: unknown, found: (readonly [Plain, string])[] = []): (readonly [Plain, string])[] {
  if (!isInner(value)) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    places((value as Record<string, unknown>)[key], found);
  }
  return found;
}

/** A copy of plain data (typed arrays among it) with one to four places made hostile. */
export function spoiled(value: unknown, random: Random): unknown {
  const root = { value: structuredClone(value) };
  for (let n = 1 + random.integer(4); n > 0; n--) {
    const all = places(root).filter(([, key]) => random.uniform() < 0.01 || key !== 'value');
    if (all.length === 0) break;
    const [holder, key] = pick(all, random);
    spoil(holder as Record<string, unknown>, key, random);
  }
  return root.value;
}

function spoil(holder: Record<string, unknown>, key: string, random: Random): void {
  const old = holder[key];
  switch (random.integer(10)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- fields go missing by their names
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(old));
      else define(holder, hostileText(random), old);
      break;
    case 2:
      if (Array.isArray(old)) holder[key] = old.toReversed();
      else if (typeof old === 'number') holder[key] = -old;
      else holder[key] = hostileValue(random);
      break;
    case 3:
    case 4:
    case 5:
      if (typeof old === 'number') holder[key] = hostileNumber(random);
      else if (typeof old === 'string') holder[key] = hostileText(random);
      else if (ArrayBuffer.isView(old)) holder[key] = spoiledNumbers(old, random);
      else holder[key] = hostileValue(random);
      break;
    case 6:
      if (typeof old === 'number') holder[key] = old * 10 ** (random.integer(13) - 6);
      else if (typeof old === 'string') holder[key] = `${old}${hostileText(random)}`;
      else if (Array.isArray(old)) holder[key] = Array.from({ length: 3 }, () => old as unknown[]).flat();
      else holder[key] = hostileValue(random);
      break;
    default:
      holder[key] = hostileValue(random);
  }
}

/** Also where the key is `__proto__`. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function spoiledNumbers(old: ArrayBufferView, random: Random): unknown {
  const changed = structuredClone(old) as Float64Array;
  switch (random.integer(4)) {
    case 0:
      return changed.slice(0, random.integer(changed.length + 1));
    case 1:
      return [...changed];
    default:
      if (changed.length > 0) changed[random.integer(changed.length)] = hostileNumber(random);
      return changed;
  }
}

/** JSON of plain data in which Infinity stands as `1e400`, as an attacker writes it, and NaN as `null`. */
export function jsonText(value: unknown): string {
  if (value === Infinity) return '1e400';
  if (value === -Infinity) return '-1e400';
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (isInner(value))
    return `{${Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`)
      .join(',')}}`;
  return value === undefined ? 'null' : JSON.stringify(value);
}
