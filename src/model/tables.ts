import { coresOfThousandths, greatestCommonDivisor, thousandthsOf } from './cores.ts';
import { batchSizes, latency, type Configuration, type Limits, type Pipeline } from './pipeline.ts';

/**
 * A pipeline compiled for hot loops: everything that depends on (stage, variant, batch) as flat arrays.
 * Option index of stage n: `offset[n] + variant * batches.length + batchIndex`.
 */
export interface Tables {
  readonly pipeline: Pipeline;
  readonly limits: Limits;
  readonly stages: number;
  /** The batch sizes allowed, ascending. */
  readonly batches: readonly number[];
  /** Number of variants per stage. */
  readonly variants: Int32Array;
  /** First option of each stage; length stages + 1. */
  readonly offset: Int32Array;
  /** Per option: service seconds of a full batch on one replica. */
  readonly seconds: Float64Array;
  /** Per option: requests per second of one replica, b / latency. */
  readonly rate: Float64Array;
  /** First variant of each stage in the per-variant arrays; length stages + 1. */
  readonly variantOffset: Int32Array;
  /** Per variant: cores of one replica. What they come to together is reckoned in units, whose sums are exact. */
  readonly cores: Float64Array;
  /** Thousandths of a core in a unit of cores: 1,000 where every variant takes whole cores, else their greatest common divisor. */
  readonly grain: number;
  /** W_max in units; what is left over of one is of no use to any replica. */
  readonly capacity: number;
  /** Per variant: units of cores of one replica. */
  readonly units: Int32Array;
  /** Per variant: accuracy 0..1. */
  readonly accuracy: Float64Array;
  /** Per variant: start-up seconds. */
  readonly startup: Float64Array;
  /** Units of cores of the cheapest single replicas of all stages after n; length stages. */
  readonly reserve: Int32Array;
}

/** Compiles `pipeline` under `limits`. The pipeline must be valid (see parse.ts). */
export function compile(pipeline: Pipeline, limits: Limits): Tables {
  const stages = pipeline.stages.length;
  const batches = batchSizes(limits.maxBatch);
  const variants = Int32Array.from(pipeline.stages, (s) => s.variants.length);
  const offset = new Int32Array(stages + 1);
  const variantOffset = new Int32Array(stages + 1);
  for (let n = 0; n < stages; n++) {
    variantOffset[n + 1] = variantOffset[n]! + variants[n]!;
    offset[n + 1] = offset[n]! + variants[n]! * batches.length;
  }
  const all = pipeline.stages.flatMap((s) => s.variants);
  const seconds = Float64Array.from(all.flatMap((v) => batches.map((b) => latency(v.latency, b))));
  const rate = seconds.map((s, i) => batches[i % batches.length]! / s);
  const thousandths = Int32Array.from(all, (v) => thousandthsOf(v.cores));
  const grain = thousandths.reduce(greatestCommonDivisor, 1000);
  const units = thousandths.map((each) => each / grain);
  const reserve = new Int32Array(stages);
  for (let n = stages - 2; n >= 0; n--) {
    const after = units.subarray(variantOffset[n + 1], variantOffset[n + 2]);
    reserve[n] = reserve[n + 1]! + Math.min(...after);
  }
  return {
    pipeline,
    limits,
    stages,
    batches,
    variants,
    offset,
    seconds,
    rate,
    variantOffset,
    cores: Float64Array.from(all, (v) => v.cores),
    grain,
    capacity: Math.floor(thousandthsOf(limits.maxCores) / grain),
    units,
    accuracy: Float64Array.from(all, (v) => v.accuracy),
    startup: Float64Array.from(all, (v) => v.startupSeconds),
    reserve,
  };
}

/** Index into `tables.batches` of a batch size; batch sizes are powers of two from 1. */
export function batchIndex(batch: number): number {
  return 31 - Math.clz32(batch);
}

/** Cores of so many whole units. */
export function inCores({ grain }: Tables, units: number): number {
  return coresOfThousandths(units * grain);
}

/** Cores of W_max that are left where so many whole units are held. */
export function coresLeft({ grain, limits }: Tables, units: number): number {
  return coresOfThousandths(thousandthsOf(limits.maxCores) - units * grain);
}

/** Units of cores that `configuration` holds. */
export function unitsOf(tables: Tables, configuration: Configuration): number {
  let units = 0;
  configuration.forEach(
    (s, n) => (units += s.replicas * tables.units[tables.variantOffset[n]! + s.variant]!),
  );
  return units;
}

/** Cores that `configuration` holds: eq. (2). */
export function coresOf(tables: Tables, configuration: Configuration): number {
  return inCores(tables, unitsOf(tables, configuration));
}

/** Whether `configuration` respects every limit and index range. */
export function isFeasible(tables: Tables, configuration: Configuration): boolean {
  return (
    configuration.length === tables.stages &&
    configuration.every(
      (s, n) =>
        Number.isInteger(s.variant) &&
        s.variant >= 0 &&
        s.variant < tables.variants[n]! &&
        Number.isInteger(s.replicas) &&
        s.replicas >= 1 &&
        s.replicas <= tables.limits.maxReplicas &&
        tables.batches.includes(s.batch),
    ) &&
    unitsOf(tables, configuration) <= tables.capacity
  );
}

/**
 * Actions are stored as head indices, three per stage: variant, replicas - 1, batch index;
 * `Int32Array` of length 3 * stages.
 */
export function toAction(configuration: Configuration, out: Int32Array, at = 0): void {
  configuration.forEach((s, n) => {
    out[at + 3 * n] = s.variant;
    out[at + 3 * n + 1] = s.replicas - 1;
    out[at + 3 * n + 2] = batchIndex(s.batch);
  });
}

/** Inverse of `toAction`. */
export function toConfiguration(tables: Tables, action: Int32Array, at = 0): Configuration {
  return Array.from({ length: tables.stages }, (_, n) => ({
    variant: action[at + 3 * n]!,
    replicas: action[at + 3 * n + 1]! + 1,
    batch: tables.batches[action[at + 3 * n + 2]!]!,
  }));
}

/** The configuration that uses least: cheapest variant, one replica, batch 1 everywhere. */
export function smallestConfiguration(tables: Tables): Configuration {
  return Array.from({ length: tables.stages }, (_, n) => {
    const first = tables.variantOffset[n]!;
    let variant = 0;
    for (let z = 1; z < tables.variants[n]!; z++) {
      if (tables.units[first + z]! < tables.units[first + variant]!) variant = z;
    }
    return { variant, replicas: 1, batch: 1 };
  });
}
