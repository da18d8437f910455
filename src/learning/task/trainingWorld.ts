/** The worlds in which lanes train: the scenario's own, or draws around it (domain randomisation). */
import type { Environment, LoadTrack } from '../../environment/environment.ts';
import type { Adviser } from './adviser.ts';
import { adviceOf } from './advice.ts';
import type { ExpertName } from '../ppo/config.ts';
import { createEnvironment, prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import type { Frontier } from '../../policies/optimum/frontier.ts';
import { rounded } from '../../policies/optimum/timely.ts';
import type { Policy } from '../../policies/policy.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
import { forecastTrack } from '../../workload/forecasters/index.ts';

/** The expert to ask in a world, and IPA where it is that. */
export interface Expert {
  readonly name: ExpertName;
  readonly ipa?: Policy | undefined;
}

/** Some lanes, what they may run on, the exact optimum there, and who advises. */
export interface TrainingWorld {
  readonly environment: Environment;
  readonly tracks: readonly LoadTrack[];
  /** Of a load a little higher where late requests have a weight (`rounded`). */
  readonly frontier: Frontier;
  readonly adviser: Adviser | undefined;
  /** The same world with so many lanes: forecasts and plans are not made again. */
  readonly withLanes: (lanes: number) => TrainingWorld;
}

/** Latency of every variant, times. */
const LATENCY = [0.8, 1.2] as const;
/** Start-up of every variant, seconds. */
const STARTUP = [5, 60] as const;
/** Load, times. */
const SCALE = [0.75, 1.25] as const;
/** Load, plus this share of its mean. */
const OFFSET = [-0.1, 0.1] as const;
/** Deviation of the load from its own minute, times. */
const DISPERSION = [0.5, 1.5] as const;
const SMOOTH_SECONDS = 60;

/** The scenario as it is. `loads` in req/s per second. */
export function ownWorld(
  prepared: Prepared,
  loads: readonly Float64Array[],
  forecaster: Forecaster,
  lanes: number,
  expert: Expert | undefined,
): TrainingWorld {
  const tracks = loads.map((rates) => ({ rates, forecasts: forecastTrack(forecaster, rates) }));
  const frontier = rounded(prepared.frontier);
  const advice = expert && adviceOf(expert.name, expert.ipa, { prepared, tracks, frontier });
  const withLanes = (count: number): TrainingWorld => {
    const environment = createEnvironment(prepared, count);
    return { environment, tracks, frontier, adviser: advice?.(environment), withLanes };
  };
  return withLanes(lanes);
}

/** World `index` in its `generation`-th draw: a function of the seed alone, so that a resumed run meets the same. */
export function drawWorld(
  prepared: Prepared,
  loads: readonly Float64Array[],
  forecaster: Forecaster,
  lanes: number,
  expert: Expert | undefined,
  seed: number,
  index: number,
  generation: number,
): TrainingWorld {
  const random = Random.stream(seed, 'world', index, generation);
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  const latency = between(LATENCY);
  const startupSeconds = Math.round(between(STARTUP));
  const drawn = {
    ...prepared.scenario,
    pipeline: slowed(prepared.scenario.pipeline, latency),
    startupSeconds,
  };
  const { patience, watch } = prepared;
  const own = { ...prepare(drawn, undefined, undefined, patience), watch };
  const [scale, offset, dispersion] = [between(SCALE), between(OFFSET), between(DISPERSION)];
  return ownWorld(
    own,
    loads.map((rates) => varied(rates, scale, offset, dispersion)),
    forecaster,
    lanes,
    // Sought anew in every world that is drawn it would take longer than the training.
    expert?.name === 'best-plan' ? { name: 'plan' } : expert,
  );
}

/** Every latency times `factor`. */
function slowed(pipeline: Pipeline, factor: number): Pipeline {
  return {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => ({
        ...variant,
        latency: {
          ...variant.latency,
          seconds: variant.latency.seconds.map((seconds) => seconds * factor),
          line: {
            slope: variant.latency.line.slope * factor,
            intercept: variant.latency.line.intercept * factor,
          },
        },
      })),
    })),
  };
}

/** The load with its deviation from its own moving mean times `dispersion`, all scaled and shifted; never below 0. */
function varied(rates: Float64Array, scale: number, offset: number, dispersion: number): Float64Array {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
  const out = new Float64Array(rates.length);
  let sum = 0;
  for (let t = 0; t < rates.length; t++) {
    sum += rates[t]! - (t >= SMOOTH_SECONDS ? rates[t - SMOOTH_SECONDS]! : 0);
    const smooth = sum / Math.min(t + 1, SMOOTH_SECONDS);
    out[t] = Math.max(0, scale * (smooth + dispersion * (rates[t]! - smooth)) + offset * mean);
  }
  return out;
}
