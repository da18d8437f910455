import { clock, patienceIn } from './clock.ts';
import type { Notes } from './notes.ts';
import { number, text, UsageError, type Options } from './options.ts';
import { RANGES } from './ranges.ts';
import { loadScenario } from './scenario.ts';
import { possibleIn, type Possible } from '../experiments/possible.ts';
import { toConfiguration } from '../model/tables.ts';
import { prepare } from '../scenario/prepare.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/** Options of `optimum` that mean something with `--bracket` alone. */
export const BRACKET_OPTIONS = ['environment', 'seconds', 'sla', 'startup', 'rollout'] as const;

/**
 * `optimum --bracket`: what is possible on a whole load in a world with after-effects, from the best plan found in
 * `--seconds` to a bound that nothing exceeds: mean rewards, and the gap between them in per cent of the plan's.
 */
export async function bracket(options: Options, notes: Notes): Promise<object> {
  for (const other of ['loads', 'switching'])
    if (text(options, other) !== undefined)
      throw new UsageError(`--bracket goes without --${other}: it is of a whole load, in a world.`);
  const scenario = await loadScenario(options, notes);
  const seconds = number(options, 'seconds', 10, RANGES.seconds);
  // Nothing is forecast: the whole load is known.
  const prepared = prepare({ ...scenario, forecaster: 'last' }, undefined, undefined, patienceIn(options));
  const { loads, tables } = prepared;
  if (loads.length === 0)
    throw new UsageError(
      `The load is too short: the first decision is after ${String(HISTORY_SECONDS)} seconds, and lasts ${String(DECISION_SECONDS)}.`,
    );
  const until = clock() + 1000 * seconds;
  let last: Possible | undefined;
  for (const better of possibleIn(prepared, () => clock() < until)) last = better;
  const { kind, orders, played, bound, bounds } = last!;
  const found = played.summary.reward;
  const { pipeline, weights, limits, environment } = scenario;
  return {
    ...{ pipeline: pipeline.id, environment, weights, limits },
    bracket: {
      ...{ kind, plan: found, bound: bound ?? null },
      gap: bound === undefined ? null : (100 * (bound - found)) / Math.abs(found),
    },
    steps: Array.from(loads, (load, k) => ({
      t: HISTORY_SECONDS + k * DECISION_SECONDS,
      load,
      configuration: toConfiguration(tables, orders, k * 3 * tables.stages).map((stage, n) => ({
        ...stage,
        name: pipeline.stages[n]!.variants[stage.variant]!.name,
      })),
      reward: played.series.reward[k],
      bound: bounds?.[k] ?? null,
    })),
  };
}
