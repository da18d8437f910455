import { expect, it } from 'vitest';
import { countOrders } from './countedOrders.ts';
import { decisionCard } from './decisionCard.ts';
import { runEpisode } from '../scenario/episode.ts';
import { prepare } from '../scenario/prepare.ts';
import { defaultScenario } from '../scenario/scenario.ts';
import { inSingles } from '../scenario/singles.ts';
import { patienceOf } from '../model/patience.ts';
import { presetById } from '../model/presets/index.ts';
import { isTooMuch } from '../model/watch.ts';
import { policies, policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const untimed = { clock: () => 0, record: false };
const scenario = defaultScenario(presetById('video')!, generateWorkload('bursty', 3, 420));
const width = 3 * scenario.pipeline.stages.length;
const rivals = policies.filter(({ info }) => ['greedy', 'hpa', 'ipa-exact'].includes(info.id));
const own = policyById('greedy')!;

it('in single requests, they are what the card of that world says of every order', async () => {
  const prepared = prepare(inSingles(scenario));
  const { series } = await runEpisode(prepared, own, untimed);
  for (const k of [0, 7, series.t.length - 1]) {
    const { alternatives } = await decisionCard(prepared, own, k, rivals);
    expect(alternatives.length).toBeGreaterThan(3);
    const orders = alternatives.map(({ configuration }) => configuration);
    const counted = await countOrders(scenario, series.actions.slice(0, k * width), orders);
    expect(counted).toEqual(alternatives.map(({ reward, inTime }) => ({ reward, inTime })));
  }
});

it('another world’s orders are judged as they were given there, and what a seed drew is drawn again', async () => {
  const prepared = prepare({ ...scenario, environment: 'fluid' });
  const { series } = await runEpisode(prepared, own, untimed);
  const k = 12;
  const { alternatives } = await decisionCard(prepared, own, k, rivals);
  const orders = alternatives.map(({ configuration }) => configuration);
  const before = series.actions.slice(0, k * width);
  const counted = await countOrders(scenario, before, orders);
  expect(await countOrders(scenario, before, orders)).toEqual(counted);
  expect(counted.map(({ reward }) => reward)).not.toEqual(alternatives.map(({ reward }) => reward));
  expect(await countOrders({ ...scenario, seed: 8 }, before, orders)).not.toEqual(counted);
});

it('what takes too long is refused in a sentence', async () => {
  let now = 0;
  const clock = (): number => (now += 1000);
  const orders = [(await decisionCard(prepare(scenario), own, 0, [])).configuration];
  const before = new Int32Array(20 * width);
  await expect(countOrders(scenario, before, orders, patienceOf(clock, 2))).rejects.toSatisfy(isTooMuch);
});
