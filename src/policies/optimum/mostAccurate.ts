/**
 * The most accurate configuration within the cores of the device that carries a load and answers a share of the requests in
 * time, chance included; of several the one of the fewest cores. Exact, by branch and bound.
 */
import { optionsOf, restOf, type Option } from './timelySearch.ts';
import { NOTHING_PASSED, pass, type LongRun, type Passed } from '../../environment/longRun.ts';
import type { Configuration } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** Sums of a few accuracies or seconds in another order differ by less. */
const ALIKE = 1e-9;
/** Only the accuracy counts. */
const ACCURACY = {
  ...{ accuracyWeight: 1, throughputWeight: 0, unmetWeight: 0, spareWeight: 0 },
  ...{ costWeight: 0, batchWeight: 0, lateWeight: 0 },
};

export interface Accurate {
  readonly configuration: Configuration;
  /** Its share in time in the long run, 0..1. */
  readonly share: number;
}

interface Chosen {
  readonly options: readonly Option[];
  readonly accuracy: number;
  readonly units: number;
  readonly passed: Passed;
}

/** `least`: share in time, 0..1. Undefined where nothing is as asked. Throws `OutOfTime` where the watch's time is up. */
export function mostAccurate(
  tables: Tables,
  longRun: LongRun,
  { load, least }: { readonly load: number; readonly least: number },
  watch: Watch = unwatched,
): Accurate | undefined {
  const { capacity, accuracy } = tables;
  const stages = optionsOf({ tables, weights: ACCURACY }).map((options, n) =>
    options
      .filter(({ throughput }) => throughput >= load)
      .map((option) => ({ ...option, score: accuracy[tables.variantOffset[n]! + option.variant]! }))
      .sort((a, b) => b.score - a.score || a.units - b.units),
  );
  if (stages.some((options) => options.length === 0)) return undefined;
  const rest = restOf(stages, capacity);
  const stays = longRun.at(load);
  let best: (Chosen & Accurate) | undefined;
  const visit = (n: number, before: Chosen): void => {
    if (n === stages.length) {
      const configuration = before.options.map(({ variant, replicas, batch }) => ({
        ...{ variant, replicas, batch },
      }));
      const share = longRun.share(configuration, load);
      if (share >= least) best = { ...before, configuration, share };
      return;
    }
    watch.look();
    for (const option of stages[n]!) {
      const units = before.units + option.units;
      const left = capacity - units;
      if (left < rest.units[n + 1]!) continue;
      const own = before.accuracy + option.score;
      if (best) {
        const most = own + rest.score(n + 1, left);
        if (most < best.accuracy - ALIKE) continue;
        if (most <= best.accuracy + ALIKE && units + rest.units[n + 1]! >= best.units) continue;
      }
      const stay = stays(n, option.option, option.replicas, before.passed.flow);
      const passed = pass(before.passed, stay, rest.least[n + 1]! - ALIKE, longRun.slaSeconds);
      if (passed.share < least) continue;
      visit(n + 1, { options: [...before.options, option], accuracy: own, units, passed });
    }
  };
  visit(0, { options: [], accuracy: 0, units: 0, passed: NOTHING_PASSED });
  return best && { configuration: best.configuration, share: best.share };
}
