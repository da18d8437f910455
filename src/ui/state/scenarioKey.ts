import { withStartup } from '../../scenario/startup.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/**
 * Equal for scenarios that come to the same with the same seed: also where one came back from the store or a link, and where
 * the start-up that is set for all is each variant's own.
 */
export function scenarioKey(scenario: Scenario, seed: number): string {
  const { workload, predictor, pipeline, startupSeconds, ...rest } = scenario;
  const { id, rates } = workload;
  const load = [id, rates.length, sumOf(rates)];
  const started = withStartup(pipeline, startupSeconds);
  return JSON.stringify(
    [{ ...rest, pipeline: started }, load, predictor?.parameters.length ?? 0, seed],
    inOrder,
  );
}

/** Of each array once: a week has 604,800 seconds. */
const sums = new WeakMap<Float64Array, number>();

function sumOf(rates: Float64Array): number {
  const known = sums.get(rates);
  if (known !== undefined) return known;
  let sum = 0;
  for (let i = 0; i < rates.length; i++) sum += rates[i]! * ((i % 97) + 1);
  sums.set(rates, sum);
  return sum;
}

/** In what order properties were written says nothing. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
