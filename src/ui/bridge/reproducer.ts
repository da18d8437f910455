import { proxy, type Remote } from 'comlink';
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

  /** Resolves to undefined where it was stopped; rejects with a sentence if the worker dies. An abort is heard within a minibatch or an episode. */
  run(
    request: ReproduceRequest,
    listener: (progress: ReproduceProgress) => void,
    signal: AbortSignal,
  ): Promise<Evidence | undefined> {
    const ask = async (remote: Remote<ReproduceApi>): Promise<void> => {
      await remote.stop();
    };
    return this.#bridge.stoppable(ask, signal, () =>
      this.#bridge.call((remote) => remote.reproduce(request, proxy(listener))),
    );
  }
}
