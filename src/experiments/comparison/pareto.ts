/** Cost against quality of service. */
import { mean } from './estimate.ts';
import type { ComparisonResult, FrontPoint } from './result.ts';

export interface CostQos {
  /** Cores; less is better. */
  readonly cost: number;
  /** Points; more is better. */
  readonly qos: number;
}

/** Those that no other beats in one and equals or beats in the other; cheapest first, in the order given where equal. */
export function paretoFront<T extends CostQos>(points: readonly T[]): readonly T[] {
  return points
    .filter(
      (a) => !points.some((b) => b.cost <= a.cost && b.qos >= a.qos && (b.cost < a.cost || b.qos > a.qos)),
    )
    .sort((a, b) => a.cost - b.cost);
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
  );
  // Prices near each other may lead to the same choices.
  return front.filter((point, i) => point.cost !== front[i - 1]?.cost);
}
