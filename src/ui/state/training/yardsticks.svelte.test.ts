import { expect, it } from 'vitest';
import { Yardsticks } from './yardsticks.svelte.ts';
import type { Yardstick } from '../../../experiments/yardstick.ts';
import { runRecord } from '../../../testing/runs.ts';

const { scenario } = runRecord();
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('rivals are measured once for equal loads, and again where they could not be', async () => {
  const answers = [
    Promise.reject(new Error('The worker died')),
    Promise.resolve({ optimum: 3 } as Yardstick),
  ];
  let asked = 0;
  const yardsticks = new Yardsticks({ yardstick: () => answers[asked++]! });
  yardsticks.want(scenario, 1);
  yardsticks.want(structuredClone(scenario), 1);
  await settled();
  expect([asked, yardsticks.trouble]).toEqual([1, 'The rivals could not be measured: The worker died.']);
  yardsticks.want(scenario, 1);
  await settled();
  expect([yardsticks.get(structuredClone(scenario), 1)?.optimum, yardsticks.trouble]).toEqual([3, '']);
  expect(yardsticks.get(scenario, 2)).toBeUndefined();
  const rates = scenario.workload.rates.map((rate) => rate + 1);
  expect(yardsticks.get({ ...scenario, workload: { ...scenario.workload, rates } }, 1)).toBeUndefined();
});
