import { proxy } from 'comlink';
import { Bridge, STOP_MS, STOPPED } from './bridge.ts';
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
  #stopping: ReturnType<typeof setTimeout> | undefined;

  /** Resolves to undefined where it was stopped; rejects with a sentence if the worker dies. */
  async run(
    request: ReproduceRequest,
    listener: (progress: ReproduceProgress) => void,
  ): Promise<Evidence | undefined> {
    try {
      return await this.#bridge.call((remote) => remote.reproduce(request, proxy(listener)));
    } catch (error) {
      if (error === STOPPED) return undefined;
      throw error;
    } finally {
      clearTimeout(this.#stopping);
    }
  }

  /** Asks for the end; it comes within a minibatch or an episode, and after `STOP_MS` in any case. */
  async stop(): Promise<void> {
    this.#stopping = setTimeout(() => {
      this.#bridge.terminate(STOPPED);
    }, STOP_MS);
    await this.#bridge.call(async (remote) => {
      await remote.stop();
    });
  }
}
