/** What a comparison found, in words. */
import { fixed, plural } from '../../format.ts';
import { isOracle, type ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { estimate } from '../../../experiments/comparison/estimate.ts';
import type { Named } from '../../../experiments/comparison/result.ts';

/** One policy named, as the headline colours it. */
export type Piece = string | { readonly policy: string };

/** The best policy that does not know the future, how far it is ahead of the next, and whether the seeds tell them apart. */
export function headline({ overall }: ComparisonDocument): readonly Piece[] {
  const ranked = overall
    .filter(({ policy }) => !isOracle(policy))
    .sort((a, b) => b.estimate.mean - a.estimate.mean);
  const [best, next] = ranked;
  if (!best) return ['No policy ran on all that was chosen.'];
  const share = (value: number): string => `${fixed(100 * value, 1)} %`;
  const earns: readonly Piece[] = [
    { policy: best.policy },
    ` earns ${share(best.estimate.mean)} of what lies between Random and the optimum`,
  ];
  if (!next) return [...earns, '.'];
  const gaps = best.seeds.flatMap((seed, i) => {
    const j = next.seeds.indexOf(seed);
    return j < 0 ? [] : [best.estimate.values[i]! - next.estimate.values[j]!];
  });
  const gap = gaps.length > 0 ? estimate(gaps).meanInterval : null;
  const apart = gap !== null && gap[0] > 0;
  return [
    ...earns,
    ', ',
    { policy: next.policy },
    ` ${share(next.estimate.mean)}${apart || gap === null ? '' : ': too close for these seeds to tell them apart'}.`,
  ];
}

/** What was stopped because it took too long, a sentence each; the same of several seeds once. */
export function lateLines({ result }: ComparisonDocument): readonly string[] {
  const { plan, late = [] } = result;
  const nameIn = (list: readonly Named[], id: string): string =>
    list.find((one) => one.id === id)?.name ?? id;
  const seeds = new Map<string, number[]>();
  for (const { pipeline, workload, policy, seed, why } of late) {
    const what = policy === undefined ? 'What regret and score need' : nameIn(plan.policies, policy);
    const line = `${what} on ${nameIn(plan.pipelines, pipeline)}, ${nameIn(plan.workloads, workload)}: ${why}`;
    seeds.set(line, [...(seeds.get(line) ?? []), seed]);
  }
  return [...seeds].map(([line, of]) => `${of.length === 1 ? 'Seed' : 'Seeds'} ${of.join(', ')}: ${line}`);
}

/** What the numbers rest on. */
export function basis({ result }: ComparisonDocument): string {
  const { plan, cells, complete } = result;
  const fixedLoads = plan.workloads.filter(({ drawn }) => !drawn).map(({ name }) => name);
  return [
    `${plural(cells.length, 'run')}: ${plural(plan.pipelines.length, 'pipeline')}, ${plural(plan.workloads.length, 'workload')}, ${plural(plan.seeds.length, 'seed')}, in the ${plan.environment} environment. Every policy meets the same load in each; intervals are 95 % bootstrap over seeds.`,
    ...(fixedLoads.length > 0
      ? [`${fixedLoads.join(', ')} is the same for every seed, so only a policy’s own draws differ there.`]
      : []),
    ...(complete ? [] : ['Not all of it has run: Resume goes on.']),
  ].join(' ');
}
