/** What can serve in a stage during one second: every set of replicas that a rollout can leave there, or nothing. */
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { BOUNDS } from '../../../model/bounds.ts';
import { latency } from '../../../model/pipeline.ts';
import { inCores } from '../../../model/tables.ts';

/** One set of replicas, or several that are alike: what is said of them bounds each. */
export interface Serving {
  /** Capacity, req/s: between these. */
  readonly low: number;
  readonly high: number;
  /** No fewer units of cores are held. */
  readonly units: number;
  /** Index of the batch size whose price is paid; 0 where the stage does not say. */
  readonly batch: number;
  /** Points a second: accuracy less the price of the cores; latency is left out. */
  readonly worth: number;
  /** No request is served faster, s: of a full batch, as the fluid has it, and of a batch of one. */
  readonly service: number;
  readonly least: number;
  /** (b - 1) / 2, at the least. */
  readonly fill: number;
  /** Where all replicas are of one variant and batch size. */
  readonly pure: { readonly variant: number; readonly batch: number; readonly replicas: number } | undefined;
}

/** Mixtures whose capacities differ by less are taken together. */
const STEP = 1.02;
/** Above so many pairs of groups a stage's mixtures are bounded by their cores alone. */
const MOST_PAIRS = 400_000;
/** Of cores that are told apart there: each that there is where they are whole. */
const MOST_AMOUNTS = BOUNDS.cores.max;

type Made = Omit<Serving, 'pure'>;

/** Of stage `n`: nothing, all of one kind, and mixtures of the replaced and the ordered variant where a rollout has them. */
export function servingsOf(options: EnvironmentOptions, n: number): readonly Serving[] {
  const { tables, weights, rollout, startupScale } = options;
  const { capacity } = tables;
  const { maxReplicas } = tables.limits;
  const K = tables.batches.length;
  const first = tables.variantOffset[n]!;
  const Z = tables.variants[n]!;
  const unitsOf = (z: number): number => tables.units[first + z]!;
  const accuracyOf = (z: number): number => tables.accuracy[first + z]!;
  const profile = (z: number): number => latency(tables.pipeline.stages[n]!.variants[z]!.latency, 1);
  const cheapest = (except: number): number => {
    let least = Infinity;
    for (let z = 0; z < Z; z++) if (z !== except) least = Math.min(least, unitsOf(z));
    return least;
  };
  const price = (units: number): number => weights.costWeight * inCores(tables, units);
  const none = cheapest(-1);
  const servings: Serving[] = [
    {
      ...{ low: 0, high: 0, units: none, batch: 0, worth: -price(none), service: 0, least: 0, fill: 0 },
      pure: undefined,
    },
  ];
  for (let z = 0; z < Z; z++)
    for (let k = 0; k < K; k++)
      for (let f = 1; f <= maxReplicas && f * unitsOf(z) <= capacity; f++) {
        const option = tables.offset[n]! + z * K + k;
        const rate = f * tables.rate[option]!;
        const units = f * unitsOf(z);
        servings.push({
          ...{ low: rate, high: rate, units, batch: k },
          worth: weights.accuracyWeight * accuracyOf(z) - price(units),
          service: tables.seconds[option]!,
          least: profile(z),
          fill: (tables.batches[k]! - 1) / 2,
          pure: { variant: z, batch: k, replicas: f },
        });
      }
  if (rollout === 'recreate' || Z === 1) return servings;
  /** Whether replicas of a variant ever are on their way. */
  const starts = (z: number): boolean => startupScale * tables.startup[first + z]! > 0;
  const pairs = Z * (Z - 1) * (K * maxReplicas) ** 2;
  if (pairs > MOST_PAIRS) return [...servings, ...boundedByCores(options, n)];
  const kept = new Pareto();
  for (let old = 0; old < Z; old++)
    for (let oldBatch = 0; oldBatch < K; oldBatch++)
      for (let f = 1; f <= maxReplicas && f * unitsOf(old) < capacity; f++) {
        const oldOption = tables.offset[n]! + old * K + oldBatch;
        const oldRate = f * tables.rate[oldOption]!;
        for (let z = 0; z < Z; z++) {
          if (z === old || !starts(z)) continue;
          for (let k = 0; k < K; k++) {
            const option = tables.offset[n]! + z * K + k;
            // Until the last of the new ones is ready the old ones stay: one of them is starting.
            for (let r = 0; r < maxReplicas; r++) {
              const units = f * unitsOf(old) + (r + 1) * unitsOf(z);
              if (units > capacity) break;
              if (r === 0 && k > 0) continue;
              const rate = oldRate + r * tables.rate[option]!;
              const share = oldRate / rate;
              const mixed = (of: number, before: number): number => of + share * (before - of);
              kept.add({
                ...{ low: rate, high: rate, units, batch: k },
                worth: weights.accuracyWeight * mixed(accuracyOf(z), accuracyOf(old)) - price(units),
                service: mixed(tables.seconds[option]!, tables.seconds[oldOption]!),
                least: r > 0 ? profile(z) : profile(old),
                fill: mixed(tables.batches[k]! - 1, tables.batches[oldBatch]! - 1) / 2,
              });
            }
          }
        }
      }
  return [...servings, ...kept.all()];
}

/** Whatever serves on so many cores, of any variants: no more capacity and accuracy than these allow. */
function boundedByCores({ tables, weights }: EnvironmentOptions, n: number): readonly Serving[] {
  const variants = Array.from({ length: tables.variants[n]! }, (_, z) => tables.variantOffset[n]! + z);
  const all = Array.from(
    { length: tables.offset[n + 1]! - tables.offset[n]! },
    (_, i) => tables.offset[n]! + i,
  );
  const K = tables.batches.length;
  const perUnit = Math.max(
    ...all.map((option) => {
      const z = Math.floor((option - tables.offset[n]!) / K);
      return tables.rate[option]! / tables.units[tables.variantOffset[n]! + z]!;
    }),
  );
  const accuracy = Math.max(...variants.map((v) => tables.accuracy[v]!));
  const service = Math.min(...all.map((option) => tables.seconds[option]!));
  const least = Math.min(
    ...tables.pipeline.stages[n]!.variants.map((variant) => latency(variant.latency, 1)),
  );
  const units = Math.min(...variants.map((v) => tables.units[v]!));
  const stride = Math.max(1, Math.ceil(tables.capacity / MOST_AMOUNTS));
  const amounts = Math.max(0, Math.floor((tables.capacity - 2 * units) / stride) + 1);
  return Array.from({ length: amounts }, (_, i) => {
    const from = 2 * units + i * stride;
    return {
      ...{ low: 0, high: (from + stride - 1) * perUnit, units: from, batch: 0 },
      worth: weights.accuracyWeight * accuracy - weights.costWeight * inCores(tables, from),
      ...{ service, least, fill: 0, pure: undefined },
    };
  });
}

/** Mixtures by their capacity, a step at a time, and of each step those that no other is at least as good as in all else. */
class Pareto {
  readonly #steps = new Map<number, Made[]>();

  add(one: Made): void {
    const step = Math.floor(Math.log(one.low) / Math.log(STEP));
    const here = this.#steps.get(step);
    if (!here) {
      this.#steps.set(step, [one]);
      return;
    }
    if (here.some((other) => covers(other, one))) return;
    const rest = here.filter((other) => !covers(one, other));
    rest.push(one);
    this.#steps.set(step, rest);
  }

  all(): readonly Serving[] {
    return [...this.#steps].flatMap(([step, here]) => {
      // Roundings of the logarithm may put a capacity beside its step.
      const low = STEP ** step * (1 - 1e-9);
      const high = STEP ** (step + 1) * (1 + 1e-9);
      return here.map((one) => ({ ...one, low, high, pure: undefined }));
    });
  }
}

function covers(a: Made, b: Made): boolean {
  return (
    a.units <= b.units &&
    a.batch <= b.batch &&
    a.worth >= b.worth &&
    a.service <= b.service &&
    a.least <= b.least &&
    a.fill <= b.fill
  );
}
