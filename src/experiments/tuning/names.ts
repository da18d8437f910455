import { nameOf } from '../../policies/settings/fields.ts';
import { describeSettings } from '../../policies/settings/key.ts';

/** What a sentence calls the policy of a key: `HPA (target 50 %)`. */
export function nameOfKey(key: string): string {
  const words = describeSettings(key);
  return `${nameOf(idOf(key))}${words === '' ? '' : ` (${words})`}`;
}

/** The policy that a key sets. */
export function idOf(key: string): string {
  return key.split(':', 1)[0]!;
}
