/** Loads whose file has fewer values than seconds: said where a load, or what was found on it, stands. */
import { importsOf } from './shaping/shaped.ts';
import { spanWords } from './shaping/times.ts';
import type { Workload } from './workload.ts';

/** Of the load `id`, by the imports that it is made of: a sentence; undefined where none of them is coarse, or it is not known. */
export function coarseCaution(
  id: string,
  imports: readonly Pick<Workload, 'id' | 'stepSeconds'>[],
): string | undefined {
  const made = importsOf(id);
  const steps = imports.flatMap((one) => (made.includes(one.id) ? (one.stepSeconds ?? []) : []));
  if (steps.length === 0) return undefined;
  return `Assumed: each value of the load’s file stands for ${spanWords(Math.max(...steps))} and is taken to be even within, so bursts shorter than that are not in it.`;
}
