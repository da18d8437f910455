import { upTo4, type Arena } from './kernel.ts';
import { FIELDS } from './kernel/simdKernel.ts';
import type { MaskBits } from './masks.ts';
import { PANEL, TILE, type Tile, type TileNetwork } from './tiles.ts';
import type { Actor } from '../../ppo/engine.ts';
import type { Random } from '../../../model/random.ts';

/** The policy played by the kernel: all lanes' outputs at once, then head after head for all of them. */
export class SimdActor implements Actor {
  readonly #arena: Arena;
  readonly #network: TileNetwork;
  readonly #tile: Tile;
  readonly #masks: MaskBits;
  readonly #inputs: number;
  /** Index of the value among the outputs. */
  readonly #value: number;
  /** Places: logits as columns, words of the masks, numbers drawn, choices of one head, sums, scratch. */
  readonly #columns: number;
  readonly #words: number;
  readonly #uniform: number;
  readonly #choices: number;
  readonly #sums: number;
  readonly #scratch: number;
  /** Numbers drawn, row by row. */
  readonly #drawn: Float64Array;

  constructor(
    arena: Arena,
    network: TileNetwork,
    tile: Tile,
    masks: MaskBits,
    inputs: number,
    lanes: number,
  ) {
    this.#arena = arena;
    this.#network = network;
    this.#tile = tile;
    this.#masks = masks;
    this.#inputs = inputs;
    const { heads } = masks.space;
    this.#value = heads.reduce((sum, n) => sum + n, 0);
    const rows = upTo4(lanes);
    this.#columns = arena.reserve(4 * rows * network.outputs);
    this.#words = arena.reserve(4 * rows * masks.words);
    this.#uniform = arena.reserve(4 * rows);
    this.#choices = arena.reserve(4 * rows);
    this.#sums = arena.reserve(4 * rows);
    this.#scratch = arena.reserve(32 * Math.max(...heads) + FIELDS);
    this.#drawn = new Float64Array(lanes * heads.length);
  }

  load(parameters: Float32Array): void {
    this.#network.load(parameters);
  }

  value(x: Float32Array, values: Float32Array): void {
    this.#forward(x, values, false);
  }

  act(
    x: Float32Array,
    byExpert: Uint8Array,
    random: Random,
    actions: Int32Array,
    logProbabilities: Float32Array,
    values: Float32Array,
  ): void {
    this.#forward(x, values, true);
    const rows = values.length;
    const { heads } = this.#masks.space;
    const count = heads.length;
    for (let row = 0; row < rows; row++) {
      if (byExpert[row]) continue;
      for (let h = 0; h < count; h++) this.#drawn[row * count + h] = random.uniform();
    }
    const uniform = this.#arena.floats(this.#uniform, rows);
    const choices = this.#arena.ints(this.#choices, rows);
    const sums = this.#arena.floats(this.#sums, rows);
    const words = this.#arena.ints(this.#words, rows * this.#masks.words);
    sums.fill(0);
    for (let h = 0; h < count; h++) {
      for (let row = 0; row < rows; row++) {
        const at = row * count;
        this.#masks.head(h, actions, at, words, row * this.#masks.words);
        uniform[row] = this.#drawn[at + h]!;
        choices[row] = byExpert[row] ? actions[at + h]! : -1;
      }
      const [first, choicesOf, word] = this.#masks.heads.subarray(3 * h, 3 * h + 3) as unknown as [
        number,
        number,
        number,
      ];
      this.#arena.kernel.draw({
        z: this.#columns,
        cols: this.#network.outputs,
        first,
        count: choicesOf,
        masks: this.#words + 4 * word,
        maskBytes: 4 * this.#masks.words,
        uniform: this.#uniform,
        actions: this.#choices,
        logProbabilities: this.#sums,
        scratch: this.#scratch,
        rows: upTo4(rows),
      });
      for (let row = 0; row < rows; row++) {
        if (choices[row]! < 0) throw new Error(`head ${String(h)} has no finite allowed choice`);
        actions[row * count + h] = choices[row]!;
      }
    }
    logProbabilities.set(sums);
  }

  /** Values, and with `keep` the logits as columns. */
  #forward(x: Float32Array, values: Float32Array, keep: boolean): void {
    const network = this.#network;
    const { out } = this.#tile;
    const panel = (this.#value >> 3) * TILE * 8 + (this.#value & 7);
    for (let first = 0; first < values.length; first += TILE) {
      const rows = Math.min(TILE, values.length - first);
      network.fill(this.#tile, x, first, rows, this.#inputs);
      network.forward(this.#tile, rows);
      const outputs = this.#arena.floats(out, TILE * network.outputs);
      for (let r = 0; r < rows; r++) values[first + r] = outputs[panel + 8 * r]!;
      if (!keep) continue;
      for (let r = 0; r < rows; r += 4) {
        this.#arena.kernel.columns({
          panels: out + 32 * r,
          panel: PANEL,
          cols: network.outputs,
          to: this.#columns + 4 * (first + r) * network.outputs,
        });
      }
    }
  }
}
