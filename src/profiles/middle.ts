/** The middle of some numbers. Throws where there are none. */
export function middleOf(values: readonly number[]): number {
  if (values.length === 0) throw new Error('there is no middle of no numbers');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
