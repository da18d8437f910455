/** Ranges of numbers that come from outside, and the one sentence that refuses what lies beyond them. */

import { exactCores } from './cores.ts';
import { grouped } from './grouped.ts';

export interface Range {
  /** Both included. */
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  /** Whether it may have at most three decimals, as cores do. */
  readonly thousandths?: boolean;
  /** As it stands after a number: "seconds". */
  readonly unit?: string;
}

/** A number as a person writes it: 65,536, 0.000001, 1e+300. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-9 && size < 1e15);
  if (!plain) return String(value);
  const [digits = '', decimals = ''] = value.toFixed(12).split('.');
  return `${grouped(digits)}.${decimals}`.replace(/\.?0*$/, '');
}

/** "a whole number from 1 to 8 cores", "a number from 0.1 to 64 cores with at most three decimals". */
export function rangeWords({ min, max, whole, thousandths, unit }: Range): string {
  const words = `a ${whole ? 'whole ' : ''}number from ${figure(min)} to ${figure(max)}${unit === undefined ? '' : ` ${unit}`}`;
  return thousandths === true ? `${words} with at most three decimals` : words;
}

/** Whether a file that says `value` need not say more than three decimals. */
const inThousandths = (value: number): boolean => exactCores(value) === value;

/** Whether `value` is a number within the range. */
export function holds({ min, max, whole, thousandths }: Range, value: unknown): value is number {
  return (
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (whole !== true || Number.isInteger(value)) &&
    (thousandths !== true || inThousandths(value))
  );
}

/** What is wrong with `value` for `what`, a sentence that says the value, the range and the unit; undefined where it lies within. */
export function outsideRange(what: string, range: Range, value: unknown): string | undefined {
  if (holds(range, value)) return undefined;
  const takes = `${what} takes ${rangeWords(range)}`;
  if (typeof value !== 'number' || Number.isNaN(value))
    return `${takes}; “${String(value).slice(0, 80)}” is none.`;
  if (!(value >= range.min && value <= range.max)) return `${takes}; ${figure(value)} is outside.`;
  return `${takes}; ${figure(value)} ${range.whole === true ? 'is not whole' : 'has more'}.`;
}

/** The number within the range that is nearest to `value`. */
export function within({ min, max }: Range, value: number): number {
  return Math.min(max, Math.max(min, value));
}
