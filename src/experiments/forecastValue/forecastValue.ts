/** What a better forecast is worth: what policies earn on one load under every forecaster, beside the best plan found. */
import { possibleIn, type Possible } from '../possible.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sizeOf } from '../../scenario/size.ts';
import { patient, type Patience } from '../../model/patience.ts';
import { orTooMuch, TooMuch } from '../../model/watch.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { judge, windowsOf, type Windows } from '../../workload/accuracy.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
import { target, windowTimes } from '../../workload/forecasters/features.ts';
import { createForecaster, forecasters, forecastTrack } from '../../workload/forecasters/index.ts';

/** Its id: no forecaster that can be chosen, as it knows all that a forecaster is asked for. */
export const PERFECT = 'perfect';
/** What is trained. */
export const TRAINED = 'lstm';

/** Errs by nothing: the highest second of the coming twenty, which is what every forecaster is asked for. */
const perfect: Forecaster = { id: PERFECT, name: 'Perfect forecast', forecast: target };

/** One forecaster, and what each policy earns under it. */
export interface ForecastValueRow {
  readonly id: string;
  readonly name: string;
  /** Per cent, over all of the load that has a history and a future. */
  readonly smape: number;
  /** Mean reward a decision by policy, points. */
  readonly earned: Readonly<Record<string, number>>;
}

/** What stands so far; at the end all of it. */
export interface ForecastValue {
  /** As in `Possible`. */
  readonly kind: Possible['kind'];
  /** Mean reward a decision of the best plan found, points: of the search, or of a run where that earned more. */
  readonly plan: number;
  /** Nobody earns more, proven; undefined where nothing is. */
  readonly bound: number | undefined;
  /** Ids, in their order. */
  readonly policies: readonly string[];
  /** The closest forecast first. */
  readonly rows: readonly ForecastValueRow[];
  /** What took too long, a sentence each. */
  readonly late: readonly string[];
  /** Of all runs, 0..1; a better plan is searched for while the search has more to try. */
  readonly share: number;
  readonly searching: boolean;
}

/** Points a decision that a policy earns less than the best plan found; never negative. NaN where it was not run. */
export function lostBy({ plan }: ForecastValue, { earned }: ForecastValueRow, policy: string): number {
  return plan - (earned[policy] ?? NaN);
}

/** The load has a second at which a whole history lies before and a whole horizon after. */
export function canBeValued({ workload }: Scenario): boolean {
  return windowTimes(workload.rates.length).length > 0;
}

export interface ForecastValueTools {
  readonly patience?: Patience;
  /** Where it says no, the search for a better plan ends soon. */
  readonly goOn?: () => boolean;
}

/**
 * Yields what stands: after a first plan, after each forecaster (the trained one and the perfect one first), after each
 * better plan; deterministic where `goOn` always says yes. Each run is the same as one of a comparison of that policy
 * with that forecaster: those that learn at once learn from the lab's synthetic day, and `scenario.predictor` is the
 * LSTM's. The scenario's own forecaster does not matter. Throws `TooMuch` where the load cannot be made ready, and
 * `AgentMismatch` where an agent does not fit; the load must pass `canBeValued`.
 */
export async function* forecastValue(
  scenario: Scenario,
  policies: readonly PolicyFactory[],
  { patience = patient, goOn = () => true }: ForecastValueTools = {},
): AsyncGenerator<ForecastValue, void> {
  const prepared = prepare({ ...scenario, forecaster: 'last' }, undefined, undefined, patience);
  const windows = windowsOf(scenario.workload.rates);
  const entries = forecastersOf(scenario);
  const search = possibleIn(prepared, goOn);
  let value: ForecastValue = {
    ...{ kind: 'plan', plan: -Infinity, bound: undefined, rows: [], late: [], share: 0, searching: true },
    policies: policies.map(({ info }) => info.id),
  };
  const better = (): boolean => {
    const next = search.next();
    if (next.done) return false;
    const { kind, bound, played } = next.value;
    // A run's orders are a plan too.
    value = { ...value, kind, bound, plan: Math.max(value.plan, played.summary.reward) };
    return true;
  };
  better();
  yield value;
  for (const [i, entry] of entries.entries()) {
    const share = (i + 1) / entries.length;
    try {
      const row = await rowOf(prepared, windows, policies, entry);
      value = {
        ...value,
        share,
        plan: Math.max(value.plan, ...Object.values(row.earned)),
        rows: [...value.rows, row].sort((p, q) => p.smape - q.smape),
      };
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      value = { ...value, share, late: [...value.late, error.message] };
    }
    yield value;
  }
  while (better()) yield value;
  value = { ...value, searching: false };
  yield value;
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly make: () => Forecaster;
}

function forecastersOf({ predictor }: Scenario): readonly Entry[] {
  const all = forecasters.map(({ id, name }) => ({
    ...{ id, name },
    make: () => createForecaster(id, undefined, predictor),
  }));
  const first = all.filter(({ id }) => id === TRAINED);
  const others = all.filter(({ id }) => id !== TRAINED);
  return [...first, { id: PERFECT, name: perfect.name, make: () => perfect }, ...others];
}

async function rowOf(
  prepared: Prepared,
  windows: Windows,
  policies: readonly PolicyFactory[],
  { id, name, make }: Entry,
): Promise<ForecastValueRow> {
  const { scenario, patience } = prepared;
  const { rates } = prepared.track;
  const { smape, forecasts } = await orTooMuch(
    `Forecasting this load by ${name}`,
    () => sizeOf(scenario),
    () => {
      const forecaster = make();
      return {
        smape: judge(forecaster, rates, windows, 0.5, () => 0, patience.forecast()).score.smape,
        forecasts: forecastTrack(forecaster, rates, patience.forecast()),
      };
    },
  );
  const under = { ...prepared, track: { rates, forecasts } };
  const earned: Record<string, number> = {};
  for (const policy of policies) {
    const { summary } = await runEpisode(under, policy, { clock: () => 0, record: false });
    earned[policy.info.id] = summary.reward;
  }
  return { id, name, smape, earned };
}
