/** Model-predictive control: plays every promising order forward under what the forecast may become, and orders the best. */
import { Candidates } from './candidates.ts';
import { Errors, type Futures } from './futures.ts';
import { infoOf, PLANNER_ID as ID } from './info.ts';
import { Search, type Prospect } from './search.ts';
import { plannerDefaults, type PlannerSettings } from './plannerSettings.ts';
import { Twin } from './twin.ts';
import { frontierOf } from '../optimum/frontierOf.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import { policyKey, settingsOfStage } from '../settings/canonical.ts';
import { settingsInWords } from '../settings/describe.ts';
import { AUTO, noSettings, type Settings, type Values } from '../settings/types.ts';
import { toConfiguration } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Throws nothing of its own; the frontier may take longer than the context's watch allows. */
export function plannerWith(settings: PlannerSettings, info: PolicyInfo = infoOf(settings)): PolicyFactory {
  return {
    info,
    create: ({ tables, weights, longRun, watch, world: { kind, options } }) => {
      const promising = new Candidates(frontierOf(tables, weights, longRun, watch), watch);
      const twin = new Twin(kind, options, settings.scatter);
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

/** The planner set by fields.ts; without settings it is `plannerWith(plannerDefaults)`. */
function plannerSet(settings: Settings): PolicyFactory {
  const made = settingsFrom(settingsOfStage(settings, ID, -1));
  const plain = infoOf(made);
  const words = settingsInWords(ID, settings);
  const info =
    words === '' ? plain : { ...plain, id: policyKey(ID, settings), name: `${plain.name} (${words})` };
  return { ...plannerWith(made, info), withSettings: plannerSet };
}

function settingsFrom(values: Values): PlannerSettings {
  const number = (key: keyof PlannerSettings): number => Number(values[key]);
  const horizon = number('horizon');
  return {
    horizon,
    futures: number('futures'),
    near: number('near'),
    memory: number('memory'),
    candidates: number('candidates'),
    // Within one decision nothing can follow.
    firsts: horizon > 1 ? number('firsts') : 0,
    seconds: number('seconds'),
    after: plannerDefaults.after,
    scatter: number('scatter'),
    steps: values['steps'] === AUTO ? Infinity : number('steps'),
  };
}

export const planner = plannerSet(noSettings);
