import { Bridge } from './bridge.ts';
import { spawn } from './simulator.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import type { EpisodeSummary, Scenario } from '../../scenario/scenario.ts';
import type { PolicyChoice, SimulateApi } from '../../../workers/protocol.ts';

/** Trials of a policy of one's own, in a `workers/simulate.ts` of its own: no replay waits for one or ends it. Rejects with a sentence. */
export class OwnRunner {
  readonly #bridge = new Bridge<SimulateApi>('trial of the policy', spawn('own policy'));

  /** What one policy comes to on the scenario; its worker is ended with the signal. */
  async run(scenario: Scenario, choice: PolicyChoice, signal: AbortSignal): Promise<EpisodeSummary> {
    const [episode] = await this.#bridge.call((remote) => remote.simulate(scenario, [choice]), {
      ...{ within: SILENCE.answer, signal, ends: true },
    });
    return episode!.summary;
  }
}
