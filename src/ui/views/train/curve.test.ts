import { describe, expect, it } from 'vitest';
import { curveOf, smooth } from './curve.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';

const point = (steps: number, reward: number): TrainPoint => ({ steps, reward }) as TrainPoint;
const x = (p: TrainPoint): number => p.steps;
const y = (p: TrainPoint): number => p.reward;

describe('curves', () => {
  it('thin one seed to means with their extremes', () => {
    const points = [1, 3, 2, 8].map((reward, i) => point(10 * (i + 1), reward));
    const curve = curveOf([points], x, y, 2);
    expect([...curve.x]).toEqual([20, 40]);
    expect([...curve.mid]).toEqual([2, 5]);
    expect([...curve.low]).toEqual([1, 2]);
    expect([...curve.high]).toEqual([3, 8]);
  });

  it('band several seeds from the lowest to the highest, also where one is ahead', () => {
    const a = [point(10, 1), point(20, 2)];
    const b = [point(10, 3)];
    const curve = curveOf([a, b], x, y);
    expect([...curve.mid]).toEqual([2, 2]);
    expect([...curve.low]).toEqual([1, 2]);
    expect([...curve.high]).toEqual([3, 2]);
    expect(curveOf([], x, y).x).toHaveLength(0);
  });

  it('smooth without shifting', () => {
    expect([...smooth(Float64Array.from([0, 3, 0]), 1)]).toEqual([0, 1, 0]);
  });
});
