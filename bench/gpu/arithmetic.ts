/** Floating-point operations of the matrix products in an update on the device, by kernel. */
import { layoutOf, type NetworkShape } from '../../src/learning/network/network.ts';
import type { TrainingConfig } from '../../src/learning/ppo/config.ts';

/** The kernels that multiply matrices: what else they do (features, draws, loss) takes of their time and is not counted. */
export const MULTIPLYING = ['decide', 'gradient', 'weights'] as const;

/**
 * GFLOP an update: two a weight and row forward, two more for the rows' deltas (which the first layer does not hand on) and two
 * for the weights' gradients. Biases and padding are not counted.
 */
export function gigaflop(
  shape: NetworkShape,
  { lanes, horizon, minibatch, epochs }: TrainingConfig,
): Readonly<Record<(typeof MULTIPLYING)[number], number>> {
  const { input, blocks, output } = layoutOf(shape);
  const first = input.rows * input.cols;
  const weights = [...blocks.flat(), output].reduce((sum, { rows, cols }) => sum + rows * cols, first);
  const rows = lanes * horizon;
  const size = Math.min(minibatch, rows);
  const trained = epochs * Math.floor(rows / size) * size;
  return {
    // Two slots more than decisions, for the values of what comes after them.
    decide: (2 * weights * lanes * (horizon + 2)) / 1e9,
    gradient: (2 * (2 * weights - first) * trained) / 1e9,
    weights: (2 * weights * trained) / 1e9,
  };
}
