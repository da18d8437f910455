/** Numbers as the page writes them: a true minus, a fixed number of digits, units by the caller. */
import { fixed } from '../model/fixed.ts';
import { grouped } from '../model/grouped.ts';

function groups(size: number): string {
  if (Number.isNaN(size)) return '–';
  return Number.isFinite(size) ? grouped(size.toFixed(0)) : '∞';
}

/** As many digits as a reader needs for the size: 0.56, 8.4, 21, 1,204. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return value < 0 ? `−${groups(size)}` : groups(size);
  return fixed(value, size >= 99.5 ? 0 : size >= 9.95 ? 1 : 2);
}

export function whole(value: number): string {
  return value < -0.5 ? `−${groups(-value)}` : groups(Math.abs(value));
}

/** A signed difference: +0.42, −1.3. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return Number(Math.abs(value).toFixed(digits)) === 0 || value < 0 ? text : `+${text}`;
}

export function plural(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export { coreWords } from '../model/amountWords.ts';
export { fixed } from '../model/fixed.ts';
export { clock, wholeSecond } from '../model/clockWords.ts';
export { capital } from '../model/text.ts';

/** a, b and c. */
export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}
