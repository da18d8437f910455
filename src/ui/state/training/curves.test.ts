import { describe, expect, it } from 'vitest';
import { bestOf, lastOf, noCurves, withEvaluation, withPoints } from './curves.ts';
import type { HeldOutEvaluation, TrainPoint } from '../../../learning/training/progress.ts';

const point = (member: number, update: number): TrainPoint => ({ member, update }) as TrainPoint;
const judged = (member: number, objective: number): HeldOutEvaluation =>
  ({ member, objective }) as HeldOutEvaluation;

describe('curves', () => {
  it('grow by seed, and what somebody holds stays as it was', () => {
    const first = withPoints(noCurves, [point(0, 1), point(2, 1), point(0, 2)]);
    const held = first.members[0];
    const second = withPoints(first, [point(2, 2)]);
    expect(first.members.map((points) => points.map(({ update }) => update))).toEqual([[1, 2], [], [1]]);
    expect(second.members.map((points) => points.length)).toEqual([2, 0, 2]);
    expect(second.members[0], 'a seed that told nothing is not copied').toBe(held);
    expect(lastOf(second).map(({ member, update }) => [member, update])).toEqual([
      [0, 2],
      [2, 2],
    ]);
    expect(noCurves.members).toEqual([]);
  });

  it('know the first of the best agents', () => {
    expect(bestOf(noCurves)).toBeUndefined();
    const all = [judged(0, 1), judged(1, 3), judged(0, 3), judged(1, 2)];
    const curves = all.reduce(withEvaluation, noCurves);
    expect(curves.evaluations).toEqual(all);
    expect(bestOf(curves)).toBe(all[1]);
  });
});
