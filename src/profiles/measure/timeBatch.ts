/** One batch timed until its quantile is known narrowly enough, or its share of the time is spent. */
import type { Bench, Breathe } from './bench.ts';
import { isNarrow, Pieces, runsInPiece, warmAgain } from './plan.ts';
import type { Run } from './session.ts';

/** A batch that was timed; seconds. */
export interface MeasuredBatch {
  readonly batch: number;
  /** The quantile that was asked for, and its interval (interval.ts). */
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  /** Whether both ends are sure; otherwise there were too few runs, and they are the least and the greatest seen. */
  readonly closed: boolean;
  /** Whether more time would have changed little. */
  readonly narrow: boolean;
  readonly median: number;
  /** Pieces timed. */
  readonly samples: number;
  /** Runs in a piece: more than one where a run is too short for the clock; the quantile is then of their means. */
  readonly runsInPiece: number;
}

/** `share` in seconds. Undefined where somebody stopped before it was through. */
export async function timeBatch(
  batch: number,
  run: Run,
  share: number,
  quantile: number,
  { clock, tick, stopped }: Bench,
  breathe: Breathe,
): Promise<MeasuredBatch | undefined> {
  const begun = clock();
  const spent = (): number => (clock() - begun) / 1000;
  let warm = 0;
  let running = 0;
  while (warmAgain(warm, spent(), share)) {
    await breathe({ doing: 'warming', batch, samples: warm });
    if (stopped()) return undefined;
    const before = clock();
    await run();
    running += (clock() - before) / 1000;
    warm++;
  }
  const inPiece = runsInPiece(running / warm, tick);
  const pieces = new Pieces(quantile);
  while (!pieces.done(spent(), share)) {
    await breathe({ doing: 'timing', batch, samples: pieces.count });
    if (stopped()) return undefined;
    const before = clock();
    for (let i = 0; i < inPiece; i++) await run();
    pieces.add((clock() - before) / 1000 / inPiece);
  }
  const { interval, median } = pieces.result();
  const { estimate, low, high, closed } = interval;
  return {
    ...{ batch, seconds: estimate, low, high, closed, median },
    narrow: isNarrow(interval),
    samples: pieces.count,
    runsInPiece: inPiece,
  };
}
