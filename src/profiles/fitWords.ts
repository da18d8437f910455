/** Numbers in the sentences about a fit: three digits, as nobody measures more. */
import { figure } from '../model/range.ts';

export const figureOf = (value: number): string => figure(Number(value.toPrecision(3)));

/** "12.3 ms", "1.23 s". */
export const secondsOf = (seconds: number): string =>
  seconds < 1 ? `${figureOf(1000 * seconds)} ms` : `${figureOf(seconds)} s`;

/** "p99", "p99.9". */
export const quantileName = (quantile: number): string => `p${figure(Number((100 * quantile).toFixed(6)))}`;

/** "2 points". */
export const pointsWords = (count: number): string => `${String(count)} ${count === 1 ? 'point' : 'points'}`;
