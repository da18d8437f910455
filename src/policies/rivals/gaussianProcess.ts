/**
 * Gaussian-process regression with a Matern-5/2 kernel over standardised values, by a dense
 * factorisation: the lab has a few hundred points at most.
 */
import { normalCdf } from '../../model/normal.ts';

/** Matern-5/2 correlation at distance `r` for length scale `l`. */
export function matern52(r: number, l: number): number {
  const s = (Math.sqrt(5) * r) / l;
  return (1 + s + (s * s) / 3) * Math.exp(-s);
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

export interface Posterior {
  readonly mean: number;
  /** Standard deviation of the function itself, the noise of an observation not included. */
  readonly deviation: number;
}

/** Posterior over functions of points in R^d. */
export class GaussianProcess {
  readonly #points: readonly Float64Array[];
  readonly #length: number;
  /** Lower Cholesky factor of K + noise I, rows. */
  readonly #factor: readonly Float64Array[];
  readonly #mean: number;
  readonly #scale: number;
  readonly #weights: Float64Array;
  /** Log marginal likelihood of the standardised values, up to a constant. */
  readonly evidence: number;

  /** `values[i]` was seen at `points[i]`; `noise` is a variance relative to that of the values. */
  constructor(points: readonly Float64Array[], values: Float64Array, lengthScale: number, noise: number) {
    this.#points = points;
    this.#length = lengthScale;
    this.#factor = cholesky(points, lengthScale, noise);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    this.#mean = mean;
    this.#scale = spread > 0 ? spread : 1;
    const forward = solveLower(
      this.#factor,
      values.map((v) => (v - this.#mean) / this.#scale),
    );
    this.#weights = solveUpper(this.#factor, forward);
    let evidence = 0;
    for (const [i, row] of this.#factor.entries()) evidence -= 0.5 * forward[i]! ** 2 + Math.log(row[i]!);
    this.evidence = evidence;
  }

  at(x: Float64Array): Posterior {
    const k = Float64Array.from(this.#points, (point) => matern52(distance(point, x), this.#length));
    const v = solveLower(this.#factor, k);
    const variance = Math.max(0, 1 - v.reduce((sum, value) => sum + value * value, 0));
    return {
      mean: this.#mean + this.#scale * k.reduce((sum, value, i) => sum + value * this.#weights[i]!, 0),
      deviation: this.#scale * Math.sqrt(variance),
    };
  }
}

function cholesky(points: readonly Float64Array[], length: number, noise: number): Float64Array[] {
  const rows: Float64Array[] = [];
  for (const [i, a] of points.entries()) {
    const row = new Float64Array(points.length);
    for (let j = 0; j <= i; j++) {
      let sum = matern52(distance(a, points[j]!), length) + (i === j ? noise : 0);
      const other = j === i ? row : rows[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      row[j] = i === j ? Math.sqrt(sum) : sum / other[j]!;
    }
    rows.push(row);
  }
  return rows;
}

function solveLower(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = new Float64Array(b.length);
  for (let i = 0; i < b.length; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i]![k]! * x[k]!;
    x[i] = sum / factor[i]![i]!;
  }
  return x;
}

function solveUpper(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = new Float64Array(b.length);
  for (let i = b.length - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < b.length; k++) sum -= factor[k]![i]! * x[k]!;
    x[i] = sum / factor[i]![i]!;
  }
  return x;
}

/** Probability that a normal variable is at most `limit`. */
export function probabilityBelow({ mean, deviation }: Posterior, limit: number): number {
  return deviation === 0 ? Number(mean <= limit) : normalCdf((limit - mean) / deviation);
}
