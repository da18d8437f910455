/** Numbers as the page writes them: a true minus, a fixed number of digits, units by the caller. */
import { grouped } from '../model/grouped.ts';

function groups(size: number): string {
  if (Number.isNaN(size)) return '–';
  return Number.isFinite(size) ? grouped(size.toFixed(0)) : '∞';
}

/** 12.34, −0.5; never "−0.0". What is no number is a dash. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
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

/**
 * The second that is on screen at a moment: what the clock reads, a link keeps, and the playhead stands on. What sums of
 * floats miss of a whole second is none of it.
 */
export const wholeSecond = (time: number): number => Math.floor(time + 1e-6);

/** Seconds as m:ss, or h:mm:ss from an hour on. */
export function clock(seconds: number): string {
  const s = Math.max(0, wholeSecond(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${two(minutes)}:${two(s % 60)}`;
  return `${String(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(s % 60)}`;
}

export function plural(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export { coreWords } from '../model/amountWords.ts';

/** a, b and c. */
export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
