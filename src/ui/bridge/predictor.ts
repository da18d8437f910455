import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type {
  CompareEvent,
  CompareRequest,
  PredictApi,
  PredictorTrainEvent,
  PredictorTrainRequest,
} from '../../../workers/predictProtocol.ts';

/** A worker of `workers/predict.ts`. */
export function spawn(): Worker {
  return new Worker(new URL('../../../workers/predict.ts', import.meta.url), {
    type: 'module',
    name: 'predict',
  });
}

/** `workers/predict.ts` twice, so that comparing goes on while a predictor trains. */
export class Predictor {
  readonly #comparing = new Bridge<PredictApi>('comparison of forecasts', spawn);
  readonly #training = new Bridge<PredictApi>('training of the predictor', spawn);

  /** Resolves to false where a newer comparison took its place; rejects with a sentence if the worker dies. */
  compare(request: CompareRequest, listener: (event: CompareEvent) => void): Promise<boolean> {
    return this.#comparing.call((remote) => remote.compare(request, proxy(listener)));
  }

  /** Resolves after the `done` event; rejects with a sentence if the worker dies. */
  train(request: PredictorTrainRequest, listener: (event: PredictorTrainEvent) => void): Promise<void> {
    return this.#training.call((remote) => remote.train(request, proxy(listener)));
  }

  /** Asks for the end; `ended` tells whether it came by itself. */
  stop(ended: Promise<unknown>): Promise<void> {
    return this.#training.stop(async (remote) => {
      await remote.stop();
    }, ended);
  }

  /** Ends a training that failed; the next starts a worker of its own. */
  terminate(): void {
    this.#training.terminate();
  }
}
