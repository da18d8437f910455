import { proxy, transfer } from 'comlink';
import { Bridge } from './bridge.ts';
import type { TuningResult } from '../../experiments/tuning/result.ts';
import type { TakenHome } from '../../export/scalers/takeHome.ts';
import type { TuneRequest } from '../../experiments/tuning/tune.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Origin } from '../../export/scalers/origin.ts';
import type { Result } from '../../model/result.ts';
import type { TuneApi, TuneProgress } from '../../../workers/tuneProtocol.ts';

const MOST_WORKERS = 8;

function bridge(): Bridge<TuneApi> {
  return new Bridge<TuneApi>(
    'search',
    () => new Worker(new URL('../../../workers/tune.ts', import.meta.url), { type: 'module', name: 'tune' }),
    'start it anew',
  );
}

/** `workers/tune.ts` as a pool: the first leads, a core is left to the page. */
export class Tuner {
  readonly #lead = bridge();
  readonly #helpers: readonly Bridge<TuneApi>[];

  constructor(cores: number = navigator.hardwareConcurrency) {
    this.#helpers = Array.from({ length: Math.min(MOST_WORKERS, Math.max(1, cores - 1)) - 1 }, bridge);
  }

  /**
   * Searches for about `seconds`. Resolves to what stands at the end, or when the signal is aborted (undefined where nothing
   * new stood yet); rejects with a sentence where a worker dies.
   */
  async run(
    request: TuneRequest,
    seconds: number,
    listener: (progress: TuneProgress) => void,
    signal: AbortSignal,
  ): Promise<TuningResult | undefined> {
    const over = (): boolean => signal.aborted;
    const search = async (): Promise<TuningResult | undefined> => {
      const plan = await this.#lead.call((remote) => remote.plan(request, seconds, 1 + this.#helpers.length));
      if (over()) return undefined;
      // A helper that dies must end the search: the leading worker would wait for it for ever.
      const deaths: Promise<never>[] = [];
      const ports = await Promise.all(
        this.#helpers.map(async (helper) => {
          const { port1, port2 } = new MessageChannel();
          await helper.call((remote) =>
            Promise.resolve(remote.help(request, plan, transfer(port1, [port1]))),
          );
          deaths.push(helper.call(() => new Promise<never>(() => undefined)));
          return port2;
        }),
      );
      // Stopped while the helpers were being told.
      if (over()) return undefined;
      const found = this.#lead.call((remote) =>
        remote.tune(request, plan, transfer(ports, ports), proxy(listener)),
      );
      return Promise.race([found, ...deaths]);
    };
    try {
      return await this.#lead.stoppable((remote) => Promise.resolve(remote.stop()), signal, search);
    } catch (error) {
      this.#lead.terminate();
      throw error;
    } finally {
      for (const helper of this.#helpers) helper.terminate();
    }
  }

  /** The setting of `key` as the objects of a cluster, checked, with the names of `origins`. `from` completes "Made from ..". */
  manifest(
    scenario: Scenario,
    key: string,
    from: string,
    origins: readonly Origin[],
  ): Promise<Result<TakenHome>> {
    return this.#lead.call<Result<TakenHome>>(
      async (remote) => await remote.manifest(scenario, key, from, origins),
    );
  }
}
