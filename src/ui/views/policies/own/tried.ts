/** What a trial came to, in sentences. */
import { ahead, told } from '../../../finding/told.ts';
import { joined } from '../../../format.ts';
import type { Tried } from '../../../state/policies/own/ownDesk.svelte.ts';
import { misfitSentence } from '../../../../policies/own/misfitWords.ts';

/** "J is 11.31 on Bursty. Beside it: IPA 10.89 (+0.42)."; a network runs in no sandbox, but in a worker of its own. */
export function resultWords({ scenario, trial, beside }: Tried, network: boolean): readonly string[] {
  const { environment, workload, pipeline } = scenario;
  const { name, summary } = trial;
  const j = (value: number): string => told('objective', value, environment);
  const others = beside.map(
    (one) =>
      `${one.name} ${j(one.summary.objective)} (${ahead('objective', summary.objective - one.summary.objective)})`,
  );
  const against = others.length === 0 ? '' : ` Beside it: ${joined(others)}.`;
  const misfits = summary.misfits && misfitSentence(name, [summary.misfits]);
  return [
    `J is ${j(summary.objective)} on ${pipeline.name} under ${workload.name}.${against}`,
    misfits ?? 'Every order ran as it was given.',
    `A decision took ${told('decisionMs', summary.decisionMs, environment)} ms on average, with the way to its ${network ? 'worker' : 'sandbox'} and back.`,
  ];
}
