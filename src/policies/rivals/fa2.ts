import {
  fillWait,
  lightestVariants,
  rateOf,
  replicaUnits,
  replicasFor,
  optionSeconds,
} from './stageOptions.ts';
import { fit } from '../fit.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import { coresOf, toConfiguration, type Tables } from '../../model/tables.ts';

/** Decisions in a row that must advise fewer cores before FA2 lets any go: its ten seconds of agreement. */
const SCALE_IN_ADVICE = 2;

const info: PolicyInfo = {
  id: 'fa2',
  name: policyNames.fa2,
  summary:
    'The fewest cores whose replicas and batches carry the measured load within the latency objective.',
  knobs: { variant: false, replicas: true, batch: true },
  memory: 'whether the last decision advised fewer cores',
  simplifications:
    'The variants are the lightest (FA2-low of the IPA paper). The load is the maximum of the last 10 s, of the last 5 s in its code, because the lab observes ten-second maxima. The dynamic programme keeps exact Pareto lists instead of one-millisecond ticks. It knows no W_max: replicas beyond it are taken back afterwards. Where no replicas and batches meet the load in time, the configuration stays as it is.',
  source:
    'Razavi et al., FA2, RTAS 2022, doi 10.1109/RTAS54340.2022.00020; scale-in rule as in the later code of its authors (Themis, adapt_ho).',
  about: [
    'FA2 scales replicas and batches so that the load is served in time with the fewest cores.',
    'A dynamic programme splits the latency objective between the stages exactly, counting the time a batch needs to fill; more cores come at once, fewer only when two decisions in a row agree.',
    'It needs the profile of the lightest variants, the latency objective and the load just measured, and no forecast.',
    'It does well where cores are dear and the load moves slowly, since no cheaper choice of replicas and batches exists.',
    'It fails on a steep rise, because it looks back and its new replicas come late, and it never trades cores for a more accurate model.',
  ],
};

/** A choice for the first stages: what it costs, how long it takes. */
interface Partial {
  /** Of cores. */
  readonly units: number;
  readonly seconds: number;
  readonly stages: Configuration;
}

/**
 * The fewest cores with throughput >= `load` and service plus batch-fill time <= `slaSeconds`, ties by time;
 * undefined where no replicas and batches do both. `variants[n]` is served at stage n.
 */
export function fewestCoresInTime(
  tables: Tables,
  variants: readonly number[],
  load: number,
  slaSeconds: number,
): Configuration | undefined {
  let front: readonly Partial[] = [{ units: 0, seconds: 0, stages: [] }];
  for (let n = 0; n < tables.stages; n++) {
    const variant = variants[n]!;
    const extended: Partial[] = [];
    tables.batches.forEach((batch, k) => {
      const replicas = replicasFor(load, rateOf(tables, n, variant, k));
      if (replicas > tables.limits.maxReplicas) return;
      const units = replicas * replicaUnits(tables, n, variant);
      const seconds = optionSeconds(tables, n, variant, k) + fillWait(batch, load);
      const stage: StageConfig = { variant, replicas, batch };
      for (const before of front) {
        if (before.seconds + seconds > slaSeconds) continue;
        extended.push({
          units: before.units + units,
          seconds: before.seconds + seconds,
          stages: [...before.stages, stage],
        });
      }
    });
    front = undominated(extended);
  }
  return front[0]?.stages;
}

/** Cheapest first, each later one faster than all before it. */
function undominated(partials: Partial[]): readonly Partial[] {
  partials.sort((a, b) => a.units - b.units || a.seconds - b.seconds);
  let fastest = Infinity;
  return partials.filter(({ seconds }) => {
    if (seconds >= fastest) return false;
    fastest = seconds;
    return true;
  });
}

export const fa2: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds }) => {
    const variants = lightestVariants(tables);
    let advised = 0;
    return Promise.resolve({
      info,
      decide: ({ load, action }) => {
        const current = toConfiguration(tables, action);
        const found = fewestCoresInTime(tables, variants, load, slaSeconds);
        if (!found) {
          advised = 0;
          return current;
        }
        const wanted = fit(tables, found, load);
        advised = coresOf(tables, wanted) < coresOf(tables, current) ? advised + 1 : 0;
        if (advised > 0 && advised < SCALE_IN_ADVICE) return current;
        advised = 0;
        return wanted;
      },
    });
  },
};
