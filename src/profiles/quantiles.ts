/** Quantiles by the names that tools give them, and of single requests. */

const PERCENT = /^p?\s*(\d{1,2}(?:\.\d{1,4})?)\s*(?:%|th\b|percentile\b)/;
const LETTER = /^p[\s_(]*(\d{1,2}(?:[._]\d{1,4})?|\d{3,5})\)?(?![\d.])/;

/** The quantile that a name begins with: "p99 latency", "p(95)", "99.9%", "99th", "p999", "median"; undefined for any other name, and for maxima. */
export function quantileNamed(name: string): number | undefined {
  const word = name.trim().toLowerCase();
  if (/^(?:median|med)(?![a-z])/.test(word)) return 0.5;
  const text = (LETTER.exec(word) ?? PERCENT.exec(word))?.[1]?.replace('_', '.');
  if (text === undefined) return undefined;
  // p100 is the maximum; p999 is 99.9, p9999 99.99.
  if (/^10+$/.test(text) && text.length > 2) return undefined;
  const percent = /^\d{3,}$/.test(text) ? Number(`${text.slice(0, 2)}.${text.slice(2)}`) : Number(text);
  return percent > 0 && percent < 100 ? rounded(percent / 100) : undefined;
}

/** 0.99 and not 0.9900000000000001, so that equal quantiles are one key. */
export const rounded = (quantile: number): number => Number(quantile.toFixed(6));

/** Quantiles told of single requests. */
const TOLD = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

/**
 * Of single requests, each the least latency that so many of them did not exceed (nearest rank); one that fewer than ten
 * requests lie above (0.99 of 1,000) is told too, as tools do, but 0.999 only of 1,000 and more.
 */
export function quantilesOf(latencies: readonly number[]): ReadonlyMap<number, number> {
  const sorted = Float64Array.from(latencies).sort();
  const n = sorted.length;
  const told = TOLD.filter((quantile) => n > 0 && (quantile < 0.999 || n >= 1000));
  // Rounded first: 0.95 * 20 is 19, and 18.999999999999996 with other factors.
  return new Map(
    told.map((quantile) => [
      quantile,
      sorted[Math.max(0, Math.ceil(Number((quantile * n).toFixed(6))) - 1)]!,
    ]),
  );
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
