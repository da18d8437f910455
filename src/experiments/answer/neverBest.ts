/** Variants that the greatest reward takes at no load within the limits. */
import { evaluate } from '../../model/objective.ts';
import { latency, type Configuration, type Variant } from '../../model/pipeline.ts';
import type { Frontier } from '../../policies/optimum/frontier.ts';

export interface NeverBest {
  readonly stage: string;
  readonly variant: string;
  /** Another that is as accurate or more, with as few cores or fewer, and as quick or quicker at every batch, where there is one. */
  readonly besides: string | undefined;
}

/** The optimum changes at the throughputs of the frontier's points and nowhere else but between one and the next, once. */
const JUST_ABOVE = 1 + 1e-9;

/**
 * `best` is asked at and just above the throughput of every point: between two throughputs what falls short loses and what has
 * some to spare gains with the load, so that whatever is best anywhere is best at one of the two ends. With a weight on late
 * requests, where each question is a search, all that a plan chooses among counts as taken.
 */
export function neverBest(frontier: Frontier): readonly NeverBest[] {
  const { pipeline, batches } = frontier.tables;
  const used = pipeline.stages.map(() => new Set<number>());
  const use = (one: Configuration): void => {
    one.forEach(({ variant }, n) => used[n]!.add(variant));
  };
  for (let i = 0; i < frontier.size; i++) {
    const point = frontier.configuration(i);
    if (frontier.weights.lateWeight > 0) use(point);
    else {
      const { throughput } = evaluate(frontier.tables, frontier.weights, point, 0);
      for (const load of [throughput, throughput * JUST_ABOVE]) use(frontier.best(load));
    }
  }
  const beats = (one: Variant, other: Variant): boolean =>
    one !== other &&
    one.accuracy >= other.accuracy &&
    one.cores <= other.cores &&
    batches.every((batch) => latency(one.latency, batch) <= latency(other.latency, batch));
  return pipeline.stages.flatMap(({ name, variants }, n) =>
    variants.flatMap((variant, z): readonly NeverBest[] =>
      used[n]!.has(z)
        ? []
        : [
            {
              stage: name,
              variant: variant.name,
              besides: variants.find((one) => beats(one, variant))?.name,
            },
          ],
    ),
  );
}
