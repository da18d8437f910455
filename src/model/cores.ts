/**
 * Cores are counted in thousandths, as Kubernetes does: a core of 0.1 is no number that a computer has, and three of them
 * come to a little more than 0.3. Whole thousandths add up exactly, and whole cores stay what they are to the last bit.
 */

export const thousandthsOf = (cores: number): number => Math.round(cores * 1000);

/** Of whole thousandths. */
export const coresOfThousandths = (thousandths: number): number => thousandths / 1000;

/** What a sum, a difference or a multiple of cores is meant to be: 0.1 + 0.2 is 0.3. */
export const exactCores = (cores: number): number => coresOfThousandths(thousandthsOf(cores));

/** Of whole numbers above 0. */
export function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
