/** What a search found, in words. */
import { EQUAL, type Tried, type TuningResult } from './result.ts';
import { FINAL_SEEDS } from './plan.ts';
import { decidedSeconds } from './stretch.ts';
import { idOf, nameOfKey } from './names.ts';
import { nameOf } from '../../policies/settings/fields.ts';
import { measureById } from '../../scenario/measures.ts';
import type { Workload } from '../../workload/workload.ts';

const percent = (share: number): string => {
  const value = 100 * share;
  // "100.0 %" is only said of all of them.
  return share < 1 && value >= 99.95 ? `${Math.min(99.99, value).toFixed(2)} %` : `${value.toFixed(1)} %`;
};
/** As every table has them. */
const amount = (cores: number): string => cores.toFixed(measureById('cost').digits);
const cores = (value: number): string => `${amount(value)} cores`;

/** One finding: the best setting and the present one, without naming their values. */
export function finding({ tried, best, present }: TuningResult): string {
  const of = (key: string): Tried => tried.find((one) => one.key === key)!;
  const [better, now] = [of(best), of(present)];
  const [found, was] = [nameOf(idOf(best)), nameOf(idOf(present))];
  if (best === present)
    return `Nothing better was found: as ${was} is set now, it answers ${percent(now.goodputShare)} in time on ${cores(now.cost)}, and no setting tried answers more on as few.`;
  const [what, who] = found === was ? ['', 'as it is set now'] : [` of ${found}`, `${was}, as it is set now`];
  return `A better setting${what} answers ${percent(better.goodputShare)} in time on ${cores(better.cost)}; ${who}, ${percent(now.goodputShare)} on ${amount(now.cost)}.`;
}

/** Completes "Made from .." at the top of a manifest. */
export function origin(result: TuningResult, workload: Workload): string {
  return `a search on ${workload.name}: ${finding(result).replace(/\.$/, '')}`;
}

/** How the best was chosen, and on what it was judged. */
export function basis(result: TuningResult, workload: Workload): readonly string[] {
  const { tried, plan, seeds, complete, difference, late = [] } = result;
  const now = tried.find(({ key }) => key === result.present)!;
  const whole = decidedSeconds(workload);
  const part = plan.stretchSeconds < whole;
  return [
    `The best is, of the settings that hold no more cores than the present one, the one with the most requests answered within the latency objective; of those equal within ${String(1000 * EQUAL)} in 1,000 the one that holds the fewest cores.`,
    `${String(tried.length)} settings were tried; those compared last were run request by request over ${String(now.seeds)} draws of the arrivals (seeds ${String(seeds[0])} to ${String(seeds[now.seeds - 1])}).`,
    ...late.map(({ key, why }) => `${nameOfKey(key)} was left out of the search. ${why}`),
    ...(part
      ? [
          `The load lasts ${String(whole)} s; each setting was judged on the ${String(plan.stretchSeconds)} s of it whose rates are distributed most like the whole's, since the whole would take longer than the time given.`,
        ]
      : []),
    ...(difference?.goodputShare.meanInterval && difference.cost.meanInterval
      ? [
          `Over these draws it answers ${signedPoints(difference.goodputShare.meanInterval)} percentage points more in time, and its cores differ by ${signedCores(difference.cost.meanInterval)} (95 % intervals); it was chosen on them, so other draws can be a little less kind.`,
        ]
      : []),
    ...(complete
      ? []
      : [
          `It was stopped: fewer settings were judged over fewer than ${String(FINAL_SEEDS)} draws than a whole search does.`,
        ]),
  ];
}

const number = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−');
const signedPoints = ([low, high]: readonly [number, number]): string =>
  `${number(100 * low, 1)} to ${number(100 * high, 1)}`;
const signedCores = ([low, high]: readonly [number, number]): string =>
  `${number(low, 2)} to ${number(high, 2)}`;
