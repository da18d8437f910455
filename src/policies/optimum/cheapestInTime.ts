/**
 * The configuration of the fewest cores that carries a load and answers a share of the requests in time, chance included;
 * of several the one of the best Q (3). Exact, by branch and bound on the share in the long run.
 */
import { optionsOf, restOf, type Option, type Rest } from './timelySearch.ts';
import { NOTHING_PASSED, pass, type LongRun, type Passed, type StaysAt } from '../../environment/longRun.ts';
import type { Configuration, Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

export interface InTime {
  readonly configuration: Configuration;
  /** Its share in time in the long run, 0..1. */
  readonly share: number;
  /** That is as much as was asked for. Where none is, this is the one of the greatest share, and of those of the fewest cores. */
  readonly keeps: boolean;
}

/** Sums of a few seconds in another order differ by less. */
const ALIKE = 1e-9;

/** What a search walks through. */
interface Field {
  readonly stages: readonly (readonly Option[])[];
  readonly rest: Rest;
  readonly stays: StaysAt;
  readonly slaSeconds: number;
  readonly watch: Watch;
}

interface Chosen {
  readonly options: readonly Option[];
  readonly score: number;
  readonly units: number;
  readonly throughput: number;
  readonly passed: Passed;
}

/**
 * `least`: share in time, 0..1. Undefined where nothing within the limits carries `load` req/s. Throws `OutOfTime` where the
 * watch's time is up.
 */
export function cheapestInTime(
  tables: Tables,
  weights: Weights,
  longRun: LongRun,
  { load, least }: { readonly load: number; readonly least: number },
  watch: Watch = unwatched,
): InTime | undefined {
  const { capacity } = tables;
  const stages = optionsOf({ tables, weights }).map((options) =>
    options.filter(({ throughput }) => throughput >= load),
  );
  if (stages.some((options) => options.length === 0)) return undefined;
  const rest = restOf(stages, capacity);
  const field: Field = { stages, rest, stays: longRun.at(load), slaSeconds: longRun.slaSeconds, watch };
  const slope = weights.throughputWeight - weights.spareWeight;
  const found = (options: readonly Option[]): { configuration: Configuration; share: number } => {
    const configuration = options.map(({ variant, replicas, batch }) => ({ variant, replicas, batch }));
    return { configuration, share: longRun.share(configuration, load) };
  };
  for (const units of totalsOf(stages, capacity)) {
    let best: (InTime & { readonly worth: number }) | undefined;
    walk(field, units, {
      // With less throughput than so far nothing gets worse where spare capacity costs.
      worthwhile: ({ passed, score, throughput }, further) =>
        passed.share >= least &&
        (best === undefined || score + further + slope * (slope > 0 ? throughput : load) > best.worth),
      whole: ({ options, score, throughput }) => {
        const one = found(options);
        const worth = score + slope * throughput;
        if (one.share >= least && (best === undefined || worth > best.worth))
          best = { ...one, keeps: true, worth };
      },
    });
    if (best) return { configuration: best.configuration, share: best.share, keeps: true };
  }
  let most: (InTime & { readonly units: number }) | undefined;
  walk(field, capacity, {
    worthwhile: ({ passed, units }) =>
      most === undefined || passed.share > most.share || (passed.share === most.share && units < most.units),
    whole: ({ options, units }) => {
      const one = found(options);
      if (most === undefined || one.share > most.share || (one.share === most.share && units < most.units))
        most = { ...one, keeps: false, units };
    },
  });
  return most && { configuration: most.configuration, share: most.share, keeps: false };
}

/** What one option of each stage can come to together, units of cores up to `most`, ascending. */
function totalsOf(stages: readonly (readonly Option[])[], most: number): readonly number[] {
  let totals = new Set([0]);
  for (const options of stages) {
    const each = new Set(options.map(({ units }) => units));
    const next = new Set<number>();
    for (const before of totals)
      for (const units of each) if (before + units <= most) next.add(before + units);
    totals = next;
  }
  return [...totals].sort((a, b) => a - b);
}

/** Every choice within so many units of cores that is `worthwhile` so far, `further` the score that the stages to come can add at the most. */
function walk(
  { stages, rest, stays, slaSeconds, watch }: Field,
  units: number,
  asks: {
    readonly worthwhile: (chosen: Chosen, further: number) => boolean;
    readonly whole: (chosen: Chosen) => void;
  },
): void {
  const visit = (n: number, before: Chosen): void => {
    if (n === stages.length) {
      asks.whole(before);
      return;
    }
    watch.look();
    for (const option of stages[n]!) {
      const left = units - before.units - option.units;
      if (left < rest.units[n + 1]!) continue;
      const stay = stays(n, option.option, option.replicas, before.passed.flow);
      const chosen: Chosen = {
        options: [...before.options, option],
        score: before.score + option.score,
        units: before.units + option.units,
        throughput: Math.min(before.throughput, option.throughput),
        passed: pass(before.passed, stay, rest.least[n + 1]! - ALIKE, slaSeconds),
      };
      if (asks.worthwhile(chosen, rest.score(n + 1, left))) visit(n + 1, chosen);
    }
  };
  visit(0, { options: [], score: 0, units: 0, throughput: Infinity, passed: NOTHING_PASSED });
}
