/** What the panel of load tests says of files, points and fits. */
import { secondsWords } from './figures.ts';
import { joined, plural, short, whole } from '../../format.ts';
import { FIGURE_NAMES } from '../../../model/assumed.ts';
import { ASSUMABLE, type AssumedFigure } from '../../../model/pipeline.ts';
import type { Question } from '../../../profiles/assemble.ts';
import type { FittedProfile } from '../../../profiles/fit.ts';
import { TOOLS, type LoadTest, type OperatingPoint } from '../../../profiles/point.ts';

/** "Triton perf_analyzer, 7 points, 2026-11-02". */
export function foundWords({ tool, points, date }: LoadTest): string {
  return [TOOLS[tool], plural(points.length, 'point'), ...(date === undefined ? [] : [date])].join(', ');
}

/** Heads of the boxes. */
export const HEADS: Readonly<Record<Question, string>> = {
  ...{ stage: 'Stage', variant: 'Variant', batch: 'Requests a call', replicas: 'Replicas' },
  ...{ cores: 'Cores a replica', accuracy: 'Accuracy' },
};

/** "6 of 7 points are used." */
export function usedWords({ left }: FittedProfile, points: number): string {
  return left.length === 0
    ? `${points === 1 ? 'Its one point is' : points === 2 ? 'Both points are' : `All ${String(points)} points are`} used.`
    : `${String(points - left.length)} of ${plural(points, 'point')} ${points - left.length === 1 ? 'is' : 'are'} used.`;
}

/** Which point it is: "perf.csv, line 8: 16 at once, 79.2 requests/s". */
export function pointWords({ file, line, concurrency, throughput }: OperatingPoint): string {
  const calls = concurrency === undefined ? '' : `${whole(concurrency)} at once, `;
  return `${file}${line === undefined ? '' : `, line ${String(line)}`}: ${calls}${short(throughput)} requests/s`;
}

/** Points left out for one reason. */
export interface LeftOut {
  readonly why: string;
  readonly points: readonly string[];
}

/** Those that are named of one reason. */
const NAMED = 6;

/** Points left out, by why. */
export function leftOut(left: FittedProfile['left']): readonly LeftOut[] {
  const reasons = [...new Set(left.map(({ why }) => why))];
  return reasons.map((why) => {
    const own = left.filter((one) => one.why === why).map(({ point }) => pointWords(point));
    const more = own.length - NAMED;
    return { why, points: more > 1 ? [...own.slice(0, NAMED), `${String(more)} more`] : own };
  });
}

/** What the variant says nobody measured: "accuracy, cores and start-up (no load test knows it)". */
export function assumedWords(assumed: readonly AssumedFigure[]): string {
  const figures = ASSUMABLE.filter((one) => one !== 'startupSeconds' && assumed.includes(one));
  return joined([...figures.map((one) => FIGURE_NAMES[one]), 'start-up (no load test knows it)']);
}

/** How far a batch is off the line: "+1.20 ms, +0.8 %"; what rounds to nothing is on it. */
export function residualWords(residual: number, seconds: number): string {
  const share = ((100 * Math.abs(residual)) / seconds).toFixed(1);
  if (Number(share) === 0) return 'on the line';
  const sign = residual < 0 ? '−' : '+';
  return `${sign}${secondsWords(Math.abs(residual))}, ${sign}${share} %`;
}
