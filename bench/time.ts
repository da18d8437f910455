/** Milliseconds of one call: median of `runs` timed batches of `inner` calls, after one warm-up batch. */
export async function millisecondsOf(call: () => unknown, inner = 1, runs = 5): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = performance.now();
    for (let i = 0; i < inner; i++) await call();
    if (run > 0) times.push((performance.now() - before) / inner);
  }
  return middle(times);
}

/** The median; of an even count the upper one of two. */
export const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
