import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import { spawn } from './predictor.ts';
import type { ForecastValue } from '../../experiments/forecastValue/forecastValue.ts';
import type { PredictApi, WorthRequest } from '../../../workers/predictProtocol.ts';

/** `workers/predict.ts` once more, for what forecasts are worth: a worker of its own, which lasts as long as it is asked. */
export class Valuer {
  readonly #bridge = new Bridge<PredictApi>('measuring of forecasts', spawn, 'start it anew');

  /**
   * What stands goes to `listener`. Resolves at the end, or at once when the signal is aborted; rejects with a sentence if
   * the worker dies or the load is more than can be computed.
   */
  async run(
    request: WorthRequest,
    listener: (value: ForecastValue) => void,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#bridge.call((remote) => remote.worth(request, proxy(listener)), { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#bridge.terminate();
    }
  }
}
