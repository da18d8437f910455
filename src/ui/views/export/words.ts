/** What the layouts are and mean, in plain words. */
import { plural } from '../../format.ts';
import type { Layout } from '../../../export/cluster/plan.ts';

export const layoutNames: Readonly<Record<Layout, string>> = {
  'seldon-per-stage': 'Seldon, per stage',
  'seldon-graph': 'Seldon, one graph',
  kserve: 'KServe',
};

export const consequences: Readonly<Record<Layout, string>> = {
  'seldon-per-stage':
    'A queue before every stage makes the batches, as in the paper’s Fig. 1. A new batch size restarts a queue and no model; replicas scale by themselves.',
  'seldon-graph':
    'One resource for the whole chain. Every change restarts its executor for 20 s or more: too slow for a decision every ten seconds.',
  kserve:
    'No licence to buy. HTTP only, and no central queue: each replica makes its own batches, so a new batch size restarts the stage.',
};

/** The headline: what there is, and whether a cluster would take it. */
export function verdict(objects: number, complaints: number | undefined): string {
  if (complaints === undefined) return `${plural(objects, 'object')}, being checked …`;
  if (complaints === 0)
    return `${plural(objects, 'object')}, ${objects === 1 ? '' : 'every one '}valid by its schema and rules.`;
  return `A cluster would refuse this: ${String(complaints)} ${complaints === 1 ? 'thing is' : 'things are'} wrong.`;
}
