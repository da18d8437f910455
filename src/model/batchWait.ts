/** Where a batch may wait for others longer than a request may take. */
import { objectiveWords } from './objectiveWords.ts';

/** One sentence where a batch of these sizes may; none otherwise. */
export function batchWaitWords(
  batches: readonly number[],
  batchTimeoutSeconds: number,
  slaSeconds: number,
): readonly string[] {
  if (batchTimeoutSeconds <= slaSeconds || batches.every((batch) => batch === 1)) return [];
  return [
    `A batch waits up to ${objectiveWords(batchTimeoutSeconds)} to fill, longer than the latency objective of ${objectiveWords(slaSeconds)}: where too few requests come to fill it, they are late.`,
  ];
}
