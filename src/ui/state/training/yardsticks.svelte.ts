import { scenarioKey } from '../scenarioKey.ts';
import type { Simulator } from '../../bridge/simulator.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Yardstick } from '../../../experiments/yardstick.ts';

/** Rivals and what is possible on the loads of each training that was looked at; measured once, told as it narrows. */
export class Yardsticks {
  /** Why some are missing, a sentence. */
  trouble = $state('');
  #known = $state.raw<Readonly<Record<string, Yardstick>>>({});
  #asked: readonly string[] = [];
  readonly #simulator: Pick<Simulator, 'yardstick'>;

  constructor(simulator: Pick<Simulator, 'yardstick'>) {
    this.#simulator = simulator;
  }

  get(scenario: Scenario, seed: number): Yardstick | undefined {
    return this.#known[scenarioKey(scenario, seed)];
  }

  /** Has it measured unless it is known. */
  want(scenario: Scenario, seed: number): void {
    const key = scenarioKey(scenario, seed);
    if (this.#asked.includes(key)) return;
    this.#asked = [...this.#asked, key];
    const told = (yardstick: Yardstick): void => {
      this.#known = { ...this.#known, [key]: yardstick };
      this.trouble = '';
    };
    this.#simulator.yardstick(scenario, seed, told).catch((error: unknown) => {
      this.#asked = this.#asked.filter((other) => other !== key);
      this.trouble = `The rivals could not be measured: ${sentenceOf(error)}`;
    });
  }
}
