import { Arena, upTo4 } from './kernel.ts';
import { MaskBits } from './masks.ts';
import { SimdActor } from './simdActor.ts';
import { SimdSteps } from './simdSteps.ts';
import { TILE, TileNetwork, type Tile } from './tiles.ts';
import type { Engine } from '../../ppo/engine.ts';
import { layoutOf, type NetworkShape } from '../../network/network.ts';

/** The engine on the lab's own SIMD kernel (kernel/*.as), one thread. Throws where the device has no WebAssembly SIMD. */
export function simdEngine(shape: NetworkShape): Engine {
  const arena = new Arena();
  const network = new TileNetwork(arena, shape);
  const { outputs } = layoutOf(shape);
  /** One tile serves steps and actor; `gradient` needs all of a minibatch's, because its loss sees them at once. */
  const tiles: Tile[] = [network.tile()];
  return {
    name: 'simd',
    gradient(parameters, x, rows, loss, gradient) {
      while (tiles.length * TILE < rows) tiles.push(network.tile());
      const used = tiles.slice(0, Math.ceil(rows / TILE));
      const rowsOf = (t: number): number => Math.min(TILE, rows - t * TILE);
      network.load(parameters);
      network.prepare();
      const all = new Float32Array(rows * outputs);
      const dAll = new Float32Array(rows * outputs);
      used.forEach((tile, t) => {
        network.fill(tile, x, t * TILE, rowsOf(t), shape.inputs);
        network.forward(tile, rowsOf(t));
        const out = arena.floats(tile.out, TILE * network.outputs);
        for (let r = 0, to = t * TILE * outputs; r < rowsOf(t); r++) {
          for (let n = 0; n < outputs; n++) all[to++] = out[((n >> 3) * TILE + r) * 8 + (n & 7)]!;
        }
      });
      loss(all, dAll);
      used.forEach((tile, t) => {
        const d = arena.floats(tile.dOut, TILE * network.outputs);
        d.fill(0);
        for (let r = 0, from = t * TILE * outputs; r < rowsOf(t); r++) {
          for (let n = 0; n < outputs; n++) d[((n >> 3) * TILE + r) * 8 + (n & 7)] = dAll[from++]!;
        }
        network.backward(tile, upTo4(rowsOf(t)));
      });
      network.collect(network.gradient, gradient);
      return Promise.resolve();
    },
    fuse(space, rows, lanes, minibatch) {
      const masks = new MaskBits(space);
      return {
        actor: new SimdActor(arena, network, tiles[0]!, masks, shape.inputs, lanes),
        steps: new SimdSteps(arena, network, tiles[0]!, masks, shape.inputs, rows, minibatch),
      };
    },
    dispose: () => undefined,
  };
}
