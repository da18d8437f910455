/** A trace of any length as a picture needs it. */

/** Spans that a picture is drawn from: as many as a wide chart has columns of pixels. */
export const SKETCH_SPANS = 720;

/** `rates` in at most `SKETCH_SPANS` equal spans; the last may be shorter. All in requests per second. */
export interface Sketch {
  readonly seconds: number;
  readonly secondsPerSpan: number;
  /** Least, mean and highest rate of each span. */
  readonly low: Float64Array;
  readonly mean: Float64Array;
  readonly high: Float64Array;
  /** All requests: the sum of the rates. */
  readonly requests: number;
  readonly peak: number;
  /** The first second at which the peak is reached. */
  readonly peakAt: number;
}

/** One pass over `rates`, req/s of each second. Extremes are kept however long the trace. */
export function sketchOf(rates: Float64Array, spans = SKETCH_SPANS): Sketch {
  const secondsPerSpan = Math.max(1, Math.ceil(rates.length / spans));
  const count = Math.ceil(rates.length / secondsPerSpan);
  const [low, mean, high] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let requests = 0;
  let peakAt = 0;
  for (let k = 0; k < count; k++) {
    const from = k * secondsPerSpan;
    const to = Math.min(rates.length, from + secondsPerSpan);
    let least = Infinity;
    let sum = 0;
    let most = from;
    for (let t = from; t < to; t++) {
      const rate = rates[t]!;
      sum += rate;
      if (rate < least) least = rate;
      if (rate > rates[most]!) most = t;
    }
    low[k] = least;
    mean[k] = sum / (to - from);
    high[k] = rates[most]!;
    requests += sum;
    if (rates[most]! > rates[peakAt]!) peakAt = most;
  }
  return {
    seconds: rates.length,
    secondsPerSpan,
    low,
    mean,
    high,
    requests,
    peak: rates[peakAt] ?? 0,
    peakAt,
  };
}
