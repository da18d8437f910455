/** What a kept checkpoint can hold that no environment ever wrote. */

/** An error whose message is the sentence that stands in the run's note; `what` says what the episodes hold or are. */
export function damaged(what: string): Error {
  return new Error(`The checkpoint is damaged: its episodes ${what}.`);
}

/** Whether `value` is a whole number of least..most. */
export function isIndex(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** Whether all `values` are whole numbers of least..most. */
export function areIndices(values: ArrayLike<number>, least: number, most: number): boolean {
  for (let i = 0; i < values.length; i++) if (!isIndex(values[i]!, least, most)) return false;
  return true;
}
