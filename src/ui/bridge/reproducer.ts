import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type { Evidence } from '../../experiments/reproduction/evidence.ts';
import type {
  ReproduceApi,
  ReproduceProgress,
  ReproduceRequest,
} from '../../../workers/reproduceProtocol.ts';

function spawn(): Worker {
  return new Worker(new URL('../../../workers/reproduce.ts', import.meta.url), {
    type: 'module',
    name: 'reproduce',
  });
}

/** `workers/reproduce.ts`. */
export class Reproducer {
  readonly #bridge = new Bridge<ReproduceApi>('reproduction', spawn, 'start it anew');

  /** Resolves to undefined where it was stopped; rejects with a sentence if the worker dies. */
  run(
    request: ReproduceRequest,
    listener: (progress: ReproduceProgress) => void,
  ): Promise<Evidence | undefined> {
    return this.#bridge.call((remote) => remote.reproduce(request, proxy(listener)));
  }

  /** Asks for the end; it comes within a minibatch or an episode. */
  stop(): Promise<void> {
    return this.#bridge.call(async (remote) => {
      await remote.stop();
    });
  }
}
