import { describe, expect, it } from 'vitest';
import { hpaDefaults } from './hpaAlgorithm.ts';
import { replicasForAverageValue } from './hpaReplicas.ts';
import { KedaController, kedaDefaults, type KedaSpec } from './kedaAlgorithm.ts';

/**
 * [loop, second, current replicas, metric, expected order]; the target is 5 per replica. Expected values follow the
 * published rule by the arithmetic beside them, not this code.
 */
type Step = readonly ['poll' | 'sync', number, number, number | undefined, number];

const cases: readonly { why: string; spec?: Partial<KedaSpec>; steps: readonly Step[] }[] = [
  { why: 'on target: 20 = 4 x 5', steps: [['sync', 0, 4, 20, 4]] },
  { why: '21.9/20 = 1.095 lies within the tolerance', steps: [['sync', 0, 4, 21.9, 4]] },
  { why: '23/20 = 1.15; 23/5 = 4.6, up', steps: [['sync', 0, 4, 23, 5]] },
  { why: '18.1/20 = 0.905 lies within the tolerance', steps: [['sync', 0, 4, 18.1, 4]] },
  { why: '17/5 = 3.4 rounds up to what is there', steps: [['sync', 0, 4, 17, 4]] },
  { why: 'growth at most max(1 + 4, 2) in 15 s, though 100/5 = 20', steps: [['sync', 0, 1, 100, 5]] },
  { why: 'growth doubles from more than 4: 100/5 = 20, at most 12', steps: [['sync', 0, 6, 100, 12]] },
  { why: 'maxReplicas: 1000/5 = 200', steps: [['sync', 0, 90, 1000, 100]] },
  { why: 'down waits 300 s in the HPA: 3/5 asks for 1', steps: [['sync', 0, 4, 3, 4]] },
  {
    why: 'down after 300 s: the 4 found at second 0 has left the window',
    steps: [
      ['sync', 0, 4, 3, 4],
      ['sync', 285, 4, 3, 4],
      ['sync', 300, 4, 3, 1],
    ],
  },
  {
    why: 'an empty queue leaves one replica to the HPA, even with minReplicas 0',
    steps: [
      ['sync', 0, 2, 0, 2],
      ['sync', 300, 2, 0, 1],
    ],
  },
  {
    why: 'minReplicas bounds the HPA: 3/5 asks for 1, two stay',
    spec: { minReplicas: 2 },
    steps: [
      ['sync', 0, 4, 3, 4],
      ['sync', 300, 4, 3, 2],
    ],
  },
  { why: 'a metric that cannot be read changes nothing', steps: [['sync', 0, 4, undefined, 4]] },
  { why: 'at zero the HPA is off, whatever the queue', steps: [['sync', 0, 0, 50, 0]] },
  { why: 'activation: 1 > 0 wakes it to one', steps: [['poll', 0, 0, 1, 1]] },
  { why: 'no activation: 0 is not greater than 0', steps: [['poll', 0, 0, 0, 0]] },
  {
    why: 'the activation threshold itself does not wake it',
    spec: { activation: 5 },
    steps: [['poll', 0, 0, 5, 0]],
  },
  { why: 'more than the threshold does', spec: { activation: 5 }, steps: [['poll', 0, 0, 5.5, 1]] },
  {
    why: 'activation has priority over the target: 40 asks for 8, but 40 < 50',
    spec: { activation: 50 },
    steps: [['poll', 0, 0, 40, 0]],
  },
  {
    why: 'waking goes to minReplicas where it is set',
    spec: { minReplicas: 2 },
    steps: [['poll', 0, 0, 6, 2]],
  },
  {
    why: 'cooldown: last active at 0; at 300 not yet over, at 330 to zero',
    steps: [
      ['poll', 0, 3, 9, 3],
      ['poll', 30, 3, 0, 3],
      ['poll', 300, 3, 0, 3],
      ['poll', 330, 3, 0, 0],
    ],
  },
  {
    why: 'activity at 200 begins the cooldown anew: 480 < 500, 510 > 500',
    steps: [
      ['poll', 0, 3, 9, 3],
      ['poll', 200, 3, 9, 3],
      ['poll', 480, 3, 0, 3],
      ['poll', 510, 3, 0, 0],
    ],
  },
  { why: 'never active: no cooldown', steps: [['poll', 0, 3, 0, 0]] },
  {
    why: 'to zero in one step from any number',
    spec: { cooldownSeconds: 60 },
    steps: [
      ['poll', 0, 7, 9, 7],
      ['poll', 90, 7, 0, 0],
    ],
  },
  {
    why: 'minReplicas 1: never to zero',
    spec: { minReplicas: 1 },
    steps: [
      ['poll', 0, 3, 9, 3],
      ['poll', 900, 3, 0, 3],
    ],
  },
  { why: 'inactive below minReplicas: brought up', spec: { minReplicas: 2 }, steps: [['poll', 0, 1, 0, 2]] },
  { why: 'a poll without metric changes nothing', steps: [['poll', 0, 3, undefined, 3]] },
  {
    why: 'woken by the poll, then scaled by the HPA: 30/5 = 6, at most 1 + 4',
    steps: [
      ['poll', 0, 0, 30, 1],
      ['sync', 0, 1, 30, 5],
      ['sync', 15, 5, 30, 6],
    ],
  },
];

describe('KEDA', () => {
  it.each(cases)('$why', ({ spec, steps }) => {
    const controller = new KedaController({ ...kedaDefaults, behaviour: hpaDefaults, ...spec });
    const proposal = (current: number, metric: number | undefined): number | undefined =>
      metric === undefined || current === 0
        ? undefined
        : replicasForAverageValue(current, metric, 5, hpaDefaults.tolerances);
    const ordered = steps.map(([loop, time, current, metric]) =>
      loop === 'poll'
        ? controller.poll(time, current, metric)
        : controller.sync(time, current, proposal(current, metric)),
    );
    expect(ordered).toEqual(steps.map((step) => step[4]));
  });
});
