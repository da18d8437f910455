/** Least mean seconds of fill, turns and service in a stage of the world that knows chance, whatever flows into it. */
import type { Serving } from './servings.ts';
import { LEAVES, MEAN, NUMBERS, POINTS, SINGLE, type StayRows } from '../../../environment/chance/rows.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';

/** With more rows than this a stage's means, and those of the stages after it, are bounded by a service of one request. */
const MOST_ROWS = 12_000;

/**
 * Per stage but the first and per serving: at each point of the utilisation (`StayRows`) the least mean at it or below, of
 * all classes of flows that can come; undefined where a service of one request must do.
 */
export function leastMoving(
  options: EnvironmentOptions,
  rows: StayRows,
  stages: readonly (readonly Serving[])[],
): readonly (readonly (Float64Array | undefined)[] | undefined)[] {
  const { tables } = options;
  let kinds: ReadonlySet<number> | undefined = new Set([SINGLE]);
  return stages.map((servings, n) => {
    const most = 2 * tables.limits.maxReplicas;
    const count = tables.variants[n]! * tables.batches.length * most;
    const coming: ReadonlySet<number> | undefined = kinds;
    if (!coming || count * coming.size > MOST_ROWS) {
      kinds = undefined;
      return undefined;
    }
    // A stage that serves nothing lets the class of what comes pass for that of what goes.
    const leaving = new Set(coming);
    const last = n === stages.length - 1;
    if (!last)
      for (const kind of coming)
        for (let variant = 0; variant < tables.variants[n]!; variant++)
          for (let batch = 0; batch < tables.batches.length; batch++)
            for (let replicas = 1; replicas <= most; replicas++) {
              const begin = rows.of(n, variant, batch, replicas, kind);
              for (let i = 0; i < POINTS; i++) leaving.add(rows.numbers[begin + i * NUMBERS + LEAVES]!);
            }
    kinds = leaving;
    if (n === 0) return undefined;
    return servings.map(({ pure }) => {
      if (!pure) return undefined;
      const least = new Float64Array(POINTS).fill(Infinity);
      for (const kind of coming) {
        const begin = rows.of(n, pure.variant, pure.batch, pure.replicas, kind);
        for (let i = 0; i < POINTS; i++)
          least[i] = Math.min(least[i]!, rows.numbers[begin + i * NUMBERS + MEAN]!);
      }
      for (let i = 1; i < POINTS; i++) least[i] = Math.min(least[i]!, least[i - 1]!);
      return least;
    });
  });
}
