import { describe, expect, it } from 'vitest';
import { planFor, rungsOf, workOf } from './plan.ts';
import { decidedSeconds, stretchOf } from './stretch.ts';
import type { Workload } from '../../workload/workload.ts';

function load(rates: Float64Array): Workload {
  return { id: 'l', name: 'l', rates, source: '' };
}

const twentyMinutes = load(new Float64Array(1200).fill(10));
const day = load(new Float64Array(86_400).fill(10));

describe('the plan', () => {
  it('fits the time: episodes times their length is what was given', () => {
    // One episode of 1,080 decided seconds in 10.8 ms.
    const { candidates, stretchSeconds } = planFor(twentyMinutes, 10, 0.01, 1);
    expect(stretchSeconds).toBe(1080);
    const work = workOf(candidates).reduce((sum, one) => sum + one, 0);
    expect(work * 1080 * 0.01).toBeGreaterThan(9500);
    expect(work * 1080 * 0.01).toBeLessThan(10_500);
  });

  it('takes a part of a load that would leave time for few settings', () => {
    const { candidates, stretchSeconds } = planFor(day, 10, 0.01, 1);
    expect(candidates).toBeGreaterThanOrEqual(55);
    expect(stretchSeconds).toBeGreaterThan(1200);
    expect(stretchSeconds).toBeLessThan(40_000);
  });

  it('shares the time among policies', () => {
    const one = planFor(twentyMinutes, 12, 0.01, 1).candidates;
    expect(planFor(twentyMinutes, 12, 0.01, 3).candidates).toBe(Math.floor(one / 3));
  });

  it('halves: each rung on more of the load holds fewer settings', () => {
    const field = rungsOf(300).map(({ keep, born, fidelity }) => [
      keep + born,
      fidelity.load,
      fidelity.seeds,
    ]);
    expect(field[0]).toEqual([300, 'short', 1]);
    expect(field[1]).toEqual([100, 'whole', 1]);
    expect(field.at(-1)).toEqual([30, 'whole', 5]);
  });
});

describe('a part of a load', () => {
  it('is the one whose rates are distributed most like the whole', () => {
    // An hour of 5, with ten minutes of 30 in its middle.
    const rates = new Float64Array(3600).fill(5);
    rates.fill(30, 1800, 2400);
    const { workload, from } = stretchOf(load(rates), 1200);
    expect(decidedSeconds(workload)).toBe(1200);
    // A sixth of the load is high: 600 of 3,480 s, so about 200 of 1,200.
    const high = workload.rates.slice(120).filter((rate) => rate === 30).length;
    expect(high).toBeGreaterThan(120);
    expect(high).toBeLessThan(300);
    expect(workload.rates.slice(120)).toEqual(rates.slice(from, from + 1200));
  });

  it('is the whole where that is no longer', () => {
    expect(stretchOf(twentyMinutes, 5000).workload).toBe(twentyMinutes);
  });
});
