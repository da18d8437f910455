/** Ranges of numbers that come from outside, and the one sentence that refuses what lies beyond them. */

import { grouped } from './grouped.ts';

export interface Range {
  /** Both included. */
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
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

/** "a whole number from 1 to 8 cores". */
export function rangeWords({ min, max, whole, unit }: Range): string {
  return `a ${whole ? 'whole ' : ''}number from ${figure(min)} to ${figure(max)}${unit === undefined ? '' : ` ${unit}`}`;
}

/** Whether `value` is a number within the range. */
export function holds({ min, max, whole }: Range, value: unknown): value is number {
  return (
    typeof value === 'number' && value >= min && value <= max && (whole !== true || Number.isInteger(value))
  );
}

/** What is wrong with `value` for `what`, a sentence that says the value, the range and the unit; undefined where it lies within. */
export function outsideRange(what: string, range: Range, value: unknown): string | undefined {
  if (holds(range, value)) return undefined;
  const takes = `${what} takes ${rangeWords(range)}`;
  if (typeof value !== 'number' || Number.isNaN(value))
    return `${takes}; “${String(value).slice(0, 80)}” is none.`;
  if (!(value >= range.min && value <= range.max)) return `${takes}; ${figure(value)} is outside.`;
  return `${takes}; ${figure(value)} is not whole.`;
}

/** The number within the range that is nearest to `value`. */
export function within({ min, max }: Range, value: number): number {
  return Math.min(max, Math.max(min, value));
}
