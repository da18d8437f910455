import type { Scenario } from '../../scenario/scenario.ts';

/** Equal for equal scenarios with the same seed, also where one came back from the store. */
export function scenarioKey({ workload, predictor, ...rest }: Scenario, seed: number): string {
  const { id, rates } = workload;
  const load = [id, rates.length, rates.reduce((sum, rate, i) => sum + rate * ((i % 97) + 1), 0)];
  return JSON.stringify([rest, load, predictor?.parameters.length ?? 0, seed]);
}
