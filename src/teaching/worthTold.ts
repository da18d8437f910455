import type { Facts } from './facts.ts';
import type { ForecastValue } from '../experiments/forecastValue/forecastValue.ts';
import { worthOfPerfect } from '../experiments/forecastValue/words.ts';

/**
 * What a measurement of forecasts tells lessons, as far as it has come: `worth.planner`, what a perfect forecast is worth
 * beside the trained one; `smape.last`, per cent; `earned.last.planner`, points a decision. None of it depends on how
 * long a better plan was searched for.
 */
export function worthTold(value: ForecastValue): Facts['told'] {
  const worths = value.policies.flatMap((policy) => {
    const worth = worthOfPerfect(value, policy);
    return worth === undefined ? [] : [[`worth.${policy}`, worth] as const];
  });
  const rows = value.rows.flatMap(({ id, smape, earned }) => [
    [`smape.${id}`, smape] as const,
    ...Object.entries(earned).map(([policy, points]) => [`earned.${id}.${policy}`, points] as const),
  ]);
  return Object.fromEntries([...worths, ...rows]);
}
