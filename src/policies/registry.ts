import { policies } from './all.ts';
import { byHand } from './hand/hand.ts';
import { isHand, readOrders } from './hand/orders.ts';
import type { PolicyFactory } from './policy.ts';
import { policyKey } from './settings/canonical.ts';
import { parsePolicyKey } from './settings/parse.ts';

export { policies } from './all.ts';

/** The policy of a key, with the settings or orders that it holds; undefined where the key does not parse (`canonicalKey` says why). */
export function policyById(key: string): PolicyFactory | undefined {
  if (isHand(key)) {
    const orders = readOrders(key);
    return orders.ok ? byHand(orders.value) : undefined;
  }
  const read = parsePolicyKey(key);
  if (!read.ok) return undefined;
  const { id, settings } = read.value;
  const plain = policies.find((policy) => policy.info.id === id);
  return policyKey(id, settings) === id ? plain : plain?.withSettings?.(settings);
}
