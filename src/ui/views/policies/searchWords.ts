import { joined } from '../../format.ts';
import { freeOf } from '../../state/policies/tuning.svelte.ts';
import { idOf } from '../../../experiments/tuning/names.ts';
import type { Free } from '../../../experiments/tuning/free.ts';

const NAMES: Readonly<Record<Free, string>> = {
  bounds: 'bounds beyond those set',
  metric: 'metric',
  tolerance: 'tolerances',
  variant: 'variants',
  batch: 'batches',
};

/** What a search around `key` changes, and what stays as it is set; `free` is what else it may change. */
export function searchWords(key: string, free: readonly Free[]): string {
  const id = idOf(key);
  const searched = [
    ...['target', `least and most replicas${free.includes('bounds') ? '' : ' within those set'}`],
    ...(id === 'kpa' ? ['windows', 'panic threshold', 'delay'] : ['stabilisation', 'rules']),
    ...(id === 'keda' ? ['polling'] : []),
    ...freeOf(key).flatMap((one) => (free.includes(one) ? [NAMES[one]] : [])),
  ];
  const kept = freeOf(key).flatMap((one) => (free.includes(one) ? [] : [NAMES[one]]));
  return `Searched: ${joined(searched)}.${kept.length > 0 ? ` As set now: ${joined(kept)}.` : ''}`;
}
