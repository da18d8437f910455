/** What a comparison rests on, and what of it was stopped, in words. */
import { isShown, ZERO } from './headline.ts';
import { nameIn } from './pick.ts';
import { joined, plural } from '../../format.ts';
import { groundWords, seedWords, unusual, type Ground } from '../../finding/ground.ts';
import { environmentName } from '../../state/experiment/environments.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import type { PlanRecord } from '../../../experiments/comparison/result.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';

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
    ...(fixedLoads.length > 0 ? [sameForEverySeed(fixedLoads, plan.environment === 'discrete')] : []),
    ...(complete ? [] : ['Not all of it has run: Resume goes on.']),
  ].join(' ');
}

/** Of a comparison that judges another one, made in `from`. */
export const judgedWords = ({ result }: ComparisonDocument, from: EnvironmentKind): string =>
  `Judged by single requests: the same policies, loads and seeds (${seedWords(result.plan.seeds)}), counted request by request. How far “${environmentName(from)}” is off stands below, run for run.`;

/** What seeds change on a load that is not drawn: single requests arrive by chance at its rate. */
function sameForEverySeed(loads: readonly string[], singly: boolean): string {
  const rate = `${joined(loads)} ${loads.length === 1 ? 'has' : 'have'} the same rate for every seed`;
  return singly
    ? `${rate}; what differs is when single requests arrive, which is drawn, and a policy’s own draws.`
    : `${rate}, so only a policy’s own draws differ there.`;
}
