/** Cost against quality of service. */
import { mean } from '../statistics.ts';
import type { ComparisonResult, FrontPoint } from './result.ts';

/**
 * Those that no other beats in one and equals or beats in the other: `cost`, of which less is better, and what `worth`
 * says, of which more is. Cheapest first, in the order given where equal.
 */
export function paretoFront<T extends { readonly cost: number }>(
  points: readonly T[],
  worth: (point: T) => number,
): readonly T[] {
  const front: T[] = [];
  for (const point of [...points].sort((a, b) => a.cost - b.cost || worth(b) - worth(a))) {
    const last = front.at(-1);
    const better = last === undefined || worth(point) > worth(last);
    if (better || (point.cost === last.cost && worth(point) === worth(last))) front.push(point);
  }
  return front;
}

/** The optimum's front of a pipeline and workload: mean over seeds at each price of a core, dominated points left out. */
export function optimumFront(
  { references }: ComparisonResult,
  pipeline: string,
  workload: string,
): readonly FrontPoint[] {
  const byPrice = new Map<number, FrontPoint[]>();
  for (const one of references) {
    if (one.pipeline !== pipeline || one.workload !== workload) continue;
    for (const point of one.front)
      byPrice.set(point.costWeight, [...(byPrice.get(point.costWeight) ?? []), point]);
  }
  const front = paretoFront(
    [...byPrice].map(([costWeight, points]) => ({
      costWeight,
      cost: mean(points.map((p) => p.cost)),
      qos: mean(points.map((p) => p.qos)),
    })),
    ({ qos }) => qos,
  );
  // Prices near each other may lead to the same choices.
  return front.filter((point, i) => point.cost !== front[i - 1]?.cost);
}
