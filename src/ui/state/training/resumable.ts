import type { RunStanding } from './trainingStatus.ts';
import type { RunRecord } from '../../../storage/records.ts';

/** Less of a budget in seconds is none. */
const LEAST_SECONDS = 0.5;

/** Whether a run that stands so may go on with the budget that it has. */
export function isResumable(run: RunRecord, standing: RunStanding): boolean {
  const { budget, elapsedSeconds, steps, seeds, outdated } = run;
  const left =
    'seconds' in budget
      ? budget.seconds - elapsedSeconds > LEAST_SECONDS
      : steps < budget.steps * seeds.length;
  return outdated === undefined && left && standing !== 'converged' && standing !== 'finished';
}
