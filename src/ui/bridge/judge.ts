import type { Remote } from 'comlink';
import { Bridge } from './bridge.ts';
import { spawn } from './simulator.ts';
import type { CountedOrder } from '../../experiments/countedOrders.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import type { EpisodeSummary, Scenario } from '../../scenario/scenario.ts';
import type { PolicyChoice, SimulateApi } from '../../../workers/protocol.ts';

/** Judging by single requests, in a `workers/simulate.ts` of its own: no replay waits for it or ends it. Rejects with a sentence. */
export class Judge {
  readonly #bridge = new Bridge<SimulateApi>('judgement by single requests', spawn('judge'));

  /** As `SimulateApi`; its worker is ended with the signal. */
  count(scenario: Scenario, choice: PolicyChoice, signal: AbortSignal): Promise<EpisodeSummary> {
    return this.#until(signal, (remote) => remote.count(scenario, choice));
  }

  /** As `count`. */
  countOrders(
    scenario: Scenario,
    before: Int32Array,
    orders: readonly Configuration[],
    signal: AbortSignal,
  ): Promise<readonly CountedOrder[]> {
    return this.#until(signal, (remote) => remote.countOrders(scenario, before, orders));
  }

  #until<T>(signal: AbortSignal, use: (remote: Remote<SimulateApi>) => Promise<T>): Promise<T> {
    return this.#bridge.call(use, { within: SILENCE.answer, signal, ends: true });
  }
}
