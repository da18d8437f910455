/** Model-predictive control: plays every promising order forward under what the forecast may become, and orders the best. */
import { Candidates } from './candidates.ts';
import { Errors, type ErrorSettings, type Futures } from './futures.ts';
import { Search, type Prospect, type SearchSettings } from './search.ts';
import { Twin } from './twin.ts';
import { policyNames } from '../ids.ts';
import { frontierOf } from '../optimum/frontierOf.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import { toConfiguration } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export interface PlannerSettings extends SearchSettings, ErrorSettings {
  /** Orders that are tried at a decision, at the most. */
  readonly candidates: number;
}

/** Chosen on days 2 to 7 of the fortnight, video and sum-qa; between neighbours of these the reward differs by 0.02 or less. */
export const plannerDefaults: PlannerSettings = {
  horizon: 8,
  futures: 3,
  near: 2,
  memory: 120,
  candidates: 40,
  firsts: 4,
  seconds: 6,
  after: [1],
};

const { horizon, futures, candidates, firsts, seconds } = plannerDefaults;

const info: PolicyInfo = {
  id: 'planner',
  name: policyNames.planner,
  summary:
    'The order after which the coming decisions promise the highest mean reward, played forward in a model.',
  knobs: { variant: true, replicas: true, batch: true },
  memory:
    'a model of the pipeline that lives through the same loads and orders, and the errors of the forecasts',
  simplifications: `It plans ${String(horizon)} decisions ahead under ${String(futures)} loads, the quantiles of how far forecasts were off so far. At most ${String(candidates)} orders are tried, and after the best ${String(firsts)} of them one of the best ${String(seconds)} may follow one decision later, chosen as if the load were known by then. How a load scatters within ten seconds is guessed from their maximum; single requests are modelled by queueing theory.`,
  source:
    'Model-predictive control with a receding horizon: Rawlings, Mayne and Diehl, Model Predictive Control, 2017.',
  about: [
    'The planner plays its choices forward in a model of the pipeline and orders the first step of the best plan.',
    `At each decision it tries staying as it is and the configurations that are best for any load the forecast may become, holds each for ${String(horizon)} decisions or lets another follow, and takes the highest mean reward.`,
    'It needs the profiles, the weights of the reward, the forecast and how far forecasts were off so far, and no training.',
    'It does well where changes have after-effects, because it sees that replicas take time to start and that queues outlast a burst.',
    'It fails where the forecast errs as it never did before or the model is not like the pipeline, and a decision takes it a hundred times longer than an agent.',
  ],
};

/** Throws nothing of its own; the frontier may take longer than the context's watch allows. */
export function plannerWith(settings: PlannerSettings): PolicyFactory {
  return {
    info,
    create: ({ tables, weights, longRun, watch, world: { kind, options } }) => {
      const promising = new Candidates(frontierOf(tables, weights, longRun, watch), watch);
      const twin = new Twin(kind, options);
      const search = new Search(kind, options, settings);
      const errors = new Errors(settings);
      rehearse(promising, twin, search, settings, watch);
      let latest: { readonly expected: Futures; readonly found: readonly Prospect[] } | undefined;
      return Promise.resolve({
        info,
        prospects: () =>
          latest && {
            seconds: DECISION_SECONDS * settings.horizon,
            loads: latest.expected.loads.map((loads) => loads[0]!),
            orders: latest.found.map(({ action, held, value, played }) => ({
              configuration: toConfiguration(tables, action),
              held,
              expected: value,
              givenUp: played < settings.horizon,
            })),
          },
        decide: (observation) => {
          const { load, predicted, recent, action } = observation;
          if (twin.follows(observation)) errors.add(load, predicted);
          else errors.begin(recent, predicted);
          twin.live(observation);
          const expected = errors.futures();
          const tried = promising.of(action, expected, settings.candidates);
          const found = search.run(twin, expected, tried);
          latest = { expected, found };
          const [best] = found;
          return toConfiguration(tables, best!.action, 0);
        },
      });
    },
  };
}

/** Of one load to the next in the rehearsal, and the futures of each. */
const RISE = 1.3;
const FALL = 2;
const FUTURES = [0.7, 1, 1.4] as const;

/**
 * Plays decisions under a load that rises from almost nothing to more than the device can serve, and falls: what the model
 * reckons once of each order, and the machine of the code, is then there before the first decision.
 */
function rehearse(
  promising: Candidates,
  twin: Twin,
  search: Search,
  { horizon, futures, candidates }: PlannerSettings,
  watch: Watch = unwatched,
): void {
  const most = 1.3 * promising.mostThroughput;
  const loads: number[] = [];
  for (let load = 1; load < most; load *= RISE) loads.push(load);
  for (let load = most; load > 1; load /= FALL) loads.push(load);
  const weights = new Float64Array(futures).fill(1 / futures);
  let action = promising.first;
  twin.begin(action);
  for (const load of loads) {
    watch.look();
    const spread = Array.from({ length: futures }, (_, i) =>
      new Float64Array(horizon).fill(load * FUTURES[i % FUTURES.length]!),
    );
    const expected = { loads: spread, weights };
    const [best] = search.run(twin, expected, promising.of(action, expected, candidates));
    action = best!.action;
    twin.pass(load, action);
  }
}

export const planner = plannerWith(plannerDefaults);
