import { expect, it } from 'vitest';
import { writeSeconds } from './seconds.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { maxRate } from '../../workload/workload.ts';

it('ten seconds have the maximum that was asked for, and nothing comes where it is nothing', () => {
  for (const most of [0, 0.05, 1, 20, 400]) {
    const out = new Float64Array(12).fill(-1);
    writeSeconds(out, 1, most);
    expect(maxRate(out, 1, 11)).toBeCloseTo(most, 9);
    expect(Math.min(...out.subarray(1, 11))).toBeGreaterThanOrEqual(0);
    expect([out[0], out[11]]).toEqual([-1, -1]);
  }
});

it('they sum to what comes on a load that scatters as the real trace does, within 2 %', () => {
  const { rates } = generateWorkload('steady-high', 3);
  const out = new Float64Array(10);
  let [guessed, came] = [0, 0];
  for (let t = 0; t + 10 <= rates.length; t += 10) {
    writeSeconds(out, 0, maxRate(rates, t, t + 10));
    guessed += out.reduce((sum, rate) => sum + rate, 0);
    came += rates.subarray(t, t + 10).reduce((sum, rate) => sum + rate, 0);
  }
  expect(Math.abs(guessed / came - 1)).toBeLessThan(0.02);
});
