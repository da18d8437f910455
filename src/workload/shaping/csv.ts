/** A load as a CSV file, which the lab reads again as it is. */

/** Rows of a piece: texts of millions of lines are joined in pieces. */
const ROWS = 20_000;

/** A head, then each second with its requests per second. */
export function loadCsv(rates: Float64Array): string {
  const pieces = ['second,requests per second\n'];
  for (let from = 0; from < rates.length; from += ROWS) {
    let piece = '';
    for (let t = from; t < Math.min(rates.length, from + ROWS); t++) piece += `${t},${rates[t]!}\n`;
    pieces.push(piece);
  }
  return pieces.join('');
}
