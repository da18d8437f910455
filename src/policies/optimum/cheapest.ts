/**
 * The configuration of the fewest cores that carries a load within a latency objective; of several the one of the best
 * Q (3). Exact over every configuration that fits the limits: the seconds of the stages add up, their cores too, and the
 * throughput is the least of theirs. Chance is not in it, but where `secondsOf` knows of it.
 */
import { stageOptions, type StageOption } from './options.ts';
import { suffixSums } from './staircase.ts';
import type { Configuration, Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

export interface Requirement {
  /** req/s. */
  readonly load: number;
  /** The latency objective: seconds that all stages together may take. */
  readonly slaSeconds: number;
  /** Seconds that a request spends at a stage with `option` (an index into the tables' options) on so many replicas. */
  readonly secondsOf: (option: number, replicas: number) => number;
}

export interface Cheapest {
  readonly configuration: Configuration;
  /** Its throughput is the load or more. Where none is, this is one of the greatest throughput. */
  readonly carries: boolean;
  /** Its seconds are within the objective. Where none of those that carry most is, this is the fastest of them. */
  readonly keeps: boolean;
  /** req/s of its slowest stage. */
  readonly throughput: number;
  /** What its stages take, together. */
  readonly seconds: number;
}

/** Sums of a few seconds in another order differ by less. */
const ALIKE = 1e-9;

interface Option extends StageOption {
  readonly seconds: number;
  /** Its part of Q (3), throughput and excess left out. */
  readonly score: number;
}

/** Options of the first stages that are chosen together; `throughput` is their least. */
interface Label extends Pick<Option, 'units' | 'throughput' | 'seconds' | 'score'> {
  readonly option: Option | undefined;
  readonly before: Label | undefined;
}

const START: Label = {
  ...{ units: 0, throughput: Infinity, seconds: 0, score: 0 },
  ...{ option: undefined, before: undefined },
};

/** Throws `OutOfTime` where the watch's time is up; for a pipeline of which nothing fits the limits, an error. */
export function cheapest(
  tables: Tables,
  weights: Weights,
  { load, slaSeconds, secondsOf }: Requirement,
  watch: Watch = unwatched,
): Cheapest {
  const { capacity } = tables;
  const all = Array.from({ length: tables.stages }, (_, n) => optionsOf(tables, weights, n, secondsOf));
  const carries = fits(all, load, capacity);
  const needed = carries ? load : mostThroughput(all, capacity);
  const carrying = all.map((options) => options.filter(({ throughput }) => throughput >= needed));
  // Seconds below 0, so that the most is the fewest.
  const fastest = suffixSums(carrying, ({ seconds }) => -seconds, capacity, watch);
  const least = -fastest[0]!.at(capacity);
  const keeps = least <= slaSeconds + ALIKE;
  const within = Math.max(slaSeconds, least) + ALIKE;
  const units = fastest[0]!.unitsFor(-within);
  // From the load on, a further request a second changes Q by so much.
  const slope = weights.throughputWeight - weights.spareWeight;
  const fewest = carrying.map((options) => options.reduce((min, o) => Math.min(min, o.units), Infinity));
  /** Units of the whole that a stage can have above its fewest. */
  const spare = units - fewest.reduce((sum, one) => sum + one, 0);
  const stages = carrying.map((options, n) =>
    undominated(
      options.filter((option) => option.units <= fewest[n]! + spare),
      slope,
      watch,
    ),
  );
  let labels: readonly Label[] = [START];
  stages.forEach((options, n) => {
    const rest = fastest[n + 1]!;
    const next: Label[] = [];
    for (const before of labels) {
      watch.look();
      for (const option of options) {
        const left = units - before.units - option.units;
        const seconds = before.seconds + option.seconds;
        // What is kept can be completed within both bounds.
        if (left < 0 || seconds - rest.at(left) > within) continue;
        next.push({
          ...{ option, before, seconds, units: units - left },
          throughput: Math.min(before.throughput, option.throughput),
          score: before.score + option.score,
        });
      }
    }
    labels = undominated(next, slope, watch);
  });
  const qos = ({ score, throughput }: Label): number => score + slope * throughput;
  const best = labels.reduce((one, other) => (qos(other) > qos(one) ? other : one));
  const { throughput, seconds } = best;
  return { configuration: configurationOf(best), carries, keeps, throughput, seconds };
}

function optionsOf(
  tables: Tables,
  weights: Weights,
  n: number,
  secondsOf: Requirement['secondsOf'],
): readonly Option[] {
  return stageOptions(tables, n).map((one) => ({
    ...one,
    seconds: secondsOf(one.option, one.replicas),
    score:
      weights.accuracyWeight * tables.accuracy[tables.variantOffset[n]! + one.variant]! -
      tables.seconds[one.option]!,
  }));
}

/** Whether the fewest units that carry `rate` req/s at every stage are there. */
function fits(stages: readonly (readonly Option[])[], rate: number, capacity: number): boolean {
  let sum = 0;
  for (const options of stages) {
    let fewest = Infinity;
    for (const { throughput, units } of options) if (throughput >= rate && units < fewest) fewest = units;
    sum += fewest;
  }
  return sum <= capacity;
}

/** The greatest throughput that fits the device, req/s. */
function mostThroughput(stages: readonly (readonly Option[])[], capacity: number): number {
  const rates = Float64Array.from(stages.flat(), ({ throughput }) => throughput).sort();
  let [low, high] = [-1, rates.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(stages, rates[middle]!, capacity)) low = middle;
    else high = middle - 1;
  }
  const most = rates[low];
  if (most === undefined) throw new Error('no configuration fits the limits');
  return most;
}

/** Those that no other is as good as in cores, seconds, score and throughput, of which more is good where `slope` is positive. */
function undominated<One extends Pick<Option, 'units' | 'seconds' | 'score' | 'throughput'>>(
  all: readonly One[],
  slope: number,
  watch: Watch,
): readonly One[] {
  const rate = slope < 0 ? -1 : slope > 0 ? 1 : 0;
  const sorted = [...all].sort(
    (a, b) =>
      a.units - b.units ||
      a.seconds - b.seconds ||
      b.score - a.score ||
      (b.throughput - a.throughput) * (rate || 1),
  );
  const kept: One[] = [];
  for (const one of sorted) {
    watch.look();
    const beaten = kept.some(
      (other) =>
        other.units <= one.units &&
        other.seconds <= one.seconds &&
        other.score >= one.score &&
        rate * (other.throughput - one.throughput) >= 0,
    );
    if (!beaten) kept.push(one);
  }
  return kept;
}

function configurationOf(last: Label): Configuration {
  const stages: Configuration[number][] = [];
  for (let label: Label | undefined = last; label?.option; label = label.before) {
    const { variant, replicas, batch } = label.option;
    stages.unshift({ variant, replicas, batch });
  }
  return stages;
}
