/** A look into an update of a training: two of its minibatches, decision by decision. Plain data that crosses worker boundaries. */
import type { ExpertMode } from '../ppo/config.ts';
import type { Exposed, Slide } from '../ppo/slides.ts';
import type { Schedule } from '../ppo/ppo.ts';
import { nodeOf, type FeatureRanges } from '../network/features.ts';
import type { Limits } from '../../model/pipeline.ts';

/** A minibatch, and what each of its decisions saw. */
export interface LookedAt extends Slide {
  /** The load of the ten seconds before, and the forecast, req/s. */
  readonly load: Float64Array;
  readonly forecast: Float64Array;
  /** Cores that were free. */
  readonly free: Float64Array;
}

export interface Look extends Pick<Schedule, 'entropyCoefficient' | 'imitation' | 'learningRate'> {
  /** Index of the seed whose training it is. */
  readonly member: number;
  readonly update: number;
  /** Decisions of its training up to and with this update. */
  readonly steps: number;
  /** Name of the engine that computed the update. */
  readonly engine: string;
  readonly clip: number;
  readonly valueCoefficient: number;
  readonly expertMode: ExpertMode;
  /** The update's first minibatch, and its last. */
  readonly first: LookedAt;
  readonly last: LookedAt;
}

/** With what its rows of features say of load and cores. */
export function lookedAt(
  { slide, observations }: Exposed,
  ranges: FeatureRanges,
  { maxCores }: Pick<Limits, 'maxCores'>,
): LookedAt {
  const count = slide.ratio.length;
  const inputs = observations.length / count;
  const load = new Float64Array(count);
  const forecast = new Float64Array(count);
  const free = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const node = nodeOf(observations, i * inputs);
    load[i] = node.load * ranges.load;
    forecast[i] = node.forecast * ranges.load;
    free[i] = node.free * maxCores;
  }
  return { ...slide, load, forecast, free };
}
