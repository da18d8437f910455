import { expect, it } from 'vitest';
import { Yardsticks } from './yardsticks.svelte.ts';
import type { Yardstick } from '../../../experiments/yardstick.ts';
import { runRecord } from '../../../testing/runs.ts';

const { scenario } = runRecord();
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('rivals are measured once for equal loads, and again where they could not be', async () => {
  const yardstick = (plan: number): Yardstick =>
    ({ possible: { kind: 'bracket', plan, bound: 4, searching: true }, rivals: [] }) as const;
  let tell: (one: Yardstick) => void = () => undefined;
  let asked = 0;
  const yardsticks = new Yardsticks({
    yardstick: (_, __, told) => {
      tell = told;
      return asked++ === 0 ? Promise.reject(new Error('The worker died')) : Promise.resolve();
    },
  });
  yardsticks.want(scenario, 1);
  yardsticks.want(structuredClone(scenario), 1);
  await settled();
  expect([asked, yardsticks.trouble]).toEqual([1, 'The rivals could not be measured: The worker died.']);
  yardsticks.want(scenario, 1);
  await settled();
  tell(yardstick(3));
  const plan = (): number | undefined => yardsticks.get(structuredClone(scenario), 1)?.possible.plan;
  expect([plan(), yardsticks.trouble]).toEqual([3, '']);
  // Narrower, while one looks.
  tell(yardstick(3.5));
  expect(plan()).toBe(3.5);
  expect(yardsticks.get(scenario, 2)).toBeUndefined();
  const rates = scenario.workload.rates.map((rate) => rate + 1);
  expect(yardsticks.get({ ...scenario, workload: { ...scenario.workload, rates } }, 1)).toBeUndefined();
});
