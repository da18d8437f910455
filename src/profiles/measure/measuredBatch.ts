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
