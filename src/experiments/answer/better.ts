/** What would have to change for the next better answer: a more accurate variant in one stage, and no stage less accurate. */
import { longRunIn, type Found } from './standing.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { exactCores } from '../../model/cores.ts';
import type { LatencyProfile, Limits, Pipeline, Stage } from '../../model/pipeline.ts';
import { fewestCores } from '../../model/pipelineCores.ts';
import { compile, coresOf } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';
import { cheapestInTime } from '../../policies/optimum/cheapestInTime.ts';
import type { Standing } from '../../scenario/chosen.ts';

/** The next more accurate variant of a stage, and each of three changes that alone would allow it. */
export interface Better {
  readonly stage: string;
  readonly from: string;
  readonly to: string;
  /** What it adds to the stage's accuracy. */
  readonly accuracy: number;
  /** Cores that it needs beyond those of the answer; undefined where no number of cores is enough. */
  readonly moreCores: number | undefined;
  /** That is above W_max. */
  readonly aboveDevice: boolean;
  /** req/s up to which the cores that there are suffice for it; undefined where they never do. */
  readonly upToLoad: number | undefined;
  /** Seconds by which a batch of one would have to be shorter, all batches in proportion, for those cores; undefined where none is short enough. */
  readonly shorter: number | undefined;
}

export interface Under {
  readonly pipeline: Pipeline;
  readonly limits: Limits;
  readonly standing: Standing;
  readonly load: number;
  /** Of a hundred requests in time. */
  readonly percent: number;
  /** Cores that there are. */
  readonly budget: number;
  readonly watch: () => Watch;
}

/** Loads and lengths are found to about a hundredth of themselves. */
const HALVINGS = 7;
/** Of a service's length that is still looked at. */
const SHORTEST = 2 ** -HALVINGS;
/** req/s; what no load down to this allows, none does: at it hardly any request waits for another. */
const QUIETEST = 0.01;

/** Yields the change of one stage after the other; stages whose most accurate variant runs have none. */
export function* betterThan(found: Found, under: Under): Generator<Better> {
  const suffices = (pipeline: Pipeline, load: number): boolean =>
    fewest(pipeline, under.budget, under, load) !== undefined;
  for (const [n, { name, variants }] of under.pipeline.stages.entries()) {
    const now = variants[found.configuration[n]!.variant]!;
    const next = variants
      .filter(({ accuracy }) => accuracy > now.accuracy)
      .sort((a, b) => a.accuracy - b.accuracy || a.cores - b.cores)[0];
    if (!next) continue;
    const only = (latency: LatencyProfile): Pipeline => ({
      ...under.pipeline,
      stages: under.pipeline.stages.map((stage, m): Stage => {
        if (m === n) return { ...stage, variants: [{ ...next, latency }] };
        const least = stage.variants[found.configuration[m]!.variant]!.accuracy;
        return { ...stage, variants: stage.variants.filter(({ accuracy }) => accuracy >= least) };
      }),
    });
    const cores = fewest(only(next.latency), BOUNDS.cores.max, under, under.load);
    const [first] = next.latency.seconds;
    const scale = most(SHORTEST, (share) => suffices(only(scaled(next.latency, share)), under.load));
    const load = mostLoad(under.load, (one) => suffices(only(next.latency), one));
    yield {
      ...{ stage: name, from: now.name, to: next.name, accuracy: next.accuracy - now.accuracy },
      moreCores: cores === undefined ? undefined : Math.max(0, exactCores(cores - found.cores)),
      aboveDevice: cores !== undefined && cores > under.limits.maxCores,
      upToLoad: load,
      shorter: scale === undefined ? undefined : (1 - scale) * first!,
    };
  }
}

/** What would be enough where nothing within the limits is. */
export interface Enough {
  /** Cores of the device; undefined where no number of them is enough. */
  readonly cores: number | undefined;
  /** req/s up to which the device suffices; undefined where it never does. */
  readonly upToLoad: number | undefined;
}

export function enoughFor(under: Under): Enough {
  const { pipeline, limits, load } = under;
  return {
    cores: fewest(pipeline, BOUNDS.cores.max, under, load),
    upToLoad: mostLoad(load, (one) => fewest(pipeline, limits.maxCores, under, one) !== undefined),
  };
}

/** The fewest cores, of so many, that `pipeline` needs at `load`; undefined where they are not enough. */
function fewest(
  pipeline: Pipeline,
  maxCores: number,
  { limits, standing, percent, watch }: Under,
  load: number,
): number | undefined {
  if (fewestCores(pipeline) > maxCores) return undefined;
  const tables = compile(pipeline, { ...limits, maxCores });
  const asked = { load, least: percent / 100 };
  const found = cheapestInTime(tables, standing.weights, longRunIn(tables, standing), asked, watch());
  return found?.keeps ? coresOf(tables, found.configuration) : undefined;
}

/** The greatest load up to `load` for which `holds`, req/s: also where that is many times less. */
function mostLoad(load: number, holds: (load: number) => boolean): number | undefined {
  const share = most(Math.min(SHORTEST, QUIETEST / load), (part) => holds(part * load));
  return share === undefined ? undefined : share * load;
}

/** The greatest share from `least` to 1 for which `holds`, to `HALVINGS` digits; what holds for a share is taken to hold for less. */
function most(least: number, holds: (share: number) => boolean): number | undefined {
  if (holds(1)) return 1;
  if (!holds(least)) return undefined;
  let low = 1 / 2;
  while (low > least && !holds(low)) low /= 2;
  low = Math.max(low, least);
  let high = Math.min(1, 2 * low);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function scaled({ batches, seconds, line, measuredUpTo }: LatencyProfile, by: number): LatencyProfile {
  return {
    ...{ batches, measuredUpTo },
    seconds: seconds.map((one) => by * one),
    line: { slope: by * line.slope, intercept: by * line.intercept },
  };
}
