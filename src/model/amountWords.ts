/** Amounts in sentences: three digits, as nobody measures more. */
import { exactCores } from './cores.ts';
import { figure } from './range.ts';

/** 20.03 is 20, 1234.5 is 1,230. */
export const threeDigits = (value: number): string => figure(Number(value.toPrecision(3)));

/** "12.3 ms", "1.23 s". */
export const secondsOf = (seconds: number): string =>
  seconds < 1 ? `${threeDigits(1000 * seconds)} ms` : `${threeDigits(seconds)} s`;

/** "1 core", "30 cores", "0.25 cores": every digit, since what is ordered is exact. */
export function coreWords(cores: number): string {
  const exact = exactCores(cores);
  return `${figure(exact)} core${exact === 1 ? '' : 's'}`;
}
