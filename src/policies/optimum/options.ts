import { inCores, type Tables } from '../../model/tables.ts';

/** One (variant, replicas, batch) of a stage. */
export interface StageOption {
  /** Index into the tables' options. */
  readonly option: number;
  readonly variant: number;
  readonly replicas: number;
  readonly batch: number;
  readonly cores: number;
  /** The same in units (`Tables.units`), whose sums are exact. */
  readonly units: number;
  /** req/s. */
  readonly throughput: number;
}

/** Every option of stage `n` that fits the limits by itself. */
export function stageOptions(tables: Tables, n: number): readonly StageOption[] {
  const { capacity, limits } = tables;
  const list: StageOption[] = [];
  for (let variant = 0; variant < tables.variants[n]!; variant++) {
    const each = tables.units[tables.variantOffset[n]! + variant]!;
    for (const [k, batch] of tables.batches.entries()) {
      const option = tables.offset[n]! + variant * tables.batches.length + k;
      for (let replicas = 1; replicas <= limits.maxReplicas && replicas * each <= capacity; replicas++)
        list.push({
          ...{ option, variant, replicas, batch },
          cores: inCores(tables, replicas * each),
          units: replicas * each,
          throughput: replicas * tables.rate[option]!,
        });
    }
  }
  return list;
}
