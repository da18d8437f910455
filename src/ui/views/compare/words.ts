/** What a comparison found, in words. */
import { nameIn } from './pick.ts';
import { fixed, plural } from '../../format.ts';
import { inTimeWords } from '../../finding/told.ts';
import { environmentName } from '../../state/experiment/environments.ts';
import type { Row } from '../../../experiments/comparison/aggregate.ts';
import { isOracle, type ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { estimate } from '../../../experiments/comparison/estimate.ts';
import { mean } from '../../../experiments/statistics.ts';

/** One policy named, as the headline colours it. */
export type Piece = string | { readonly policy: string };

/**
 * The best policy that does not know the future, how far it is ahead of the next, whether the seeds tell them apart, and
 * how many requests both answer in time.
 */
export function headline({ overall, table, result }: ComparisonDocument): readonly Piece[] {
  const ranked = overall
    .filter(({ policy }) => !isOracle(policy))
    .sort((a, b) => b.estimate.mean - a.estimate.mean);
  const [best, next] = ranked;
  if (!best) return ['No policy ran on all that was chosen.'];
  const share = (value: number): string => `${fixed(100 * value, 1)} %`;
  const inTime = (policy: string): string => {
    const percent = meanInTime(table, policy);
    return percent === undefined ? '' : inTimeWords(percent, result.plan.environment);
  };
  const own = inTime(best.policy);
  const earns: readonly Piece[] = [
    { policy: best.policy },
    ` earns ${share(best.estimate.mean)} of what lies between Random and the optimum${own === '' ? '' : `, with ${own}`}`,
  ];
  if (!next) return [...earns, '.'];
  const other = inTime(next.policy);
  const gaps = best.seeds.flatMap((seed, i) => {
    const j = next.seeds.indexOf(seed);
    return j < 0 ? [] : [best.estimate.values[i]! - next.estimate.values[j]!];
  });
  const gap = gaps.length > 0 ? estimate(gaps).meanInterval : null;
  const apart = gap !== null && gap[0] > 0;
  return [
    ...earns,
    own === '' ? ', ' : '; ',
    { policy: next.policy },
    ` ${share(next.estimate.mean)}${other === '' ? '' : ` with ${other}`}${apart || gap === null ? '' : ': too close for these seeds to tell them apart'}.`,
  ];
}

/** Per cent of requests in time, the mean over pipelines and workloads; undefined where a run does not know it. */
function meanInTime(table: readonly Row[], policy: string): number | undefined {
  const values = table.flatMap((row) => (row.policy === policy ? [row.metrics['inTime']?.mean ?? NaN] : []));
  const value = mean(values);
  return Number.isFinite(value) ? value : undefined;
}

/** A policy, or what regret and score need, that was stopped on some seeds of a load, and why: names as a reader knows them. */
export interface LateRow {
  readonly pipeline: string;
  readonly workload: string;
  readonly what: string;
  readonly why: string;
  readonly seeds: readonly number[];
}

/** What was stopped because it took too long; the same of several seeds once. */
export function lateRows({ result }: ComparisonDocument): readonly LateRow[] {
  const { plan, late = [] } = result;
  const rows = new Map<string, LateRow>();
  for (const { pipeline, workload, policy, seed, why } of late) {
    const name = JSON.stringify([pipeline, workload, policy, why]);
    rows.set(name, {
      pipeline: nameIn(plan.pipelines, pipeline),
      workload: nameIn(plan.workloads, workload),
      what: policy === undefined ? 'What regret and score need' : nameIn(plan.policies, policy),
      why,
      seeds: [...(rows.get(name)?.seeds ?? []), seed],
    });
  }
  return [...rows.values()];
}

/** The same, a sentence each. */
export function lateLines(document: ComparisonDocument): readonly string[] {
  return lateRows(document).map(
    ({ pipeline, workload, what, why, seeds }) =>
      `${seedsWords(seeds)}: ${what} on ${pipeline}, ${workload}: ${why}`,
  );
}

/** "Seed 3", "Seeds 1, 2". */
export function seedsWords(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? 'Seed' : 'Seeds'} ${seeds.join(', ')}`;
}

/** What the numbers rest on. */
export function basis({ result }: ComparisonDocument): string {
  const { plan, cells, complete } = result;
  const fixedLoads = plan.workloads.filter(({ drawn }) => !drawn).map(({ name }) => name);
  return [
    `${plural(cells.length, 'run')}: ${plural(plan.pipelines.length, 'pipeline')}, ${plural(plan.workloads.length, 'workload')}, ${plural(plan.seeds.length, 'seed')}, in the environment “${environmentName(plan.environment)}”. Every policy meets the same load in each; intervals are 95 % bootstrap over seeds.`,
    ...(fixedLoads.length > 0
      ? [`${fixedLoads.join(', ')} is the same for every seed, so only a policy’s own draws differ there.`]
      : []),
    ...(complete ? [] : ['Not all of it has run: Resume goes on.']),
  ].join(' ');
}
