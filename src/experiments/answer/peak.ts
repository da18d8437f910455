/** The least of `values` that the share `quantile` of them does not exceed (nearest rank); 0 of none. */
export function percentileOf(values: Float64Array, quantile: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? 0;
}
