/** What was found, in the plan's order, with what was asked for beside it. */
import { askedOf, keysOf, placesOf, type Asked } from './asked.ts';
import { cellKey, placeKey, type ComparisonPlan } from './plan.ts';
import type { ComparisonResult } from './result.ts';
import { lateKey, type Found } from './tasks.ts';

/** `found` may be of a plan with more in it: what this plan does not ask for is left out. */
export function resultOf(plan: ComparisonPlan, found: Found): ComparisonResult {
  return resultFrom(askedOf(plan), found);
}

/** The same by names alone. */
export function resultFrom(asked: Asked, found: Found): ComparisonResult {
  const { record } = asked;
  const cells = new Map(found.cells.map((cell) => [cellKey(cell), cell]));
  const references = new Map(found.references.map((r) => [placeKey(r), r]));
  const wanted = keysOf(asked);
  const late = found.late.filter((one) => wanted.has(lateKey(one)));
  // What a version before this one measured stands until it is measured anew.
  const there = new Set([...cells.keys(), ...references.keys(), ...late.map(lateKey)]);
  const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
  return {
    format: 2,
    plan: record,
    cells: record.pipelines.flatMap(({ id: pipeline }) =>
      record.workloads.flatMap(({ id: workload }) =>
        record.policies.flatMap(({ id: policy }) =>
          record.seeds.flatMap((seed) => present(cells.get(cellKey({ pipeline, workload, policy, seed })))),
        ),
      ),
    ),
    references: placesOf(asked).flatMap(({ place }) => present(references.get(placeKey(place)))),
    ...(late.length > 0 ? { late } : {}),
    complete: [...wanted].every((key) => there.has(key)),
  };
}
