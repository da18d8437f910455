import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byHand, repaired } from './hand.ts';
import { handMisfit, handRemarks } from './handMisfit.ts';
import { handKey, LONGEST_ORDERS, orderedAt, ordersInWords, readOrders, type Orders } from './orders.ts';
import { HAND_ID } from '../ids.ts';
import { policies, policyById } from '../registry.ts';
import { canonicalKey, describeSettings, settingsMisfit, splitPolicyKeys } from '../settings/key.ts';
import { remembers } from '../policy.ts';
import { Random } from '../../model/random.ts';
import { isFeasible } from '../../model/tables.ts';
import { handKeys } from '../../testing/handKeys.ts';
import { smallPipeline } from '../../testing/enumerate.ts';
import { testPipeline } from '../../testing/pipelines.ts';

const orders = (key: string): Orders => {
  const read = readOrders(key);
  if (!read.ok) throw new Error(read.message);
  return read.value;
};

const pipeline = testPipeline([
  [
    [0.5, 2, 0.1, 0.05],
    [0.6, 4, 0.1, 0.05],
  ],
  [[0.5, 3, 0.1, 0.05]],
]);
const limits = { maxReplicas: 4, maxBatch: 8, maxCores: 12 };

describe('orders as a key', () => {
  it('have one form, in which nothing is ordered that holds already', () => {
    expect(canonicalKey('hand: 6=1.2.4/1.1.1 ; 0=2.1.1/1.1.1;9= 1.2.4/ 1.1.1')).toEqual({
      ok: true,
      value: 'hand:0=2.1.1/1.1.1;6=1.2.4/1.1.1',
    });
    expect(canonicalKey('hand')).toEqual({ ok: true, value: 'hand' });
  });

  it('come back as they were written, and stay apart from others in a list', () => {
    fc.assert(
      fc.property(handKeys, handKeys, (one, other) => {
        expect(canonicalKey(one)).toEqual({ ok: true, value: one });
        expect(handKey(orders(one))).toBe(one);
        expect(splitPolicyKeys(`greedy,${one},hpa:target=0.5,min=2,${other}`)).toEqual([
          'greedy',
          one,
          'hpa:target=0.5,min=2',
          other,
        ]);
        expect(policyById(one)?.info.id).toBe(one);
      }),
    );
  });

  it.each([
    ['hand:', /written as decision=variant\.replicas\.batch.*"" is not/],
    ['hand:target=0.5', /written as decision=/],
    ['hand:0=1.1', /"1\.1" at decision 0 is not/],
    ['hand:0=1.1.1/', /"" at decision 0 is not/],
    ['hand:0=0.1.1', /of variants 1 to 32.*"0\.1\.1" at decision 0 is not/],
    ['hand:0=1.65.1', /1 to 64 replicas.*"1\.65\.1"/],
    ['hand:0=1.1.3', /power of two up to 64/],
    ['hand:3=1.1.1', /needs an order for decision 0/],
    ['hand:0=1.1.1;0=1.2.1', /twice at decision 0/],
    ['hand:0=1.1.1/1.1.1;4=1.1.1', /for 2 stages at decision 0 and for 1 at decision 4/],
    ['hand:0=1.1.1;99999=1.1.1', /decisions are numbered from 0 to 60,467/],
    [`hand:0=${'1.1.1/'.repeat(20)}1.1.1`, /a pipeline has at most 12/],
    [`hand:${'0=1.1.1;'.repeat(1100)}`, /at most 8,000 characters; these have 8,805/],
  ])('%s is refused in a sentence', (key, why) => {
    const read = canonicalKey(key);
    expect(read.ok ? '' : read.message).toMatch(why);
    expect(policyById(key)).toBeUndefined();
  });

  it('hold a change at every decision of twenty minutes of four stages, also as an address writes them', () => {
    const random = Random.stream(1, 'orders by hand');
    const long: Orders = Array.from({ length: 120 }, (_, from) => ({
      from,
      configuration: Array.from({ length: 4 }, () => ({
        variant: random.integer(9),
        replicas: 1 + random.integer(16),
        batch: 16,
      })),
    }));
    const key = handKey(long);
    expect(orders(key)).toHaveLength(120);
    expect(new URLSearchParams({ a: key }).toString().length).toBeLessThan(LONGEST_ORDERS);
  });

  it('are named by what is held, or by how often that changes', () => {
    expect(describeSettings('hand:0=1.2.4/1.1.1')).toBe('1.2.4/1.1.1');
    expect(ordersInWords('hand:0=1.2.4;5=1.1.1')).toBe('1 change');
    expect(ordersInWords('hand:0=1.2.4;5=1.1.1;9=1.2.1')).toBe('2 changes');
    expect(ordersInWords('hand')).toBe('');
  });

  it('hold until the next', () => {
    const some = orders('hand:0=1.2.4;5=1.1.1');
    expect([0, 4, 5, 99].map((k) => orderedAt(some, k)![0]!.replicas)).toEqual([2, 2, 1, 1]);
    expect(orderedAt([], 3)).toBeUndefined();
  });
});

describe('orders that do not fit', () => {
  it.each([
    ['hand:0=1.1.1', /for 1 stage, and the pipeline "Test" has 2 stages/],
    ['hand:0=1.1.1/1.1.1;7=1.1.1/2.1.1', /variant 2 at stage 2 .* from decision 7 on, and .* has 1 there/],
    ['hand:0=1.1.16/1.1.1', /batch 16 .* limit is 8/],
    ['hand:0=1.5.1/1.1.1', /5 replicas .* limit is 4/],
  ])('%s: what lacks is said', (key, why) => {
    expect(handMisfit(orders(key), pipeline, limits)).toMatch(why);
    expect(settingsMisfit(key, pipeline, limits)).toMatch(why);
  });

  it('are no misfit for want of cores, which is remarked', () => {
    const dear = orders('hand:0=2.1.1/1.1.1;3=2.3.1/1.2.1');
    expect(handMisfit(dear, pipeline, limits)).toBeUndefined();
    expect(handRemarks(dear, pipeline, limits)).toEqual([
      expect.stringMatching(/orders 18 cores from decision 3 on, and the device has 12/),
    ]);
    expect(handRemarks(orders('hand:0=2.1.1/1.2.1'), pipeline, limits)).toEqual([]);
    expect(handRemarks(orders('hand:0=1.1.1'), pipeline, limits)).toEqual([]);
  });

  it('run as the nearest that there is: whatever is ordered is feasible, and what fits is untouched', () => {
    fc.assert(
      fc.property(handKeys, fc.integer({ min: 0, max: 400 }), (key, seed) => {
        const { tables } = smallPipeline(seed);
        for (const { configuration } of orders(key)) {
          const runs = repaired(tables, configuration);
          expect(isFeasible(tables, runs)).toBe(true);
          if (isFeasible(tables, configuration)) expect(runs).toEqual(configuration);
        }
      }),
    );
  });
});

describe('the policy', () => {
  it('is none of the lab’s own, and needs no memory', () => {
    expect(policies.map(({ info }) => info.id)).not.toContain(HAND_ID);
    const { info } = byHand(orders('hand:0=1.2.4/1.1.1'));
    expect(info).toMatchObject({ id: 'hand:0=1.2.4/1.1.1', name: 'By hand (1.2.4/1.1.1)' });
    expect(info.about).toHaveLength(5);
    expect(remembers(info)).toBe(false);
  });
});
