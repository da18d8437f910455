/** One batch timed until its quantile is known narrowly enough, or its share of the time is spent. */
import type { Bench, Breathe } from './bench.ts';
import type { MeasuredBatch } from './measuredBatch.ts';
import { isNarrow, Pieces, runsInPiece, warmAgain } from './plan.ts';
import type { Run } from './session.ts';

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
