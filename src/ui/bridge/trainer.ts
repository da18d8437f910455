import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type { TrainApi, TrainEvent, TrainRequest } from '../../../workers/protocol.ts';

/** A training that does not hear `stop` within this time is ended from outside. */
const STOP_MS = 5000;

/** `workers/train.ts`: one training at a time. */
export class Trainer {
  readonly #bridge = new Bridge<TrainApi>(
    'training',
    () =>
      new Worker(new URL('../../../workers/train.ts', import.meta.url), { type: 'module', name: 'train' }),
  );

  /** Resolves after the `done` event; rejects with a sentence if the worker dies. */
  train(request: TrainRequest, listener: (event: TrainEvent) => void): Promise<void> {
    return this.#bridge.call((remote) => remote.train(request, proxy(listener)));
  }

  pause(paused: boolean): Promise<void> {
    return this.#bridge.call(async (remote) => {
      await remote.pause(paused);
    });
  }

  /** Asks for the end; `ended` tells whether it came by itself. */
  async stop(ended: Promise<unknown>): Promise<void> {
    await this.#bridge.call(async (remote) => {
      await remote.stop();
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        resolve('late');
      }, STOP_MS);
    });
    const first = await Promise.race([ended.catch(() => undefined), late]);
    clearTimeout(timer);
    if (first === 'late') this.#bridge.terminate();
  }

  terminate(): void {
    this.#bridge.terminate();
  }
}
