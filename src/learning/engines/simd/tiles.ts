/** The network on tiles of rows, forwards and back, in the kernel's memory. */
import { upTo4, upTo8, type Arena } from './kernel.ts';
import { Product, type SimdKernel } from './kernel/simdKernel.ts';
import { panelLayout, type PanelDense, type PanelLayout } from './panels.ts';
import type { NetworkShape } from '../../network/network.ts';

/** Rows of a tile: what one holds then stays in the second-level cache. */
export const TILE = 64;
/** Bytes from one panel of a tile to the next. */
export const PANEL = 32 * TILE;

type Mode = (typeof Product)[keyof typeof Product];

/** Places of one tile's activations. */
export interface Tile {
  readonly x: number;
  readonly hidden: readonly number[];
  readonly inner: readonly number[];
  readonly out: number;
  readonly dOut: number;
}

export class TileNetwork {
  readonly layout: PanelLayout;
  readonly inputs: number;
  readonly outputs: number;
  /** Places of the parameters and of the gradient. */
  readonly parameters: number;
  readonly gradient: number;
  /** Bytes of a tile's outputs. */
  readonly outBytes: number;
  readonly #arena: Arena;
  readonly #kernel: SimdKernel;
  readonly #shape: NetworkShape;
  readonly #widthBytes: number;
  readonly #dHidden: number;
  readonly #dInner: number;
  /** Places of the transposed weights: of each block's two layers, and of the output. */
  readonly #transposed: readonly (readonly [number, number])[];
  readonly #transposedOutput: number;

  constructor(arena: Arena, shape: NetworkShape) {
    this.#arena = arena;
    this.#kernel = arena.kernel;
    this.#shape = shape;
    this.layout = panelLayout(shape);
    const { input, output, blocks, size } = this.layout;
    this.inputs = input.inputs;
    this.outputs = output.cols;
    this.parameters = arena.reserve(4 * size);
    this.gradient = arena.reserve(4 * size);
    this.#widthBytes = 4 * TILE * upTo8(shape.width);
    this.outBytes = 4 * TILE * output.cols;
    this.#dHidden = arena.reserve(this.#widthBytes);
    this.#dInner = arena.reserve(this.#widthBytes);
    const room = (d: PanelDense): number => arena.reserve(4 * d.inputs * d.cols);
    this.#transposed = blocks.map(([a, b]) => [room(a), room(b)] as const);
    this.#transposedOutput = room(output);
  }

  /** Memory for one more tile. */
  tile(): Tile {
    const room = (): number => this.#arena.reserve(this.#widthBytes);
    const { blocks } = this.#shape;
    return {
      x: this.#arena.reserve(PANEL * (this.inputs / 8)),
      hidden: Array.from({ length: blocks + 1 }, room),
      inner: Array.from({ length: blocks }, room),
      out: this.#arena.reserve(this.outBytes),
      dOut: this.#arena.reserve(this.outBytes),
    };
  }

  /** Takes over parameters in the order of `layoutOf`. */
  load(parameters: Float32Array): void {
    this.scatter(parameters, this.parameters);
  }

  /** Numbers in the order of `layoutOf` to their places, `to` being the first. */
  scatter(from: Float32Array, to: number): void {
    const { order, size } = this.layout;
    const own = this.#arena.floats(to, size);
    for (let i = 0; i < order.length; i++) own[order[i]!] = from[i]!;
  }

  /** The reverse of `scatter`. */
  collect(from: number, to: Float32Array): void {
    const { order, size } = this.layout;
    const own = this.#arena.floats(from, size);
    for (let i = 0; i < order.length; i++) to[i] = own[order[i]!]!;
  }

  /** Rows in order, [rows x `width`], into the tile; what was there before stays in padded columns (zeros). */
  fill(tile: Tile, x: Float32Array, first: number, rows: number, width: number): void {
    const own = this.#arena.floats(tile.x, TILE * this.inputs);
    for (let r = 0; r < rows; r++) {
      const from = (first + r) * width;
      for (let k = 0; k < width; k++) own[((k >> 3) * TILE + r) * 8 + (k & 7)] = x[from + k]!;
    }
  }

  /** x -> out, for the first `rows` rows. */
  forward(tile: Tile, rows: number): void {
    const { input, blocks, output } = this.layout;
    this.#dense(input, tile.x, tile.hidden[0]!, rows, Product.RELU);
    for (let b = 0; b < blocks.length; b++) {
      const [first, second] = blocks[b]!;
      const before = tile.hidden[b]!;
      this.#dense(first, before, tile.inner[b]!, rows, Product.RELU);
      this.#dense(second, tile.inner[b]!, tile.hidden[b + 1]!, rows, Product.ADD, before);
    }
    this.#dense(output, tile.hidden[blocks.length]!, tile.out, rows, Product.LINEAR);
  }

  /** Before `backward`, once the parameters are those of the step: zeroes the gradient. */
  prepare(): void {
    const { blocks, output, size } = this.layout;
    this.#arena.floats(this.gradient, size).fill(0);
    const turn = (d: PanelDense, to: number): void => {
      this.#kernel.transpose({ w: this.parameters + d.weights, wt: to, inputs: d.inputs, cols: d.cols });
    };
    blocks.forEach(([a, b], i) => {
      turn(a, this.#transposed[i]![0]);
      turn(b, this.#transposed[i]![1]);
    });
    turn(output, this.#transposedOutput);
  }

  /** Adds to the gradient what dOut of the first `rows` rows means; rows up to the next multiple of 4 must be 0 in it. */
  backward(tile: Tile, rows: number): void {
    const { input, blocks, output } = this.layout;
    const d = this.#dHidden;
    const dInner = this.#dInner;
    this.#weights(output, tile.hidden[blocks.length]!, tile.dOut, rows);
    this.#through(output, this.#transposedOutput, tile.dOut, d, 0, rows, Product.LINEAR);
    for (let b = blocks.length - 1; b >= 0; b--) {
      const [first, second] = blocks[b]!;
      const [firstT, secondT] = this.#transposed[b]!;
      const inner = tile.inner[b]!;
      this.#weights(second, inner, d, rows);
      this.#through(second, secondT, d, dInner, inner, rows, Product.GATE);
      this.#weights(first, tile.hidden[b]!, dInner, rows);
      this.#through(first, firstT, dInner, d, d, rows, Product.ADD);
    }
    this.#kernel.gate({ d, act: tile.hidden[0]!, bytes: this.#widthBytes });
    this.#weights(input, tile.x, d, rows);
  }

  #dense(d: PanelDense, x: number, y: number, rows: number, mode: Mode, act = 0): void {
    const p = this.parameters;
    const size = { panel: PANEL, rows: upTo4(rows), inputs: d.inputs, cols: d.cols };
    this.#kernel.multiply({ xs: x, ws: p + d.weights, bias: p + d.bias, ys: y, act, mode, ...size });
  }

  #through(
    d: PanelDense,
    transposed: number,
    dy: number,
    dx: number,
    act: number,
    rows: number,
    mode: Mode,
  ): void {
    const size = { panel: PANEL, rows: upTo4(rows), inputs: d.cols, cols: d.inputs };
    this.#kernel.multiply({ xs: dy, ws: transposed, bias: 0, ys: dx, act, mode, ...size });
  }

  #weights(d: PanelDense, x: number, dy: number, rows: number): void {
    const g = this.gradient;
    const size = { panel: PANEL, rows: upTo4(rows), inputs: d.inputs, cols: d.cols };
    this.#kernel.weights({ xs: x, dys: dy, gw: g + d.weights, gb: g + d.bias, ...size });
  }
}
