/** Where the parameters lie in the kernel's memory: in panels of 8 columns, padded with zeros (kernel/matmul.as). */
import { upTo8 } from './kernel.ts';
import { layoutOf, type Dense, type NetworkShape } from '../../network/network.ts';

/** One dense layer; places in bytes from the first parameter on, counts padded. */
export interface PanelDense {
  readonly weights: number;
  readonly bias: number;
  readonly inputs: number;
  readonly cols: number;
}

export interface PanelLayout {
  readonly input: PanelDense;
  readonly blocks: readonly (readonly [PanelDense, PanelDense])[];
  readonly output: PanelDense;
  /** Numbers, padded; a multiple of 8. */
  readonly size: number;
  /** For each parameter in the order of `layoutOf`, its number here. */
  readonly order: Int32Array;
}

export function panelLayout(shape: NetworkShape): PanelLayout {
  const layout = layoutOf(shape);
  const order = new Int32Array(layout.size);
  let at = 0;
  const place = ({ weights, bias, rows, cols }: Dense): PanelDense => {
    const inputs = upTo8(rows);
    const padded = upTo8(cols);
    const first = at;
    const firstBias = at + inputs * padded;
    for (let n = 0; n < cols; n++) {
      for (let k = 0; k < rows; k++)
        order[weights + k * cols + n] = first + ((n >> 3) * inputs + k) * 8 + (n & 7);
      order[bias + n] = firstBias + n;
    }
    at = firstBias + padded;
    return { weights: 4 * first, bias: 4 * firstBias, inputs, cols: padded };
  };
  const input = place(layout.input);
  const blocks = layout.blocks.map(([a, b]) => [place(a), place(b)] as const);
  const output = place(layout.output);
  return { input, blocks, output, size: at, order };
}
