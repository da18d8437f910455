import { LEAST_SECONDS } from './plan.ts';
import { decidedSeconds } from './stretch.ts';
import type { TuneRequest } from './tune.ts';
import { settingsMisfit } from '../../policies/settings/key.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

/** Why a search cannot be made, a sentence; undefined where it can. */
export function refusalOf({ scenario, present, also, policies }: TuneRequest): string | undefined {
  const { pipeline, workload, limits } = scenario;
  const seconds = decidedSeconds(workload);
  if (seconds < LEAST_SECONDS)
    return `The load ${workload.name} lasts ${String(workload.rates.length)} s; a search needs at least ${String(HISTORY_SECONDS + LEAST_SECONDS)} s, of which the first ${String(HISTORY_SECONDS)} s only fill the history.`;
  if (!workload.rates.some((rate) => rate > 0))
    return `The load ${workload.name} holds no request; there is nothing to tune for.`;
  if (policies.length === 0) return 'Name at least one policy to tune.';
  for (const key of [present, ...also]) {
    const misfit = settingsMisfit(key, pipeline, limits);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}
