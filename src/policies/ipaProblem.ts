/** IPA's integer program (Ghafouri et al., JSys 2024), with the W_max that OPD's authors added. */
import type { Configuration } from '../model/pipeline.ts';
import { inCores, type Tables } from '../model/tables.ts';

/** How the wait of the first request in a batch enters the latency constraint. */
export type QueueTerm = 'none' | 'published' | 'as-shipped';

export interface IpaSettings {
  /** Weight of accuracy, of a core and of a unit of batch size in the objective. */
  readonly accuracyWeight: number;
  readonly coreWeight: number;
  readonly batchWeight: number;
  readonly queueTerm: QueueTerm;
  /** Replicas of every stage where they are not to be chosen; undefined lets the load force them. */
  readonly fixedReplicas?: number;
}

/** Added to the accuracy weight: among equal values the more accurate configuration, in every solver alike. */
const TIE_BREAK = 1e-4;

/** Calibrated in model.md: max 10 V - 0.02 C. The batch weight is IPA's own tie-breaker. */
export const ipaDefaults: IpaSettings = {
  accuracyWeight: 10,
  coreWeight: 0.02,
  batchWeight: 1e-6,
  queueTerm: 'none',
};

/** One (variant, batch) of a stage with the fewest replicas that carry the load. */
export interface IpaOption {
  readonly variant: number;
  readonly batch: number;
  readonly replicas: number;
  readonly coresPerReplica: number;
  /** The same in units (`Tables.units`), whose sums are exact. */
  readonly unitsPerReplica: number;
  /** Of all its replicas. */
  readonly units: number;
  /** req/s of one replica. */
  readonly rate: number;
  /** Seconds that count against the SLA. */
  readonly latency: number;
  readonly accuracy: number;
  /** Contribution to the objective. */
  readonly value: number;
}

export interface IpaProblem {
  readonly tables: Tables;
  readonly load: number;
  readonly slaSeconds: number;
  readonly settings: IpaSettings;
  readonly options: readonly (readonly IpaOption[])[];
}

/** Options of every stage at `load` req/s. Replicas not fixed are forced: fewer do not carry the load, more only cost. */
export function ipaProblem(
  tables: Tables,
  load: number,
  slaSeconds: number,
  settings: IpaSettings,
): IpaProblem {
  const { maxReplicas } = tables.limits;
  const K = tables.batches.length;
  const options = Array.from({ length: tables.stages }, (_, n) => {
    const list: IpaOption[] = [];
    for (let z = 0; z < tables.variants[n]!; z++) {
      const variant = tables.variantOffset[n]! + z;
      for (let k = 0; k < K; k++) {
        const option = tables.offset[n]! + z * K + k;
        const batch = tables.batches[k]!;
        const rate = tables.rate[option]!;
        const needed = Math.max(1, Math.ceil(load / rate));
        const replicas = settings.fixedReplicas ?? needed;
        const unitsPerReplica = tables.units[variant]!;
        const units = replicas * unitsPerReplica;
        if (needed > replicas || replicas > maxReplicas || units > tables.capacity) continue;
        list.push({
          variant: z,
          batch,
          replicas,
          coresPerReplica: tables.cores[variant]!,
          ...{ unitsPerReplica, units },
          rate,
          latency:
            tables.seconds[option]! + queueWait(settings.queueTerm, batch, load, tables.variants[n]!, K),
          accuracy: tables.accuracy[variant]!,
          value:
            gainOf(settings, tables.accuracy[variant]!) -
            settings.coreWeight * inCores(tables, units) -
            settings.batchWeight * batch,
        });
      }
    }
    return list;
  });
  return { tables, load, slaSeconds, settings, options };
}

/** What accuracy is worth in the objective, tie-break included. */
export function gainOf(settings: IpaSettings, accuracy: number): number {
  return (settings.accuracyWeight + TIE_BREAK) * accuracy;
}

/** Published: (b - 1) / load. As shipped the formula gets the 0/1 choice variables, summed over all of them: a negative constant. */
function queueWait(term: QueueTerm, batch: number, load: number, variants: number, batches: number): number {
  if (term === 'none' || load <= 0) return 0;
  return term === 'published' ? (batch - 1) / load : (-variants * (batches - 1)) / load;
}

/** Objective value of chosen options, one per stage. */
export function ipaValue(chosen: readonly IpaOption[]): number {
  return chosen.reduce((sum, option) => sum + option.value, 0);
}

export function ipaConfiguration(chosen: readonly IpaOption[]): Configuration {
  return chosen.map(({ variant, replicas, batch }) => ({ variant, replicas, batch }));
}
