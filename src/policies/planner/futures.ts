/** What the forecast may turn out to be: by what became of the predictor's forecasts so far. */

/** Loads that a forecast may become, with their weights. */
export interface Futures {
  /** [futures][horizon] ten-second maxima, req/s. */
  readonly loads: readonly Float64Array[];
  /** They sum to 1. */
  readonly weights: Float64Array;
}

export interface ErrorSettings {
  /** Decisions that a future lasts. */
  readonly horizon: number;
  /** Futures: so many quantiles, each the middle of its part. */
  readonly futures: number;
  /** Decisions for which a future keeps its error; then it is as wrong as the median. */
  readonly near: number;
  /** Decisions whose forecasts are remembered. */
  readonly memory: number;
}

/** A forecast below is as good as none: nothing is divided by it, req/s. */
const LEAST = 0.1;

/**
 * The record of a predictor: what came in the ten seconds after a forecast, as a share of it. A forecast is of twenty
 * seconds' maximum, so the median share is below 1; it is taken as it is.
 */
export class Errors {
  readonly #settings: ErrorSettings;
  /** The oldest first. */
  readonly #shares: number[] = [];
  #forecast = 0;

  constructor(settings: ErrorSettings) {
    this.#settings = settings;
  }

  /**
   * Before the first forecast has met its load, those count that persistence would have made: `recent` are ten-second
   * maxima, newest first, and persistence takes the larger of two of them.
   */
  begin(recent: readonly number[], forecast: number): void {
    this.#shares.length = 0;
    for (let back = recent.length - 3; back >= 0; back--)
      this.#add(recent[back]!, Math.max(recent[back + 1]!, recent[back + 2]!));
    this.#forecast = forecast;
  }

  /** The next decision: `load` has come, and `forecast` is what is expected now. */
  add(load: number, forecast: number): void {
    this.#add(load, this.#forecast);
    this.#forecast = forecast;
  }

  #add(load: number, forecast: number): void {
    this.#shares.push(load / Math.max(LEAST, forecast));
    if (this.#shares.length > this.#settings.memory) this.#shares.shift();
  }

  /** The futures of the latest forecast, from the lowest to the highest load. */
  futures(): Futures {
    const { horizon, futures, near } = this.#settings;
    const sorted = Float64Array.from(this.#shares).sort();
    const median = quantile(sorted, 0.5);
    const loads = Array.from({ length: futures }, (_, i) => {
      const share = quantile(sorted, (i + 0.5) / futures);
      return Float64Array.from(
        { length: horizon },
        (_unused, j) => this.#forecast * (j < near ? share : median),
      );
    });
    return { loads, weights: new Float64Array(futures).fill(1 / futures) };
  }
}

/** Of ascending numbers, straight between two of them; 1 where there are none. */
function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return 1;
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}
