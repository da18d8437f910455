/** A line that a hand drew, in as few points as say it. */

export interface Point {
  /** s. */
  readonly at: number;
  /** req/s. */
  readonly rate: number;
}

/**
 * Of points that ascend in time, at most `most`: the two ends, and again and again the one that lies farthest from the line
 * so far, until none lies farther than `near` req/s (Douglas and Peucker 1973, the farthest first).
 */
export function simplified(points: readonly Point[], near: number, most: number): readonly Point[] {
  if (points.length < 3) return points;
  const kept = new Set([0, points.length - 1]);
  while (kept.size < most) {
    const order = [...kept].sort((a, b) => a - b);
    let [farthest, far] = [-1, near];
    for (let i = 1; i < order.length; i++) {
      const [a, b] = [points[order[i - 1]!]!, points[order[i]!]!];
      for (let k = order[i - 1]! + 1; k < order[i]!; k++) {
        const { at, rate } = points[k]!;
        const line = a.rate + ((b.rate - a.rate) * (at - a.at)) / (b.at - a.at);
        const off = Math.abs(rate - line);
        if (off > far) [farthest, far] = [k, off];
      }
    }
    if (farthest < 0) break;
    kept.add(farthest);
  }
  return points.filter((_, k) => kept.has(k));
}
