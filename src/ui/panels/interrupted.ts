/** What became of a training whose tab was closed or opened anew, in sentences. */
import { told } from '../finding/told.ts';
import { fixed, whole } from '../format.ts';
import { isResumable } from '../state/training/resumable.ts';
import type { RunRecord } from '../../storage/records.ts';

export interface Interrupted {
  readonly sentence: string;
  /** It can go on from its last checkpoint. */
  readonly resumable: boolean;
}

/** "Run 3 was interrupted at 12 s, after 34,816 steps: its tab was closed or opened anew. Kept is ..." */
export function interrupted(run: RunRecord): Interrupted {
  const { name, elapsedSeconds, steps, objective, agent, scenario, outdated } = run;
  const where = `${name} was interrupted at ${fixed(elapsedSeconds, 0)} s, after ${whole(steps)} steps: its tab was closed or opened anew.`;
  const kept = agent
    ? `The agent here is the best that it had by J on the load held out (${told('objective', objective, scenario.environment)}).`
    : 'It had kept no agent yet.';
  const resumable = isResumable(run, 'interrupted');
  const on = resumable
    ? ''
    : `It cannot go on: ${outdated === undefined ? 'its budget is spent.' : outdated}`;
  return { sentence: [where, kept, on].filter((one) => one !== '').join(' '), resumable };
}
