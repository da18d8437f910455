/** The interval of a share: right in `right` of `of` rows. */

/** Of the normal distribution: 95 % lie within so many standard deviations. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval (Journal of the American Statistical Association 22, 1927): unlike the share plus or minus two
 * standard errors it stays within 0 and 1, and has a width where every row was right.
 */
export function wilson(right: number, of: number): { readonly low: number; readonly high: number } {
  const share = right / of;
  const square = Z ** 2 / of;
  const centre = (share + square / 2) / (1 + square);
  const half = (Math.sqrt(square) * Math.sqrt(share * (1 - share) + square / 4)) / (1 + square);
  // At either end the sums come to 0 and 1 but for a rounding.
  return {
    low: right === 0 ? 0 : Math.max(0, centre - half),
    high: right === of ? 1 : Math.min(1, centre + half),
  };
}
