import { Bridge } from './bridge.ts';
import type { LoadsApi, ShapedLoad, ShapeRequest, Unshaped } from '../../../workers/loadsProtocol.ts';

/** `workers/loads.ts`: loads shaped by hand. */
export class Shaper {
  readonly #bridge = new Bridge<LoadsApi>(
    'shaping of the load',
    () =>
      new Worker(new URL('../../../workers/loads.ts', import.meta.url), { type: 'module', name: 'loads' }),
  );

  /** As `LoadsApi`. */
  shape(request: ShapeRequest): Promise<ShapedLoad | Unshaped> {
    return this.#bridge.call((remote) => remote.shape(request) as Promise<ShapedLoad | Unshaped>);
  }

  csv(rates: Float64Array): Promise<Blob> {
    return this.#bridge.call((remote) => remote.csv(rates));
  }
}
