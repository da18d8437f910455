import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type { Episode, Scenario } from '../../scenario/scenario.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import type { MapTold } from '../../../workers/protocol.ts';
import type { ReplayApi } from '../../../workers/replayProtocol.ts';

/** `workers/replay.ts`: the runs of a figure in another page. */
export class Replayer {
  readonly #worker = new Bridge<ReplayApi>(
    'replay',
    () =>
      new Worker(new URL('../../../workers/replay.ts', import.meta.url), { type: 'module', name: 'replay' }),
    'reload the page',
  );

  /** Rejects with a sentence. */
  replay(scenario: Scenario, keys: readonly string[]): Promise<readonly Episode[]> {
    return this.#worker.call((remote) => remote.replay(scenario, keys), { within: SILENCE.answer });
  }

  /** `told` hears of each row, from the most cores down. Rejects with a sentence. */
  policyMap(
    scenario: Scenario,
    key: string,
    told: (row: MapTold) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return this.#worker.call((remote) => remote.policyMap(scenario, key, proxy(told)), {
      doing: 'The policy map',
      signal,
      ends: true,
    });
  }
}
