import { patienceIn } from './clock.ts';
import { predictorAt } from './lstmFile.ts';
import type { Notes } from './notes.ts';
import { oneByOne } from './oneByOne.ts';
import { list, text, UsageError, type Options } from './options.ts';
import { loadScenario } from './scenario.ts';
import { loadPolicy } from './simulate.ts';
import {
  canBeValued,
  forecastValue,
  lostBy,
  type ForecastValue,
} from '../experiments/forecastValue/forecastValue.ts';
import { atHand, headline, toOthers, VALUED } from '../experiments/forecastValue/words.ts';
import { AgentMismatch } from '../learning/network/trainedAgent.ts';

/** Options of `forecast` that mean something with `--worth` alone. */
export const WORTH_OPTIONS = [
  'pipeline',
  'workload',
  'environment',
  'policies',
  'weights',
  'limits',
  'sla',
  'startup',
  'rollout',
  'nodes',
] as const;

/** Of errors alone. */
const ERRORS_OPTIONS = ['train', 'test', 'days', 'quantile'];

/**
 * `forecast --worth`: what `--policies` earn on `--workload` under every forecaster of the lab, under the known load and
 * under a perfect forecast, and how far that lies below the best plan found; `sentences` say it as the Predict view does.
 * `--lstm` names the file of a trained predictor. The search for the plan goes to its end, so that equal calls give equal
 * documents.
 */
export async function worth(options: Options, notes: Notes): Promise<object> {
  for (const other of ERRORS_OPTIONS)
    if (text(options, other) !== undefined)
      throw new UsageError(`--worth goes without --${other}: it takes one load, --workload.`);
  const predictor = await predictorAt(text(options, 'lstm'));
  const scenario = { ...(await loadScenario(options, notes)), predictor };
  if (!canBeValued(scenario))
    throw new UsageError('The load is too short to judge a forecast: it needs at least 140 seconds.');
  const asked = text(options, 'policies') === undefined ? VALUED : list(options, 'policies');
  const policies = await oneByOne(asked, (name) => loadPolicy(name, scenario.pipeline, notes));
  const ids = policies.map(({ info }) => info.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new UsageError(`--policies names ${twice} twice.`);
  let last: ForecastValue | undefined;
  try {
    for await (const value of forecastValue(scenario, policies, { patience: patienceIn(options) }))
      last = value;
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  }
  const value = last!;
  notes.add(undefined, value.late);
  const { pipeline, workload, environment, seed, weights, limits } = scenario;
  const { kind, plan, bound, rows } = value;
  return {
    ...{ pipeline: pipeline.id, workload: workload.name, environment, seed, weights, limits },
    sentences: [headline(value), atHand(value), toOthers(value)].filter((sentence) => sentence !== ''),
    bracket: { kind, plan, bound: bound ?? null },
    forecasters: rows.map((row) => ({
      ...row,
      lost: Object.fromEntries(ids.map((id) => [id, lostBy(value, row, id)])),
    })),
  };
}
