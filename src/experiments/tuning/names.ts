import { policyById } from '../../policies/registry.ts';

/** What a sentence calls the policy of a key: `HPA (target 50 %)`. */
export function nameOfKey(key: string): string {
  return policyById(key)?.info.name ?? key;
}

/** The policy that a key sets. */
export function idOf(key: string): string {
  return key.split(':', 1)[0]!;
}
