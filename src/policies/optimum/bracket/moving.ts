/** Least mean seconds of fill, turns and service in a stage of the world that knows chance, whatever flows into it. */
import type { Serving } from './servings.ts';
import { LEAVES, MEAN, NUMBERS, POINTS, SINGLE, type StayRows } from '../../../environment/chance/rows.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';

/** With more rows than this a stage's means, and those of the stages after it, are bounded by a service of one request. */
const MOST_ROWS = 12_000;

export type LeastMoving = readonly (readonly (Float64Array | undefined)[] | undefined)[];

/**
 * Per stage but the first and per serving: at each point of the utilisation (`StayRows`) the least mean at it or below, of
 * all classes of flows that can come; undefined where a service of one request must do. Yields often.
 */
export function* leastMoving(
  options: EnvironmentOptions,
  rows: StayRows,
  stages: readonly (readonly Serving[])[],
): Generator<void, LeastMoving> {
  const { tables } = options;
  let kinds: ReadonlySet<number> | undefined = new Set([SINGLE]);
  const found: (readonly (Float64Array | undefined)[] | undefined)[] = [];
  for (const [n, servings] of stages.entries()) {
    const most = 2 * tables.limits.maxReplicas;
    const count = tables.variants[n]! * tables.batches.length * most;
    const coming: ReadonlySet<number> | undefined = kinds;
    if (!coming || count * coming.size > MOST_ROWS) {
      kinds = undefined;
      found.push(undefined);
      continue;
    }
    // A stage that serves nothing lets the class of what comes pass for that of what goes.
    const leaving: Set<number> = new Set(coming);
    const last = n === stages.length - 1;
    if (!last)
      for (const kind of coming)
        for (let variant = 0; variant < tables.variants[n]!; variant++)
          for (let batch = 0; batch < tables.batches.length; batch++) {
            for (let replicas = 1; replicas <= most; replicas++) {
              const begin = rows.of(n, variant, batch, replicas, kind);
              for (let i = 0; i < POINTS; i++) leaving.add(rows.numbers[begin + i * NUMBERS + LEAVES]!);
            }
            yield;
          }
    kinds = leaving;
    const least: (Float64Array | undefined)[] = [];
    if (n > 0)
      for (const { pure } of servings) {
        least.push(pure && leastOf(rows, n, pure, coming));
        yield;
      }
    found.push(n > 0 ? least : undefined);
  }
  return found;
}

function leastOf(
  rows: StayRows,
  n: number,
  { variant, batch, replicas }: NonNullable<Serving['pure']>,
  coming: ReadonlySet<number>,
): Float64Array {
  const least = new Float64Array(POINTS).fill(Infinity);
  for (const kind of coming) {
    const begin = rows.of(n, variant, batch, replicas, kind);
    for (let i = 0; i < POINTS; i++)
      least[i] = Math.min(least[i]!, rows.numbers[begin + i * NUMBERS + MEAN]!);
  }
  for (let i = 1; i < POINTS; i++) least[i] = Math.min(least[i]!, least[i - 1]!);
  return least;
}
