/** State (5) as network inputs, scaled by fixed ranges that travel with the policy. */
import { RECENT_INTERVALS, type Environment, type Observation } from '../../environment/environment.ts';
import { STATE_FIELDS, writeStage } from '../../environment/results.ts';
import type { Tables } from '../../model/tables.ts';

/** Ranges that scale features to about [0, 1]. */
export interface FeatureRanges {
  /** req/s. */
  readonly load: number;
  /** s. */
  readonly latency: number;
  /** Requests. */
  readonly backlog: number;
}

/**
 * Features of the whole device: free cores, forecast, its change, the recent ten-second maxima, then forecast, load
 * and the last half minute's peak once more on a logarithmic scale: a quiet hour must be read as finely as a busy one.
 */
export const NODE_FEATURES = 6 + RECENT_INTERVALS;
/** Ten-second maxima in the peak of the last half minute. */
export const PEAK_INTERVALS = 3;
/** Features of a stage beside its one-hot variant. */
const STAGE_FEATURES = 8;
/** No feature exceeds this: what lies outside the ranges must not blow up the network. */
export const MOST = 4;

/** What a row of features at x[at..) says of the device, each over its range: free cores, forecast, and load of the last ten seconds. */
export const nodeOf = (
  x: Float32Array,
  at: number,
): Readonly<Record<'free' | 'forecast' | 'load', number>> => ({
  ...{ free: x[at]!, forecast: x[at + 1]!, load: x[at + 3]! },
});

export class FeatureEncoder {
  readonly size: number;
  readonly #tables: Tables;
  readonly #ranges: FeatureRanges;
  readonly #state: Float64Array;
  /** Ten-second maxima, newest first, req/s. */
  readonly #recent = new Float64Array(RECENT_INTERVALS);

  constructor(tables: Tables, ranges: FeatureRanges) {
    this.#tables = tables;
    this.#ranges = ranges;
    this.#state = new Float64Array(STATE_FIELDS * tables.stages);
    this.size = NODE_FEATURES + tables.variants.reduce((sum, count) => sum + count + STAGE_FEATURES, 0);
  }

  /** Encodes a lane of an environment into out[at..at + size), without allocating. */
  encodeLane(environment: Environment, lane: number, out: Float32Array, at: number): void {
    environment.writeState(lane, this.#state, 0);
    for (let back = 0; back < RECENT_INTERVALS; back++) this.#recent[back] = environment.loadOf(lane, back);
    const from = lane * 3 * this.#tables.stages;
    this.#write(
      environment.freeCoresOf(lane),
      environment.forecastOf(lane),
      environment.actions,
      from,
      out,
      at,
    );
  }

  /** Encodes what a policy sees; the same numbers as `encodeLane`. */
  encode({ stages, recent, freeCores, predicted, action }: Observation, out: Float32Array, at: number): void {
    stages.forEach((stage, n) => {
      writeStage(stage, this.#state, STATE_FIELDS * n);
    });
    for (let back = 0; back < RECENT_INTERVALS; back++) this.#recent[back] = recent[back] ?? 0;
    this.#write(freeCores, predicted, action, 0, out, at);
  }

  /** Writes the features of `#state`, `#recent` and the action at actions[from..). */
  #write(
    free: number,
    forecast: number,
    actions: Int32Array,
    from: number,
    out: Float32Array,
    at: number,
  ): void {
    this.#node(free, forecast, this.#recent[0]!, out, at);
    let peak = 0;
    for (let back = 0; back < RECENT_INTERVALS; back++) {
      const recent = this.#recent[back]!;
      if (back < PEAK_INTERVALS && recent > peak) peak = recent;
      out[at + 3 + back] = Math.min(MOST, recent / this.#ranges.load);
    }
    out[at + NODE_FEATURES - 1] = this.#logarithm(peak);
    this.#stages(actions, from, forecast, out, at + NODE_FEATURES);
  }

  #node(free: number, forecast: number, load: number, out: Float32Array, at: number): void {
    out[at] = free / this.#tables.limits.maxCores;
    out[at + 1] = Math.min(MOST, forecast / this.#ranges.load);
    out[at + 2] = Math.max(-MOST, Math.min(MOST, (4 * (forecast - load)) / this.#ranges.load));
    out[at + NODE_FEATURES - 3] = this.#logarithm(forecast);
    out[at + NODE_FEATURES - 2] = this.#logarithm(load);
  }

  /** A load from 0 (none) over 1 (the range) on a logarithmic scale, drawn apart so that 5 and 6 req/s differ by 0.1. */
  #logarithm(load: number): number {
    return Math.min(MOST, (2 * Math.log1p(load)) / Math.log1p(this.#ranges.load));
  }

  #stages(action: Int32Array, from: number, forecast: number, out: Float32Array, at: number): void {
    const { limits, variants, batches, stages } = this.#tables;
    const { load, latency, backlog } = this.#ranges;
    const s = this.#state;
    for (let n = 0; n < stages; n++) {
      const count = variants[n]!;
      for (let z = 0; z < count; z++) out[at + z] = 0;
      out[at + action[from + 3 * n]!] = 1;
      at += count;
      const i = STATE_FIELDS * n;
      out[at] = (action[from + 3 * n + 1]! + 1) / limits.maxReplicas;
      out[at + 1] = batches.length > 1 ? action[from + 3 * n + 2]! / (batches.length - 1) : 0;
      out[at + 2] = s[i + 1]! / limits.maxReplicas;
      out[at + 3] = Math.min(MOST, s[i + 2]! / backlog);
      out[at + 4] = Math.min(MOST, s[i + 3]! / latency);
      out[at + 5] = Math.min(MOST, s[i + 4]! / load);
      out[at + 6] = s[i + 5]! / limits.maxCores;
      // How far capacity exceeds the forecast: what the next decision turns on.
      out[at + 7] = Math.max(-1, Math.min(MOST, (s[i + 4]! - forecast) / (forecast + 1)));
      at += STAGE_FEATURES;
    }
  }
}
