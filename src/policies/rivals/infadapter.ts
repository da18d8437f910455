import { rateOf, replicaUnits, replicasFor } from './stageOptions.ts';
import { CORE_WEIGHT, LOADING_WEIGHT, stabilised, type PlanStage, type Service } from './stabilised.ts';
import { LOOK_EVERY } from '../ipaExact.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import type { StageConfig } from '../../model/pipeline.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

const info: PolicyInfo = {
  id: 'infadapter',
  name: policyNames.infadapter,
  summary:
    'At each stage the best set of variants with quotas of the forecast; the one with the largest quota serves.',
  knobs: { variant: true, replicas: true, batch: false },
  memory: 'the load last planned for, the decisions since, and the set last chosen',
  simplifications:
    'The source serves a set of variants at once; a stage of the lab holds one, so the member with the largest quota is sized for the whole load, or the next where that does not fit. The set itself is the exact optimum. Shares per stage, weights, margin, hold and batch 1 as for MS+. Capacity is the profile’s, without the source’s discount. A stage that cannot carry the load gets its lightest variant on all its cores.',
  source: 'Salmani et al., InfAdapter, EuroMLSys 2023, arXiv 2304.10892; reconfig in its code.',
  about: [
    'InfAdapter finds for each stage the set of models whose mixture is most accurate for its cores, and serves with the largest member.',
    'It weighs the accuracy of the mixture, traffic filling the best model first, against a small price for cores and for loading, and plans for less only after four decisions without a rise.',
    'It needs the profiles at batch 1, the forecast, and a share of the cores and of the latency objective for each stage.',
    'It does well where one model carries the load on its stage’s cores, and there it chooses as MS+ does.',
    'It fails where its mixture was the point: one model serves here in place of the set, often a lighter one than MS+ would have picked, and single requests must carry the load.',
  ],
};

/** A variant of the set and its share of the work. */
interface Member {
  readonly variant: number;
  readonly replicas: number;
  /** Requests per second that it is to serve. */
  readonly quota: number;
}

/**
 * The set of the highest score for `load`, most accurate first; undefined where the service's cores do not carry it.
 * `previous` has the replicas per variant of the set before, whose unchanged members need no loading.
 */
export function bestSet(
  { tables, n, units, variants }: Service,
  load: number,
  previous: ReadonlyMap<number, number>,
  watch: Watch = unwatched,
): readonly Member[] | undefined {
  const first = tables.variantOffset[n]!;
  const accuracy = (z: number): number => tables.accuracy[first + z]!;
  const slowestStart = Math.max(...tables.startup.subarray(first, tables.variantOffset[n + 1]), 1e-9);
  const order = [...variants].sort((a, b) => accuracy(b) - accuracy(a));
  const chosen: Member[] = [];
  let best: readonly Member[] | undefined;
  let bestScore = -Infinity;
  let nodes = 0;
  /** `mixed` is the accuracy of the traffic placed so far times its share of the load. */
  const visit = (
    i: number,
    left: number,
    held: number,
    replicas: number,
    mixed: number,
    slowest: number,
  ): void => {
    if (++nodes % LOOK_EVERY === 0) watch.look();
    const priced = mixed - (CORE_WEIGHT * held) / units - LOADING_WEIGHT * slowest;
    if (left <= 0) {
      if (priced > bestScore) {
        bestScore = priced;
        best = [...chosen];
      }
      return;
    }
    const variant = order[i];
    if (variant === undefined) return;
    // What is left can gain at most the accuracy of this variant, the best that remains.
    if (priced + (left / load) * accuracy(variant) <= bestScore) return;
    const rate = rateOf(tables, n, variant, 0);
    const own = replicaUnits(tables, n, variant);
    const most = Math.min(
      replicasFor(left, rate),
      tables.limits.maxReplicas - replicas,
      Math.floor((units - held) / own),
    );
    for (let f = most; f >= 1; f--) {
      const quota = Math.min(left, f * rate);
      const loading = previous.get(variant) === f ? 0 : tables.startup[first + variant]! / slowestStart;
      chosen.push({ variant, replicas: f, quota });
      visit(
        i + 1,
        left - quota,
        held + f * own,
        replicas + f,
        mixed + (quota / load) * accuracy(variant),
        Math.max(slowest, loading),
      );
      chosen.pop();
    }
    visit(i + 1, left, held, replicas, mixed, slowest);
  };
  visit(0, load, 0, 0, 0, 0);
  return best;
}

/** The member with the largest quota on its own, sized for the whole load; the next where that does not fit. */
function single(
  { tables, n, units }: Service,
  set: readonly Member[],
  load: number,
): StageConfig | undefined {
  for (const { variant } of [...set].sort((a, b) => b.quota - a.quota)) {
    const replicas = replicasFor(load, rateOf(tables, n, variant, 0));
    if (replicas <= tables.limits.maxReplicas && replicas * replicaUnits(tables, n, variant) <= units)
      return { variant, replicas, batch: 1 };
  }
  return undefined;
}

export function planInfadapter(service: Service, watch?: Watch): PlanStage {
  let previous: ReadonlyMap<number, number> = new Map();
  return (load) => {
    // Without load a set has no quotas: as little as any load needs.
    const positive = Math.max(load, 1e-6);
    const set = bestSet(service, positive, previous, watch);
    previous = new Map(set?.map(({ variant, replicas }) => [variant, replicas]));
    return set && single(service, set, positive);
  };
}

export const infadapter = stabilised(info, planInfadapter);
