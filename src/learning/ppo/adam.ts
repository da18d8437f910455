/** Shares of both moments that a step keeps (Kingma & Ba), and epsilon as in the reference PPO. */
export const ADAM = { keepM: 0.9, keepV: 0.999, epsilon: 1e-5 } as const;

export interface AdamState {
  readonly m: Float32Array;
  readonly v: Float32Array;
  step: number;
}

export function createAdam(size: number): AdamState {
  return { m: new Float32Array(size), v: new Float32Array(size), step: 0 };
}

/**
 * One Adam step over flat arrays, in place.
 * The gradient is scaled down to `maxNorm` first; returns its norm before that.
 */
export function adamStep(
  state: AdamState,
  parameters: Float32Array,
  gradient: Float32Array,
  rate: number,
  maxNorm: number,
): number {
  const { m, v } = state;
  let square = 0;
  for (let i = 0; i < gradient.length; i++) square += gradient[i]! * gradient[i]!;
  const norm = Math.sqrt(square);
  const scale = norm > maxNorm ? maxNorm / norm : 1;
  state.step++;
  const { keepM: b1, keepV: b2, epsilon } = ADAM;
  const correction1 = 1 / (1 - b1 ** state.step);
  const correction2 = 1 / (1 - b2 ** state.step);
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i]! * scale;
    const mi = b1 * m[i]! + (1 - b1) * g;
    const vi = b2 * v[i]! + (1 - b2) * g * g;
    m[i] = mi;
    v[i] = vi;
    parameters[i] = parameters[i]! - (rate * mi * correction1) / (Math.sqrt(vi * correction2) + epsilon);
  }
  return norm;
}
