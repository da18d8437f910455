import { handKey, orderedAt, ordersInWords, type Orders } from './orders.ts';
import { fit } from '../fit.ts';
import { HAND_ID, HAND_NAME } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { smallestConfiguration, type Tables } from '../../model/tables.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

const info: PolicyInfo = {
  id: HAND_ID,
  name: HAND_NAME,
  summary: 'Orders what a person wrote down, decision by decision.',
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'none: what is ordered follows from the number of the decision alone',
  simplifications:
    'An order that the device or the pipeline has no room for runs with what of it fits: the nearest variant, batch and replicas, then replicas taken back where most are to spare.',
  source: 'You, in the game Be the autoscaler or in a key.',
  about: [
    'By hand orders a list of configurations, each from one decision on until the next change.',
    'It decides nothing: at every decision it looks up what was ordered for it.',
    'It needs the list, and reads neither load nor queues; who made the list may have read both.',
    'It does well where one configuration is enough, or where the one who ordered saw what was coming.',
    'It fails on every load but the one that it was made for, because it never looks.',
  ],
};

/** What runs of an order: for stages that it leaves out the smallest, for what there is not the nearest, and within W_max. */
export function repaired(tables: Tables, ordered: Configuration): Configuration {
  const smallest = smallestConfiguration(tables);
  const near = smallest.map((least, n) => {
    const { variant, replicas, batch } = ordered[n] ?? least;
    return {
      variant: Math.min(variant, tables.variants[n]! - 1),
      replicas: Math.min(replicas, tables.limits.maxReplicas),
      batch: Math.min(batch, tables.batches.at(-1)!),
    };
  });
  // The load weighs on all stages alike, so any tells where most is to spare.
  return fit(tables, near, 1);
}

/** The policy that orders this, or without any orders leaves what runs at the beginning. */
export function byHand(orders: Orders): PolicyFactory {
  const key = handKey(orders);
  const words = ordersInWords(key);
  const own: PolicyInfo = words === '' ? info : { ...info, id: key, name: `${HAND_NAME} (${words})` };
  return {
    info: own,
    create: ({ tables }) => {
      const fitting = orders.map(({ from, configuration }) => ({
        from,
        configuration: repaired(tables, configuration),
      }));
      const least = smallestConfiguration(tables);
      return Promise.resolve({
        info: own,
        decide: ({ time }) => orderedAt(fitting, (time - HISTORY_SECONDS) / DECISION_SECONDS) ?? least,
      });
    },
  };
}
