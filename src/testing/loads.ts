/** Loads of every kind of step, for properties that hold of all. */
import fc from 'fast-check';
import { flatFields, numberKinds, type Load, type NumberKind, type Step } from '../workload/shaping/steps.ts';
import { rounded, stepComplaint } from '../workload/shaping/check.ts';
import type { Range } from '../model/range.ts';

const numberIn = ({ min, max, whole }: Range): fc.Arbitrary<number> =>
  whole
    ? fc.oneof(fc.integer({ min, max: Math.min(max, 1200) }), fc.integer({ min, max }))
    : fc.double({ min, max: Math.min(max, 5000), noNaN: true }).map(rounded);

const numbers = (kind: NumberKind): fc.Arbitrary<Step> => {
  const { fields, pairs } = numberKinds[kind];
  const one = fc.tuple(...fields.map(({ range }) => numberIn(range)));
  const ordered = (all: readonly (readonly number[])[]): readonly number[] => {
    if (kind === 'clip') return all.flatMap((pair) => [...pair].sort((a, b) => a - b));
    if (kind === 'window') return all.flatMap(([a = 0, b = 0]) => [Math.min(a, b), Math.max(a, b) + 1]);
    return kind === 'drawn' ? [...all].sort((a, b) => a[0]! - b[0]!).flat() : all.flat();
  };
  return fc
    .array(one, pairs === undefined ? { minLength: 1, maxLength: 1 } : { minLength: pairs, maxLength: 6 })
    .map((all): Step => ({ kind, values: ordered(all) }))
    .filter((step) => 'values' in step && stepComplaint(kind, step.values) === undefined);
};

const base = fc.oneof(
  fc.constantFrom('fluctuating', 'bursty', 'step', 'import:0123abcd'),
  fc.tuple(...flatFields.map(({ range }) => numberIn(range))).map((values) => `flat:${values.join()}`),
);

const numberStep = fc.oneof(...(Object.keys(numberKinds) as NumberKind[]).map(numbers));

const loadOf = (step: fc.Arbitrary<Step>): fc.Arbitrary<Load> =>
  fc.record({ base, steps: fc.array(step, { maxLength: 5 }) });

const withLoad = (load: fc.Arbitrary<Load>): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constantFrom('plus', 'then'), load });

export const anyStep = fc.oneof({ arbitrary: numberStep, weight: 6 }, withLoad(loadOf(numberStep)));
export const anyLoad: fc.Arbitrary<Load> = loadOf(anyStep);
