import { greedy, greedyLiteral } from './greedy.ts';
import { ipa, ipaAsShipped, ipaExact, ipaPublished } from './ipa.ts';
import { optimumOffline, optimumPredicted, optimumTrue, staticBest } from './oracles.ts';
import type { PolicyFactory } from './policy.ts';
import { random } from './random.ts';

/** Every policy that needs no training, in the order in which the lab lists them. */
export const policies: readonly PolicyFactory[] = [
  ipaExact,
  ipa,
  ipaPublished,
  ipaAsShipped,
  greedy,
  greedyLiteral,
  random,
  optimumPredicted,
  optimumTrue,
  optimumOffline,
  staticBest,
];

export function policyById(id: string): PolicyFactory | undefined {
  return policies.find((policy) => policy.info.id === id);
}
