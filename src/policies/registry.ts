import { policies } from './all.ts';
import type { PolicyFactory } from './policy.ts';
import { policyKey } from './settings/canonical.ts';
import { parsePolicyKey } from './settings/parse.ts';

export { policies } from './all.ts';

/** The policy of a key, with the settings that it holds; undefined where the key does not parse (`parsePolicyKey` says why). */
export function policyById(key: string): PolicyFactory | undefined {
  const read = parsePolicyKey(key);
  if (!read.ok) return undefined;
  const { id, settings } = read.value;
  const plain = policies.find((policy) => policy.info.id === id);
  return policyKey(id, settings) === id ? plain : plain?.withSettings?.(settings);
}
