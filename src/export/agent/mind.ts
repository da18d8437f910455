/** What the agent decides with, from the files of a bundle. */
import type { AgentMind } from './agent.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';
import { BUNDLE, type Bundle } from '../policy/bundle.ts';
import { policyIn } from '../policy/policyIn.ts';

/** Why no agent can decide by the bundle. */
function useless({ decisionSeconds, historySeconds, forecaster }: Bundle): string | undefined {
  if (decisionSeconds !== DECISION_SECONDS || historySeconds !== HISTORY_SECONDS)
    return `The bundle decides every ${String(decisionSeconds)} s, and this agent every ${String(DECISION_SECONDS)} s.`;
  return forecaster === 'true'
    ? 'The policy was made with the coming load known to it, which no cluster knows; choose another forecaster.'
    : undefined;
}

/** `files` by name, `bundle.json` among them. Any doubt is refused in a sentence. */
export function mindOf(files: ReadonlyMap<string, Uint8Array>): Result<AgentMind> {
  if (!files.has(BUNDLE)) return refused(`The bundle has no ${BUNDLE}.`);
  const read = policyIn(files, {
    // The archive of the training decides nothing and is large.
    needed: (name) => !name.startsWith('training/'),
    useless,
  });
  if (!read.ok) return read;
  const { bundle, tables, decider, forecaster } = read.value;
  const { baseline, slaSeconds, environment } = bundle;
  const { batchTimeoutSeconds } = environment;
  return accepted({ tables, decider, forecaster, baseline, slaSeconds, batchTimeoutSeconds });
}
