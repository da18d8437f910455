/** What each policy of the page declares about itself, the agent among them. */
import { capital } from '../../format.ts';
import { opdInfo } from '../../../learning/network/trainedAgent.ts';
import type { PolicyInfo } from '../../../policies/policy.ts';
import { policies, policyById } from '../../../policies/registry.ts';
import { baseOf, HAND, isSet } from '../../theme/policies.ts';

/** Throws for a key that no policy has: keys are checked where they come in. */
export function infoOf(key: string): PolicyInfo {
  const own = isSet(key) || baseOf(key) === HAND ? policyById(key)?.info : undefined;
  if (own) return own;
  const id = baseOf(key);
  const found = [opdInfo, ...policies.map(({ info }) => info)].find((info) => info.id === id);
  if (!found) throw new Error(`there is no policy ${id}`);
  return found;
}

/** The questions that the five sentences of `about` answer, in their order. */
export const questions = [
  'What it does',
  'How it decides',
  'What it needs to know',
  'When it does well',
  'When it fails',
] as const;

/** A sentence of `memory` or `source`, which the policies write as fragments. */
export function asSentence(text: string): string {
  const sentence = capital(text);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
