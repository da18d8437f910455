/**
 * Ordinary least squares by normal equations and Cholesky with a small ridge, accumulated row by row, so that a
 * trace of any length needs only the (n + 1) x (n + 1) matrix.
 */
export class LeastSquares {
  readonly #n: number;
  readonly #gram: Float64Array;
  readonly #moment: Float64Array;
  #rows = 0;

  /** `n` inputs; a constant is added. */
  constructor(n: number) {
    this.#n = n + 1;
    this.#gram = new Float64Array(this.#n * this.#n);
    this.#moment = new Float64Array(this.#n);
  }

  add(x: Float64Array, y: number): void {
    const n = this.#n;
    this.#rows++;
    for (let i = 0; i < n; i++) {
      const xi = i < n - 1 ? x[i]! : 1;
      this.#moment[i] = this.#moment[i]! + xi * y;
      for (let j = 0; j <= i; j++)
        this.#gram[i * n + j] = this.#gram[i * n + j]! + xi * (j < n - 1 ? x[j]! : 1);
    }
  }

  /** Coefficients, the constant last. `ridge` is relative to the mean diagonal. Throws without rows. */
  solve(ridge = 1e-9): Float64Array {
    if (this.#rows === 0) throw new Error('least squares needs at least one row');
    const n = this.#n;
    const lower = this.#gram.slice();
    let trace = 0;
    for (let i = 0; i < n; i++) trace += lower[i * n + i]!;
    for (let i = 0; i < n; i++) lower[i * n + i] = lower[i * n + i]! + (ridge * trace) / n;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = lower[i * n + j]!;
        for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
        lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / lower[j * n + j]!;
      }
    }
    const w = this.#moment.slice();
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) w[i] = w[i]! - lower[i * n + k]! * w[k]!;
      w[i] = w[i]! / lower[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) w[i] = w[i]! - lower[k * n + i]! * w[k]!;
      w[i] = w[i]! / lower[i * n + i]!;
    }
    return w;
  }
}
