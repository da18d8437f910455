import type { Tables } from '../../model/tables.ts';

/** One (variant, replicas, batch) of a stage. */
export interface StageOption {
  /** Index into the tables' options. */
  readonly option: number;
  readonly variant: number;
  readonly replicas: number;
  readonly batch: number;
  readonly cores: number;
  /** req/s. */
  readonly throughput: number;
}

/** Every option of stage `n` that fits the limits by itself. */
export function stageOptions(tables: Tables, n: number): readonly StageOption[] {
  const { maxReplicas, maxCores } = tables.limits;
  const list: StageOption[] = [];
  for (let variant = 0; variant < tables.variants[n]!; variant++) {
    const each = tables.cores[tables.variantOffset[n]! + variant]!;
    for (const [k, batch] of tables.batches.entries()) {
      const option = tables.offset[n]! + variant * tables.batches.length + k;
      for (let replicas = 1; replicas <= maxReplicas && replicas * each <= Math.floor(maxCores); replicas++)
        list.push({
          ...{ option, variant, replicas, batch },
          cores: replicas * each,
          throughput: replicas * tables.rate[option]!,
        });
    }
  }
  return list;
}
