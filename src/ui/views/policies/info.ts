/** What each policy of the page declares about itself, the agent among them. */
import { opdInfo } from '../../../learning/agent.ts';
import type { PolicyInfo } from '../../../policies/policy.ts';
import { policies } from '../../../policies/registry.ts';

/** Throws for an id that no policy has: ids are checked where they come in. */
export function infoOf(id: string): PolicyInfo {
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
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith('.') ? capital : `${capital}.`;
}
