import type { Random } from '../../model/random.ts';
import { predictorLayout, type PredictorShape } from '../../workload/forecasters/predictorRecord.ts';

/**
 * First weights: inputs and the dense layer uniform after Glorot, the recurrent matrix normal with the same spread
 * as an orthogonal one, biases 0 but the forget gate's, 1, so that the first steps remember (Jozefowicz et al., 2015).
 */
export function initialPredictor(shape: PredictorShape, random: Random): Float32Array {
  const { inputs, rows, cols, dense, size } = predictorLayout(shape);
  const { units } = shape;
  const w = new Float32Array(size);
  const glorot = Math.sqrt(6 / (inputs + units));
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const at = r * cols + c;
      if (r < inputs) w[at] = glorot * (2 * random.uniform() - 1);
      else if (r > inputs) w[at] = random.normal() / Math.sqrt(units);
      else w[at] = c % 4 === 1 ? 1 : 0;
    }
  }
  const out = Math.sqrt(6 / (units + 1));
  for (let j = 0; j < units; j++) w[dense + j] = out * (2 * random.uniform() - 1);
  return w;
}
