import { describe, expect, it } from 'vitest';
import { trainingLoads } from './trainingLoads.ts';
import { generateWorkload } from '../../workload/generators.ts';
import type { Workload } from '../../workload/workload.ts';

const imported = (seconds: number): Workload => ({
  ...generateWorkload('day', 3, seconds),
  id: 'import:mine',
});
const peak = (rates: Float64Array): number => rates.reduce((max, rate) => Math.max(max, rate), 0);

describe('training loads', () => {
  it('of a long trace end where the held-out part begins, and come at other levels', () => {
    const { rates } = imported(20_000);
    const { loads, heldOut } = trainingLoads(imported(20_000), 1);
    expect(loads.map((load) => load.length)).toEqual([18_000, 18_000, 18_000, 18_000, 18_000]);
    expect(loads[0]).toEqual(rates.slice(0, 18_000));
    const top = peak(loads[0]!);
    expect(loads[1]![77]).toBeCloseTo(rates[77]! + top / 2, 9);
    expect(peak(loads[2]!)).toBeCloseTo(1.5 * top, 9);
    expect(peak(loads[3]!)).toBeCloseTo(1.05 * top, 9);
    expect(peak(loads[4]!)).toBeCloseTo(0.6 * top, 9);
    // Each level of the held-out part begins with the 120 s of history before its first decision.
    expect(heldOut).toHaveLength(5 * 2120);
    expect(heldOut!.slice(0, 2120)).toEqual(rates.slice(17_880));
    expect(heldOut![2120]).toBeCloseTo(rates[17_880]! + top / 2, 9);
  });

  it('of a generated load are other draws of it; of a short import the trace itself', () => {
    const generated = generateWorkload('bursty', 5);
    const siblings = trainingLoads(generated, 1);
    expect(siblings.loads.some((load) => load.every((rate, t) => rate === generated.rates[t]))).toBe(false);
    expect(siblings.heldOut!.length).toBeGreaterThan(generated.rates.length);
    const own = imported(1200);
    const short = trainingLoads(own, 1);
    expect(short.loads[0]).toEqual(own.rates);
    expect(short.heldOut).toBeUndefined();
  });
});
