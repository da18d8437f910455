import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import { spawn } from './simulator.ts';
import type { Limits, Pipeline, Weights } from '../../model/pipeline.ts';
import type { Optima } from '../../policies/optimum/overLoads.ts';
import type { SimulateApi } from '../../../workers/protocol.ts';

/** The optimum over the loads, in a `workers/simulate.ts` of its own: no replay waits for it or ends it. */
export class OptimumAsker {
  readonly #bridge = new Bridge<SimulateApi>('search for the optimum', spawn('optima'));

  /** As `SimulateApi`; its worker is ended with the signal, and nothing is told any more. Rejects with a sentence. */
  optima(
    pipeline: Pipeline,
    limits: Limits,
    weights: Weights,
    slaSeconds: number,
    told: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Optima> {
    const heard = (share: number): void => {
      // What was on its way when the worker was ended.
      if (!signal.aborted) told(share);
    };
    return this.#bridge.call((remote) => remote.optima(pipeline, limits, weights, slaSeconds, proxy(heard)), {
      signal,
      ends: true,
    });
  }
}
