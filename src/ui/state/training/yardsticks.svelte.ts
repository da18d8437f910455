import type { Simulator } from '../../bridge/simulator.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Yardstick } from '../../../experiments/yardstick.ts';

/** Rivals and optimum on the loads of each training that was looked at; measured once. */
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
    return this.#known[keyOf(scenario, seed)];
  }

  /** Has it measured unless it is known. */
  want(scenario: Scenario, seed: number): void {
    const key = keyOf(scenario, seed);
    if (this.#asked.includes(key)) return;
    this.#asked = [...this.#asked, key];
    this.#simulator.yardstick(scenario, seed).then(
      (yardstick) => {
        this.#known = { ...this.#known, [key]: yardstick };
        this.trouble = '';
      },
      (error: unknown) => {
        this.#asked = this.#asked.filter((other) => other !== key);
        this.trouble = `The rivals could not be measured: ${sentenceOf(error)}`;
      },
    );
  }
}

/** Equal for equal scenarios, also where one came back from the store. */
function keyOf({ workload, predictor, ...rest }: Scenario, seed: number): string {
  const { id, rates } = workload;
  const load = [id, rates.length, rates.reduce((sum, rate, i) => sum + rate * ((i % 97) + 1), 0)];
  return JSON.stringify([rest, load, predictor?.parameters.length ?? 0, seed]);
}
