/**
 * out[c] = bias[c] + sum over r of x[r] w[r, c]: one row vector times a matrix, the arithmetic of every network that
 * decides or forecasts outside a training. Eight columns at a time, so that the sums stay in registers; each sum runs
 * over the rows in their order, so the result does not depend on how columns are grouped.
 *
 * `w` holds the matrix row-major from `weights` on, `cols` numbers a row, and the biases from `bias` on (none where
 * negative).
 */
export function affine(
  w: Float64Array,
  weights: number,
  bias: number,
  rows: number,
  cols: number,
  x: Float64Array,
  out: Float64Array,
): void {
  let c = 0;
  for (; c + 7 < cols; c += 8) {
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let a4 = 0;
    let a5 = 0;
    let a6 = 0;
    let a7 = 0;
    if (bias >= 0) {
      const b = bias + c;
      a0 = w[b]!;
      a1 = w[b + 1]!;
      a2 = w[b + 2]!;
      a3 = w[b + 3]!;
      a4 = w[b + 4]!;
      a5 = w[b + 5]!;
      a6 = w[b + 6]!;
      a7 = w[b + 7]!;
    }
    for (let r = 0, i = weights + c; r < rows; r++, i += cols) {
      const v = x[r]!;
      a0 += v * w[i]!;
      a1 += v * w[i + 1]!;
      a2 += v * w[i + 2]!;
      a3 += v * w[i + 3]!;
      a4 += v * w[i + 4]!;
      a5 += v * w[i + 5]!;
      a6 += v * w[i + 6]!;
      a7 += v * w[i + 7]!;
    }
    out[c] = a0;
    out[c + 1] = a1;
    out[c + 2] = a2;
    out[c + 3] = a3;
    out[c + 4] = a4;
    out[c + 5] = a5;
    out[c + 6] = a6;
    out[c + 7] = a7;
  }
  for (; c < cols; c++) {
    let a = bias >= 0 ? w[bias + c]! : 0;
    for (let r = 0, i = weights + c; r < rows; r++, i += cols) a += x[r]! * w[i]!;
    out[c] = a;
  }
}
