import type { TrainingSummary } from './bundle.ts';
import type { RunRecord } from '../../storage/records.ts';

/** What a bundle tells of the run that its agent comes from. */
export function summaryOf({
  name,
  steps,
  elapsedSeconds,
  seeds,
  scenario: { workload },
  objective,
}: RunRecord): TrainingSummary {
  return {
    name,
    steps,
    seconds: elapsedSeconds,
    seeds: [...seeds],
    workload: {
      name: workload.name,
      seconds: workload.rates.length,
      peak: workload.rates.reduce((most, rate) => Math.max(most, rate), 0),
    },
    ...(objective === undefined ? {} : { heldOutObjective: objective }),
  };
}
