/** Words in the sentences about a fit. */
import { figure } from '../model/range.ts';

/** "p99", "p99.9". */
export const quantileName = (quantile: number): string => `p${figure(Number((100 * quantile).toFixed(6)))}`;

/** "2 points". */
export const pointsWords = (count: number): string => `${String(count)} ${count === 1 ? 'point' : 'points'}`;
