import { clock, patienceIn } from './clock.ts';
import type { Notes } from './notes.ts';
import { number, text, UsageError, type Options } from './options.ts';
import { RANGES } from './ranges.ts';
import { loadScenario } from './scenario.ts';
import { bracketOf, type Bracket } from '../policies/optimum/bracket/bracket.ts';
import type { BoundedWorld } from '../policies/optimum/bracket/bound.ts';
import { createEnvironment, prepare } from '../scenario/prepare.ts';
import { defaultEnvironment } from '../scenario/scenario.ts';
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
  const world = worldOf(scenario.environment);
  const seconds = number(options, 'seconds', 10, RANGES.seconds);
  // Nothing is forecast: the whole load is known.
  const prepared = prepare({ ...scenario, forecaster: 'last' }, undefined, undefined, patienceIn(options));
  const { loads, track, frontier } = prepared;
  if (loads.length === 0)
    throw new UsageError(
      `The load is too short: the first decision is after ${String(HISTORY_SECONDS)} seconds, and lasts ${String(DECISION_SECONDS)}.`,
    );
  const course = {
    environment: (lanes: number) => createEnvironment(prepared, lanes),
    ...{ track, frontier, loads, from: HISTORY_SECONDS },
  };
  const until = clock() + 1000 * seconds;
  let last: Bracket | undefined;
  for (const better of bracketOf(world, prepared.options, course, () => clock() < until)) last = better;
  const { plan, found, bound, bounds } = last!;
  const { pipeline, weights, limits } = scenario;
  return {
    ...{ pipeline: pipeline.id, environment: world, weights, limits },
    bracket: { plan: found, bound, gap: (100 * (bound - found)) / Math.abs(found) },
    steps: plan.map((configuration, k) => ({
      t: HISTORY_SECONDS + k * DECISION_SECONDS,
      load: loads[k],
      configuration: configuration.map((stage, n) => ({
        ...stage,
        name: pipeline.stages[n]!.variants[stage.variant]!.name,
      })),
      bound: bounds[k],
    })),
  };
}

function worldOf(environment: string): BoundedWorld {
  if (environment === 'fluid' || environment === 'chance') return environment;
  throw new UsageError(
    `--bracket is for the worlds fluid and chance (default: ${defaultEnvironment}); "${environment}" has ${environment === 'instant' ? 'an exact optimum: leave --bracket out' : 'no such bound'}.`,
  );
}
