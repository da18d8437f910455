/** Numbers, quantities and durations as autoscalers write them, both ways. */
import { textOf } from '../cluster/fields.ts';
import { durationSeconds } from '../cluster/validate/rules.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';

/** Decimals up to 25: a double from 1e-9 on has no more (17 digits after eight noughts). */
const QUANTITY = /^([+-]?\d{1,18}(?:\.\d{0,25})?)(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i))?$/;
const SCALE: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
/** Divided and not multiplied: 500m is 0.5 and no neighbour of it. */
const PARTS: Readonly<Record<string, number>> = { n: 1e9, u: 1e6, m: 1e3 };

/** The number that a quantity means ("500m", "1k", 2); undefined where it is none. */
export function amountIn(quantity: unknown): number | undefined {
  const text = textOf(quantity).trim();
  const [, amount, exponent, suffix] = QUANTITY.exec(text) ?? [];
  if (amount === undefined) return undefined;
  if (exponent !== undefined) return Number(`${amount}e${exponent}`);
  if (suffix === undefined) return Number(amount);
  return PARTS[suffix] === undefined ? Number(amount) * SCALE[suffix]! : Number(amount) / PARTS[suffix];
}

/** The shortest quantity of a number ≥ 0, to a thousand-millionth. */
export function quantityOf(value: number): string {
  for (const [suffix, parts] of [
    ['', 1],
    ['m', 1e3],
    ['u', 1e6],
    ['n', 1e9],
  ] as const) {
    const whole = Math.round(value * parts);
    if (suffix === 'n' || Math.abs(whole - value * parts) <= 1e-9 * Math.max(1, whole))
      return `${String(whole)}${suffix}`;
  }
  return String(value);
}

/** A number above or equal to 0. Throws `Unreadable` with the place. */
export function amountAt(value: unknown, place: string): number {
  const amount = amountIn(value);
  if (amount === undefined || amount < 0)
    throw new Unreadable(`${place} must be an amount like 2, 0.5 or 500m, not ${shown(value)}`);
  return amount;
}

/** A whole number from `least`. */
export function countAt(value: unknown, place: string, least = 0): number {
  const text = textOf(value).trim();
  const count = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(count >= least))
    throw new Unreadable(`${place} must be a whole number from ${String(least)}, not ${shown(value)}`);
  return count;
}

/** A plain number ("0.7", "110.5"), and any that JavaScript or Go write ("346.3458567954926", "5e-07"). */
export function numberAt(value: unknown, place: string): number {
  const text = textOf(value).trim();
  const number = /^\d{1,18}(\.\d{0,25})?(e[+-]?\d{1,2})?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(number)) throw new Unreadable(`${place} must be a number, not ${shown(value)}`);
  return number;
}

/** Seconds of a duration like 60s or 1m30s. */
export function durationAt(value: unknown, place: string): number {
  const seconds = durationSeconds(textOf(value).trim());
  if (seconds === undefined || seconds < 0)
    throw new Unreadable(`${place} must be a duration like 60s or 15m, not ${shown(value)}`);
  return seconds;
}

/** A percentage as a share, without the dust of the division. */
export const shareOfPercent = (percent: number): number => Number((percent / 100).toPrecision(12));
export const percentOf = (share: number): number => Number((share * 100).toPrecision(12));
