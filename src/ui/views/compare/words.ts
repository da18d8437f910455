/** What a comparison found, in words. */
import { nameIn } from './pick.ts';
import { fixed, joined, plural } from '../../format.ts';
import { groundWords, seedWords, unusual, type Ground } from '../../finding/ground.ts';
import { inTimeWords } from '../../finding/told.ts';
import { environmentName } from '../../state/experiment/environments.ts';
import type { Row } from '../../../experiments/comparison/aggregate.ts';
import { isOracle, type ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { estimate } from '../../../experiments/comparison/estimate.ts';
import type { PlanRecord } from '../../../experiments/comparison/result.ts';
import { mean } from '../../../experiments/statistics.ts';
import { inPercent } from '../../../scenario/measures.ts';

/** One policy named, as the headline colours it. */
export type Piece = string | { readonly policy: string };

/** What a score is 0 at. */
const ZERO = 'random';

/**
 * The best policy that does not know the future, where it was measured, how far it is ahead of the next, whether the
 * seeds tell them apart, and how many requests both answer in time. A score's zero is named where it is one of the
 * policies shown; `basis` says what it is otherwise.
 */
export function headline({ overall, table, result }: ComparisonDocument): readonly Piece[] {
  const ranked = overall
    .filter(({ policy }) => !isOracle(policy))
    .sort((a, b) => b.estimate.mean - a.estimate.mean);
  const [best, next] = ranked;
  if (!best) return ['No policy ran on all that was chosen.'];
  const share = (value: number): string => `${fixed(inPercent(value), 1)}\u00a0%`;
  const pipelines = result.plan.pipelines.map(({ name }) => `“${name}”`);
  const where = pipelines.length > 2 ? plural(pipelines.length, 'pipeline') : joined(pipelines);
  const inTime = (policy: string): string => {
    const percent = meanInTime(table, policy);
    return percent === undefined ? '' : inTimeWords(percent, result.plan.environment);
  };
  const own = inTime(best.policy);
  const earns: readonly Piece[] = [
    `On ${where}, `,
    { policy: best.policy },
    ` earns ${share(best.estimate.mean)} of what lies between ${isShown(result, ZERO) ? 'Random' : 'choices at random'} and the optimum${own === '' ? '' : `, with ${own}`}`,
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

const isShown = ({ plan }: ComparisonDocument['result'], policy: string): boolean =>
  plan.policies.some(({ id }) => id === policy);

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

function groundOfPlan(plan: PlanRecord): Ground {
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  const { seeds, environment, weights, limits } = plan;
  return {
    ...{ pipelines: names(plan.pipelines), loads: names(plan.workloads) },
    ...{ seeds, environment, weights, limits },
    slaSeconds: plan.slaSeconds ?? undefined,
  };
}

/** Pipelines, loads, seeds, environment, and what of the objective is not usual: below a figure that is saved. */
export const measuredOn = ({ result: { plan } }: ComparisonDocument): string =>
  groundWords(groundOfPlan(plan));

/** What the numbers rest on. */
export function basis({ result }: ComparisonDocument): string {
  const { plan, cells, complete } = result;
  const fixedLoads = plan.workloads.filter(({ drawn }) => !drawn).map(({ name }) => name);
  const counted = (list: readonly { readonly name: string }[], noun: string): string =>
    `${plural(list.length, noun)} (${list.map(({ name }) => name).join(', ')})`;
  return [
    `${plural(cells.length, 'run')}: ${[
      counted(plan.pipelines, 'pipeline'),
      counted(plan.workloads, 'workload'),
      `${plural(plan.seeds.length, 'seed')} (${seedWords(plan.seeds)})`,
      `in the environment “${environmentName(plan.environment)}”`,
    ].join(', ')}${unusual(groundOfPlan(plan))
      .map((words) => `; ${words}`)
      .join('')}.`,
    'Every policy meets the same load in each; intervals are 95 % bootstrap over seeds.',
    ...(isShown(result, ZERO)
      ? []
      : [
          'Choices at random are those of Random, which ran on the same loads as the reference without being chosen.',
        ]),
    ...(fixedLoads.length > 0
      ? [`${fixedLoads.join(', ')} is the same for every seed, so only a policy’s own draws differ there.`]
      : []),
    ...(complete ? [] : ['Not all of it has run: Resume goes on.']),
  ].join(' ');
}
