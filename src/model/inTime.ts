/** What share of the requests was answered within the latency objective, from four counts of requests. */

/**
 * Share, 0..1, of the requests answered or dropped that were answered within the latency objective; of those that arrived
 * where neither is counted. 1 where there were none.
 */
export function shareOfCounts(arrived: number, served: number, dropped: number, inTime: number): number {
  const finished = served + dropped;
  if (finished > 0) return inTime / finished;
  return arrived > 0 ? inTime / arrived : 1;
}

/** The others of them, per cent: late, or dropped. */
export function latePercent(arrived: number, served: number, dropped: number, inTime: number): number {
  return 100 * (1 - shareOfCounts(arrived, served, dropped, inTime));
}
