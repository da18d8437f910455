/** When a shaped load begins by the clock of what it is made of. */
import type { Load } from '../../../workload/shaping/steps.ts';

/** Kinds of steps that leave every second in its place. */
const STILL: readonly string[] = ['x', 'shift', 'clip', 'noise', 'burst', 'drawn', 'plus'];

/** Seconds since 1970; undefined where the base has no dates, or the load does not go on in their order. */
export function beginsOf({ steps }: Load, begins: number | undefined): number | undefined {
  if (begins === undefined) return undefined;
  let from = begins;
  for (const step of steps) {
    if (STILL.includes(step.kind)) continue;
    if (step.kind !== 'window' || step.values.length > 2) return undefined;
    from += step.values[0]!;
  }
  return from;
}
